"""The nets by their promises, not by their layers: `pytest tests/test_parts_model.py`."""

from dataclasses import dataclass, replace

import digits.model as convnet
import pytest
import things.model as detectors
import torch
import wine.model as mlp
from digits.config import Config as ImageConfig
from things.config import Config as BoxConfig
from torch import Tensor, nn
from wine.config import Config

MODELS = ["linear", "tiny", "reference"]


@dataclass
class Shape:
    """All a model may ask of the inputs."""

    shape: tuple[int, ...]


def rows(model: str, outputs: int = 3, **changes) -> nn.Module:
    torch.manual_seed(0)
    return mlp.build(Shape((13,)), outputs, replace(Config(), model=model, **changes))


def pictures(model: str, shape=(1, 28, 28), outputs: int = 10, **changes) -> nn.Module:
    torch.manual_seed(0)
    config = replace(ImageConfig(), model=model, **changes)
    return convnet.build(Shape(shape), outputs, config)


def nets() -> list[tuple[nn.Module, Tensor]]:
    generator = torch.Generator().manual_seed(0)
    pairs = [(rows(m), torch.randn(8, 13, generator=generator)) for m in MODELS]
    x = torch.randn(8, 1, 28, 28, generator=generator)
    return pairs + [(pictures(m), x) for m in MODELS]


@pytest.mark.parametrize("pair", nets())
def test_a_net_has_a_stem_and_a_head_with_a_bias_that_ends_it(pair):
    net, x = pair
    assert net.stem.weight.requires_grad and isinstance(net.head, nn.Linear)
    nn.init.zeros_(net.head.weight)
    nn.init.constant_(net.head.bias, 0.7)
    assert torch.equal(net(x), torch.full((8, net.head.out_features), 0.7))


def test_training_mode_changes_nothing_but_batch_norm():
    for net, x in nets():
        net.train()
        for layer in net.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.eval()
        assert torch.equal(net(x), net.eval()(x))


@pytest.mark.parametrize("pair", nets())
def test_an_example_feels_no_other_example_of_its_batch(pair):
    net, x = pair
    x = x.requires_grad_()
    net.eval()(x)[3].sum().backward()
    felt = x.grad.flatten(1).abs().sum(1) > 0
    assert felt.tolist() == [i == 3 for i in range(8)]


@pytest.mark.parametrize("pair", nets())
def test_every_parameter_is_used(pair):
    net, x = pair
    net(x).square().sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in net.parameters())


@pytest.mark.parametrize(
    "shape", [(1, 8, 8), (1, 28, 28), (3, 32, 32), (3, 96, 96), (1, 9, 9)]
)
@pytest.mark.parametrize("model", MODELS)
def test_convnets_take_pictures_of_any_size(model, shape):
    assert pictures(model, shape)(torch.randn(2, *shape)).shape == (2, 10)


def parameters(net: nn.Module) -> int:
    return sum(p.numel() for p in net.parameters())


def test_the_parameter_counts_are_those_of_the_docstrings():
    width, depth, columns, outputs = 64, 3, 13, 3
    net = rows("reference", outputs, width=width, depth=depth)
    weights = width * columns + depth * 4 * width**2 + width * outputs
    biases = width + depth * (2 * width + 3 * width) + 2 * width + outputs
    assert parameters(net) == weights + biases
    assert parameters(rows("linear")) == 3 * (13 + 1)
    wide = {"shape": (3, 32, 32), "width": 32}
    one, two = (parameters(pictures("reference", **wide, depth=d)) for d in (1, 2))
    assert "308,000" in str(convnet.ResidualCNN.__doc__)
    assert one == pytest.approx(308_000, rel=0.005)
    assert two - one == pytest.approx(380 * 32**2, rel=0.01)


def test_width_and_depth_make_the_reference_larger_and_leave_the_others_alone():
    for build in (rows, pictures):
        small = parameters(build("reference", width=16, depth=1))
        assert parameters(build("reference", width=32, depth=1)) > 2 * small
        assert parameters(build("reference", width=16, depth=2)) > 1.5 * small
        for model in ("linear", "tiny"):
            assert parameters(build(model, width=16)) == parameters(
                build(model, width=32)
            )


@pytest.mark.parametrize("model", ["tiny", "reference"])
@pytest.mark.parametrize("build", [rows, pictures])
def test_a_net_learns_a_batch_by_heart(build, model):
    net = build(model, width=16, depth=1)
    generator = torch.Generator().manual_seed(1)
    shape = (16, 13) if build is rows else (16, 1, 16, 16)
    x, y = torch.randn(shape, generator=generator), torch.arange(16) % 3
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0.0)
    for _ in range(150):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
    assert nn.functional.cross_entropy(net.eval()(x), y) < 0.02


def test_the_linear_model_finds_the_regression_of_a_closed_formula():
    generator = torch.Generator().manual_seed(2)
    x = torch.randn(200, 13, generator=generator)
    y = x @ torch.randn(13, 1, generator=generator) + 0.1 * torch.randn(
        200, 1, generator=generator
    )
    design = torch.cat([x, torch.ones(200, 1)], 1)
    best = (design @ torch.linalg.lstsq(design, y).solution - y).square().mean()
    net = rows("linear", outputs=1)
    optimizer = torch.optim.LBFGS(net.parameters(), max_iter=100)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = (net(x) - y).square().mean()
        loss.backward()
        return loss

    optimizer.step(closure)
    assert closure().item() == pytest.approx(best.item(), rel=1e-4)


def detector(model: str, shape=(1, 48, 64), **changes) -> nn.Module:
    torch.manual_seed(0)
    config = replace(BoxConfig(), model=model, **changes)
    return detectors.build(Shape(shape), 7, config)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("shape", [(1, 48, 64), (3, 160, 208), (3, 8, 8)])
def test_a_detector_answers_once_every_eight_pixels(model, shape):
    net = detector(model, shape).eval()
    x = torch.randn(2, *shape, generator=torch.Generator().manual_seed(0))
    assert net(x).shape == (2, 7, shape[1] // 8, shape[2] // 8)


def test_the_detector_has_as_many_parameters_as_its_docstring_says():
    """About (100 + 290 depth) width^2, to 10 %."""
    for width, depth in ((16, 2), (32, 3)):
        net = detector("reference", (3, 48, 64), width=width, depth=depth)
        count = sum(p.numel() for p in net.parameters())
        assert count == pytest.approx((100 + 290 * depth) * width**2, rel=0.1)
