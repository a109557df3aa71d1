def test_a_token_gives_way_to_one_of_its_tag():
    """Tokens that say their tag still do, and pads stay pads."""
    y = torch.tensor([[0, 1, 2, NOTHING], [2, 1, 1, 0]])
    x = torch.stack([y, y, torch.arange(8).view(2, 4)], 2)
    draws = torch.zeros(2, 8)
    draws[:, :4] = torch.tensor([0.0, 0.3, 0.6, 0.999])
    made, same = hybrid(x, y, x.flip(0), y.flip(0), draws)
    assert same.equal(y) and made[:, :, 0].equal(y)
    assert made[0, :, 2].tolist() == [7, 5, 4, 3]
    draws[:, 4:] = 0.999
    assert hybrid(x, y, x.flip(0), y.flip(0), draws)[0].equal(x)
