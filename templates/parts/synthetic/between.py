def hybrid(
    x: Tensor, y: Tensor, other_x: Tensor, other_y: Tensor, draws: Tensor
) -> tuple[Tensor, Tensor]:
    """A point on the line from one to the other, in x and in y."""
    share = draws[:, 0].to(x)
    return along(x, other_x, share), along(y, other_y, share)


def along(a: Tensor, b: Tensor, share: Tensor) -> Tensor:
    return a + share.view(-1, *[1] * (a.ndim - 1)) * (b - a)
