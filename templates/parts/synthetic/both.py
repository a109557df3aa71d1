def hybrid(
    x: Tensor, y: Tensor, other_x: Tensor, other_y: Tensor, draws: Tensor
) -> tuple[Tensor, Tensor]:
    """The mean of two pictures, as of a film exposed twice: it has the labels of both."""
    return (x + other_x) / 2, y.maximum(other_y)
