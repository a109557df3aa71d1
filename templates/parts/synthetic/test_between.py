def test_it_lies_between_both_and_their_answers_are_near(problem: Problem):
    x, other, share = torch.zeros(1, 2), torch.ones(1, 2), torch.tensor([[0.25]])
    made, y = hybrid(x, torch.zeros(1, 1), other, torch.ones(1, 1), share)
    assert made.tolist() == [[0.25, 0.25]] and y.item() == 0.25
    y = torch.linspace(0, 0.99, 100).flip(0)[:, None]
    for draw in (0.0, 0.3, 0.999):
        others = partners(y, torch.arange(100), torch.full((100,), draw))
        assert (y[others] - y).abs().max() <= NEAR + 1e-6
