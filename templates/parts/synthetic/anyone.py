def partners(n: int, indices: Tensor, draw: Tensor) -> Tensor:
    """For each another of the n training examples."""
    return (draw * n).long()
