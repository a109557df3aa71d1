def test_each_pixel_of_y_comes_with_that_of_x():
    """Pictures that show their own masks: they still do."""
    y = torch.randint(-1, 3, (8, 6, 5), generator=torch.Generator().manual_seed(1))
    other, draws = y.flip(0), torch.linspace(0, 0.999, 8)[:, None]
    made, mask = hybrid(y[:, None].float(), y, other[:, None].float(), other, draws)
    assert made[:, 0].equal(mask.float()) and not mask.equal(y)
    for was, now, there in zip(y, mask, other, strict=True):
        pasted = now[now != was].unique()
        most = there[there >= 0].bincount().argmax()
        assert len(pasted) == 1 and pasted not in (most, -1)


def test_of_background_alone_nothing_is_pasted():
    y = torch.zeros(1, 4, 4).long()
    other = y + 1
    made, mask = hybrid(y[:, None], y, other[:, None], other, torch.zeros(1, 1))
    assert mask.equal(y) and not made.any()
