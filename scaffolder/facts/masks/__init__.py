"""Pictures with a class at each pixel."""
