"""What a path holds: which of its files are the data, and in which format."""
