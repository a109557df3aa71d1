def pierced(x: Tensor, share: float, draws: Tensor) -> Tensor:
    """With a square of 0, the mean of training (DeVries and Taylor 2017)."""
    wide, inside = int(share * min(x.shape[2:])), []
    for side, draw in zip(x.shape[2:], draws.T, strict=True):
        away = torch.arange(side) - (draw * side).long()[:, None] + wide // 2
        inside.append((away >= 0) & (away < wide))
    rows, columns = inside
    return x.masked_fill((rows[:, :, None] & columns[:, None])[:, None], 0.0)
