def partners(y: Tensor, indices: Tensor, draw: Tensor) -> Tensor:
    """For each another training example of its class. y: [n], of them all."""
    y = y.long().flatten()
    counts, order = y.bincount(), y.argsort(stable=True)
    first = counts.cumsum(0) - counts  # of each class in `order`
    k = y[indices]
    return order[first[k] + (draw * counts[k]).long()]
