def test_it_lies_between_both():
    x, other = torch.tensor([[0.0, 1.0]]), torch.tensor([[1.0, 1.0]])
    y = torch.tensor([2])
    made, same = hybrid(x, y, other, y, torch.tensor([[0.25]]))
    assert made.tolist() == [[0.25, 1.0]] and same.equal(y)
