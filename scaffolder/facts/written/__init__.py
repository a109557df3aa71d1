"""How a table is written: separators, headers, units, dates, and cells that are missing."""
