def test_the_first_tokens_of_one_then_the_last_of_the_other():
    one, other, y = [1, 2, 3, 4, 0, 0], [5, 6, 0, 0, 0, 0], torch.tensor([0])
    xs = [torch.tensor(ids)[None, :, None].expand(1, 6, 3) for ids in (one, other)]
    for draw, text in ((0.5, [1, 2, 6, 0, 0, 0]), (0.0, other), (0.999, one)):
        made, same = hybrid(xs[0], y, xs[1], y, torch.tensor([[draw]]))
        assert made[0, :, 0].tolist() == text and same.equal(y)
