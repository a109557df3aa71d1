def test_what_is_pasted_has_its_box_and_what_it_hides_has_none():
    y, other = torch.full((2, 4, 5), -1.0)
    y[0], y[1] = torch.tensor([[2, 2, 6, 6, 0], [10, 2, 14, 6, 1]]).float()
    other[0] = torch.tensor(
        [3, 2, 8, 7, 2]
    ).float()  # over 12 of 16 pixels of the first
    x, there = torch.zeros(1, 1, 9, 16), torch.ones(1, 1, 9, 16)
    draws = torch.zeros(1, 4)
    made, boxes = hybrid(x, y[None], there, other[None], draws)
    assert (
        boxes[0, :2].equal(torch.stack([y[1], other[0]])) and (boxes[0, 2:] < 0).all()
    )
    assert made[0, 0, 2:7, 3:8].all() and made.sum() == 25
    made, boxes = hybrid(x, y[None], there, other[None], draws + 0.999)
    assert not made.any() and boxes[0].equal(y)


def test_without_a_free_row_nothing_is_pasted():
    y, other = torch.full((2, 1, 5), -1.0)
    y[0] = torch.tensor([0, 0, 2, 2, 0]).float()
    other[0] = torch.tensor([4, 4, 6, 6, 0]).float()
    x = torch.zeros(1, 1, 8, 8)
    made, boxes = hybrid(x, y[None], x + 1, other[None], torch.zeros(1, 1))
    assert not made.any() and boxes[0].equal(y)
