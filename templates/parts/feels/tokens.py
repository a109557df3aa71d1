@pytest.mark.parametrize("name", NETS)
def test_an_output_feels_its_own_past_and_nothing_else(problem, eight, name):
    net, place = problem.but(model=name).net().double().eval(), len(eight.x[3]) // 2
    net.head.weight.data /= SHRINK
    other = eight.x.clone()
    other[3, place] += 1
    moved = (net(other) - net(eight.x)).abs().amax(1) > 1e-12  # [batch, time]
    assert moved[3, place]
    assert not moved[3, :place].any() and not moved[torch.arange(len(moved)) != 3].any()
