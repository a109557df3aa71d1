def lit(x: Tensor, most: float, draws: Tensor) -> Tensor:
    """Another contrast and brightness: draws [batch, 1 + channels]."""
    change = most * (2 * draws - 1).to(x)[:, :, None, None]
    mean = x.mean((2, 3), keepdim=True)
    return mean + (x - mean) * (1 + change[:, :1]) + change[:, 1:]
