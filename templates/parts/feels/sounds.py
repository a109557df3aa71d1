@pytest.mark.parametrize("name", NETS)
def test_an_output_feels_its_own_sound_and_no_padding(problem, eight, name):
    """In evaluation: in training BatchNorm mixes the examples of a batch, by design."""
    net, x = problem.but(model=name).net().eval(), eight.x.clone().requires_grad_()
    net.head.weight.data /= SHRINK
    padding = problem.inputs.padding(eight.x)
    shortest = int(padding.flatten(1).sum(1).argmax())
    net(x)[shortest].sum().backward()
    feels = x.grad.flatten(1).abs().sum(1) > 0
    assert feels.tolist() == [i == shortest for i in range(len(x))]
    assert not x.grad[padding].any()
