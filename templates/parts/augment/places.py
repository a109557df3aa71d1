def places(size: torch.Size, shift: float, draws: Tensor) -> tuple[Tensor, Tensor]:
    """The row [batch, height] and the column [batch, width] that each pixel comes from.

    What a shift uncovers is reflected; draws: [batch, 3], down, right, mirrored.
    """
    from_where = []
    for side, draw in zip(size, draws.T, strict=False):
        place = (torch.arange(side) - steps(draw, shift, side)[:, None]).abs()
        from_where.append(side - 1 - (side - 1 - place).abs())
    rows, columns = from_where
    mirrored = FLIP & (draws[:, 2:] < 0.5)
    return rows, torch.where(mirrored, columns.flip(1), columns)
