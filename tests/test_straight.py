"""Two layers that are one, and two that are meant: `pytest tests/test_straight.py`."""

import pytest
import torch
from torch import nn

from nn_recipe.dependencies.graph import behind
from nn_recipe.dependencies.straight import one_layer


class Last(nn.Module):
    """The last output of a recurrent net."""

    def __init__(self, net: nn.RNNBase):
        super().__init__()
        self.net = net

    def forward(self, x):
        return self.net(x)[0][:, -1]


def found(*layers: nn.Module) -> int:
    torch.manual_seed(0)
    net, first = nn.Sequential(*layers).eval(), layers[0]
    places = (6, 6) if isinstance(first, nn.Conv2d) else ()
    channels = next(first.parameters()).shape[1] * getattr(first, "groups", 1)
    x = torch.randn(2, 3, channels) if len(layers) == 2 else torch.randn(2, channels)
    x = torch.randn(2, channels, *places) if places else x
    return len(one_layer(net, behind(net(x).sum())))


@pytest.mark.parametrize(
    "layers",
    [
        (nn.Linear(4, 8), nn.Identity(), nn.Linear(8, 3)),
        (nn.Linear(1, 8), nn.Identity(), nn.Linear(8, 8)),
        (nn.Conv2d(1, 8, 3), nn.BatchNorm2d(8), nn.Conv2d(8, 8, 3)),
        (nn.Conv2d(8, 8, 3), nn.AvgPool2d(2), nn.Conv2d(8, 16, 1)),
        (nn.Conv2d(4, 8, 3), nn.Identity(), nn.ConvTranspose2d(8, 4, 2, 2)),
    ],
    ids=["numbers", "one number", "pictures", "pooled", "up again"],
)
def test_an_activation_is_missing(layers):
    assert found(*layers) == 1
    bent = (layers[0], nn.Sequential(layers[1], nn.ReLU()), layers[2])
    assert found(*bent) == 0


@pytest.mark.parametrize(
    "layers",
    [
        (nn.Conv2d(8, 8, 3, groups=8), nn.Identity(), nn.Conv2d(8, 16, 1)),
        (nn.Conv2d(8, 16, 1), nn.BatchNorm2d(16), nn.Conv2d(16, 16, 3, groups=16)),
        (nn.Linear(64, 4), nn.Identity(), nn.Linear(4, 64)),
        (nn.Linear(4, 8), Last(nn.GRU(8, 8, batch_first=True))),
        (nn.Linear(4, 8), Last(nn.LSTM(8, 8, batch_first=True))),
    ],
    ids=["separable", "separable, the other way", "bottleneck", "gated", "lstm"],
)
def test_few_channels_in_between_separable_and_gated_layers_are_meant(layers):
    assert found(*layers) == 0
