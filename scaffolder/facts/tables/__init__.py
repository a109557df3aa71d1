"""What a table says: the kind of each column, the answer, and what to leave out."""
