@pytest.mark.parametrize("name", NETS)
def test_a_tag_feels_the_words_in_reach_and_neither_pads_nor_others(
    problem, eight, name
):
    net, other = problem.but(model=name).net().double().eval(), eight.x.clone()
    net.head.weight.data /= SHRINK
    outputs, lengths = net(eight.x), [problem.inputs.length_of(x) for x in eight.x]
    place = lengths[3] // 2
    other[3, place] = 1  # an unknown word; ending and shape are others, too
    moved = (net(other) - outputs).abs().amax(1) > 1e-12  # [batch, time]
    assert moved.any(1).tolist() == [i == 3 for i in range(len(other))]
    felt = moved[3].nonzero()[:, 0] - place
    assert 0 in felt and felt.abs().max() <= net.reach
    for x, output, length in zip(eight.x, outputs, lengths, strict=True):
        alone = net(x[None, :length])[0]
        assert torch.allclose(alone, output[:, :length], rtol=0, atol=1e-12)
