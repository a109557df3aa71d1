def hybrid(
    x: Tensor, y: Tensor, other_x: Tensor, other_y: Tensor, draws: Tensor
) -> tuple[Tensor, Tensor]:
    """The first tokens of one, then the last ones of the other; y is the same.

    x: [batch, length, 3], 0 pads
    """
    n, others = ((tokens[:, :, 0] != 0).sum(1) for tokens in (x, other_x))
    first, skipped = (
        (draws[:, 0] * (count + 1)).long()[:, None] for count in (n, others)
    )
    place = torch.arange(x.shape[1])
    source = place - first + skipped  # in the other text
    taken = other_x.gather(1, source.clamp(0, x.shape[1] - 1)[..., None].expand_as(x))
    taken = torch.where((source < others[:, None])[..., None], taken, 0)
    return torch.where((place < first)[..., None], x, taken), y
