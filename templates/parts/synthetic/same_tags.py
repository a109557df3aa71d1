REPLACED = 0.25  # share of the tokens, where the other sentence has one of their tag


def hybrid(
    x: Tensor, y: Tensor, other_x: Tensor, other_y: Tensor, draws: Tensor
) -> tuple[Tensor, Tensor]:
    """Tokens give way to tokens of the other sentence that have the same tag.

    x: [batch, length, 3], y: [batch, length]; draws: which of them, and whether
    """
    which, whether = draws.chunk(2, 1)
    same = (y[:, :, None] == other_y[:, None]) & (y != NOTHING)[:, :, None]
    nth = 1 + (which * same.sum(2)).long()
    place = (same.cumsum(2) == nth[:, :, None]).int().argmax(2)  # in the other sentence
    taken = other_x.gather(1, place[:, :, None].expand_as(x))
    there = same.any(2) & (whether < REPLACED)
    return torch.where(there[:, :, None], taken, x), y
