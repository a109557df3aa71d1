"""Values in the order of time, and what comes next."""
