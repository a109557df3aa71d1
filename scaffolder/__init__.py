"""`recipe new`: reads your data and writes a plain-PyTorch project around it."""

__version__ = "0.19.1"
