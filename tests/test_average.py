"""The moving average of the weights is made, judged and kept: `pytest tests/test_average.py`."""

import pytest

from nn_recipe.silent_failures.average import judge_average
from scaffolder.bugs.bug import Edit
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said

UPDATE = "            average.update_parameters(net)\n"
JUDGED = "judged = average.module if average else net"
KEPT = 'saved["average"], best = mean.state_dict(), mean.module'
MEAN = "    mean = get_ema_multi_avg_fn(config.ema)\n"
MADE = "AveragedModel(net, multi_avg_fn=mean, use_buffers=True)"
WEIGHTS_ALONE = """\
            for a, w in zip(average.module.parameters(), net.parameters(), strict=True):
                a.data.lerp_(w.data, 1 - config.ema)
"""
SLOWLY = """\
    def mean(averages, weights, done):
        share = min(config.ema, (1 + int(done)) / (10 + int(done)))
        torch._foreach_lerp_(averages, weights, 1 - share)

"""


def judged(old: str, new: str, kind: str = "tabular-classification") -> str:
    edit = HealthyEdit("", "", kind, "", (Edit("train.py", old, new),), add=("ema",))
    source = ROOT / "generated_examples" / kind
    with imported(source, kind, edit) as planted:
        return said(judge_average, planted.project)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    (
        (UPDATE, "            pass\n", "does not follow them"),
        (JUDGED, "judged = net", "another one was judged"),
        (KEPT, 'saved["average"] = mean.state_dict()', "used by nobody"),
        (
            MEAN,
            "    mean = lambda a, w, n: [x.mul_(2) for x in a]\n",
            "no average of them",
        ),
    ),
)
def test_an_average_that_is_none_or_that_nobody_uses_is_found(old, new, found):
    assert found in judged(old, new)


def test_running_statistics_that_are_not_averaged_are_found():
    assert "running" in judged(UPDATE, WEIGHTS_ALONE, "image-classification")


@pytest.mark.parametrize(
    ("old", "new"), ((UPDATE, UPDATE), (MADE, "AveragedModel(net)"), (MEAN, SLOWLY))
)
def test_an_average_is_free_in_how_it_is_made(old: str, new: str):
    assert not judged(old, new)
