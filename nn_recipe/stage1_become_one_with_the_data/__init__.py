"""Stage 1: begin with the data, and no net at all. One file per tip."""
