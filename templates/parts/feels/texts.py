@pytest.mark.parametrize("name", NETS)
def test_an_output_feels_its_own_text_and_no_pads(problem, eight, name):
    net, other = problem.but(model=name).net().double().eval(), eight.x.clone()
    net.head.weight.data /= SHRINK
    outputs, other[3] = net(eight.x), eight.x[4]
    moved = (net(other) - outputs).abs().amax(1) > 1e-12
    assert moved.tolist() == [i == 3 for i in range(len(other))]
    for x, output in zip(eight.x, outputs, strict=True):
        alone = net(x[None, : max(1, problem.inputs.length_of(x))])[0]
        assert torch.allclose(alone, output, rtol=0, atol=1e-12)
