NEAR = 0.05  # share of the training examples, in the order of their answers, each way


def partners(y: Tensor, indices: Tensor, draw: Tensor) -> Tensor:
    """For each another training example whose answer is near. y: [n, 1], of them all."""
    order = y[:, 0].argsort(stable=True)
    most = max(1, int(NEAR * len(y)))
    away = (draw * (2 * most + 1)).long() - most
    return order[(order.argsort()[indices] + away).clamp(0, len(y) - 1)]
