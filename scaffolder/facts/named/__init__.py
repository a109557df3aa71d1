"""Tables and lists that name files: where these are, and which rows lack theirs."""
