def hybrid(
    x: Tensor, y: Tensor, other_x: Tensor, other_y: Tensor, draws: Tensor
) -> tuple[Tensor, Tensor]:
    """A window of the other in its place, half as wide and half as high; y is the same."""
    down, across = (
        window(side, draw) for side, draw in zip(x.shape[2:], draws.T[:2], strict=True)
    )
    where = down[:, None, :, None] & across[:, None, None, :]
    return torch.where(where, other_x, x), y


def window(side: int, draw: Tensor) -> Tensor:
    """bool [batch, side]: half of the places, in one stretch."""
    first = (draw * (side // 2 + 1)).long()[:, None]
    return (torch.arange(side) >= first) & (
        torch.arange(side) < first + side - side // 2
    )
