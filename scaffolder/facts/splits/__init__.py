"""Which rows learn and which judge: given parts, groups, time, and what crosses from one to the other."""
