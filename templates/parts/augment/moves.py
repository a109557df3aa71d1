def steps(draw: Tensor, share: float, side: int) -> Tensor:
    """Whole pixels from -most to most, each as likely."""
    most = min(max(1, int(share * side)), side - 1)
    return (draw * (2 * most + 1)).long() - most


def moved(x: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """[batch, channels, height, width], each pixel from its place."""
    pixel = (rows[:, :, None] * x.shape[-1] + columns[:, None]).flatten(1)
    return x.flatten(2).gather(2, pixel[:, None].expand(*x.shape[:2], -1)).view_as(x)
