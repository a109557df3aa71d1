def test_powers_add_and_silence_stays(problem: Problem):
    """Together with itself at a tenth of the power: 10 lg 1.1 = 0.41 dB louder."""
    feed, inputs = feed_of(problem, 1.0), problem.inputs
    x = feed[torch.arange(4)].x
    made, _ = hybrid(x, x, x, x, torch.empty(4, 0), inputs)
    louder = (made - x)[:, :-1] * torch.tensor(inputs.sd)[:, None]
    heard = (x[:, -1:] > 0).expand_as(louder)
    torch.testing.assert_close(
        louder[heard], torch.full((int(heard.sum()),), 0.414), atol=0.01, rtol=0
    )
    assert not made[:, :-1][~heard].any() and made[:, -1].equal(x[:, -1])
