def hybrid(
    x: Tensor, y: Tensor, other_x: Tensor, other_y: Tensor, draws: Tensor
) -> tuple[Tensor, Tensor]:
    """A point on the line from one row to the other (Chawla et al. 2002); y is the same."""
    return x + draws[:, :1].to(x) * (other_x - x), y
