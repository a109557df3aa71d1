@pytest.mark.parametrize("name", NETS)
def test_an_output_feels_its_own_example_and_no_other(problem, eight, name):
    net, x = problem.but(model=name).net().eval(), eight.x.clone().requires_grad_()
    net.head.weight.data /= SHRINK
    net(x)[3].sum().backward()
    feels = x.grad.flatten(1).abs().sum(1) > 0
    assert feels.tolist() == [i == 3 for i in range(len(x))]
