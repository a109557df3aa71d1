"""The error gallery: what a net gets wrong, each beside the training examples nearest to it."""
