def test_half_of_each_side_is_of_the_other(problem: Problem):
    shape, y = (4, *problem.inputs.shape), torch.arange(4)
    draws = torch.tensor([[0.0, 0.999], [0.999, 0.0], [0.5, 0.5], [0.2, 0.7]])
    made, same = hybrid(torch.zeros(shape), y, torch.ones(shape), y, draws)
    down, across = (side - side // 2 for side in shape[2:])
    assert made[:, 0].sum((1, 2)).tolist() == [down * across] * 4 and same.equal(y)
    assert made[0, 0, 0, -1] == made[1, 0, -1, 0] == 1  # it reaches the corners
