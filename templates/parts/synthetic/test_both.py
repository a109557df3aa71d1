def test_it_has_the_labels_of_both():
    y, other = torch.tensor([[1.0, 0.0, 0.0]]), torch.tensor([[0.0, 0.0, 1.0]])
    made, both = hybrid(
        torch.zeros(1, 2), y, torch.ones(1, 2), other, torch.empty(1, 0)
    )
    assert both.tolist() == [[1.0, 0.0, 1.0]] and made.tolist() == [[0.5, 0.5]]
