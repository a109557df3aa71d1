"""Squeeze out the juice: ensembles, averages of weights, dark knowledge, and leaving it training."""
