"""Makes a release: `python -m releasing 0.3.0`. Not part of the package."""
