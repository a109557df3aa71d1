"""A change of the config is a tip of the post: `pytest tests/test_tips.py`."""

from types import SimpleNamespace

import pytest

from nn_recipe.ledger.rows import row
from nn_recipe.trials.tips import tip_of

NOW = SimpleNamespace(
    width=32, depth=1, weight_decay=0.0, batch_size=32, schedule="constant"
)


@pytest.mark.parametrize(
    "changed, tip",
    [
        ({"width": 64}, "4.12"),
        ({"depth": 2}, "4.12"),
        ({"width": 16}, "4.7"),
        ({"weight_decay": 0.1}, "4.10"),
        ({"pretrained": "best.pt"}, "4.4"),
        ({"batch_size": 16}, "4.8"),
        ({"patience": 20}, "4.11"),
        ({"augment": "light"}, "4.2"),
        ({"synthetic": 0.5}, "4.3"),
        ({"schedule": "cosine"}, "3.4"),
        ({"width": (64, 32)}, "3.4"),  # neither larger nor smaller
        ({"width": 64, "weight_decay": 0.1}, "3.4"),  # of neither alone
    ],
)
def test_the_row_of_a_change(changed: dict, tip: str):
    assert tip_of(NOW, changed) == tip and row(tip).verb.startswith("try")
