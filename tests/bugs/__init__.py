"""Silent bugs, planted one at a time: which check of a generated project names which."""
