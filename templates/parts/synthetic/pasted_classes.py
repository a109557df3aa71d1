def hybrid(
    x: Tensor, y: Tensor, other_x: Tensor, other_y: Tensor, draws: Tensor
) -> tuple[Tensor, Tensor]:
    """All pixels of one class of the other, pasted where they were (Ghiasi et al. 2021).

    Of any class that it shows but the one of most pixels, which is its background.
    """
    pixels = (
        F.one_hot(other_y + 1).flatten(1, 2).sum(1)[:, 1:]
    )  # [batch, classes], no void
    shown = (pixels > 0).scatter(1, pixels.argmax(1, keepdim=True), False)
    nth = 1 + (draws[:, 0] * shown.sum(1)).long()  # of those that are shown
    chosen = (shown.cumsum(1) == nth[:, None]).int().argmax(1)
    where = (other_y == chosen[:, None, None]) & shown.any(1)[:, None, None]
    return torch.where(where[:, None], other_x, x), torch.where(where, other_y, y)
