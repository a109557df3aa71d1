"""A moving average of the weights, where config.py has `ema`: made of them, judged, and kept."""

import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from ..contract import Project
from ..findings import Findings
from ..specimen import fresh_net, plain, some

EMA, STEPS, EXAMPLES = 0.8, 6, 16
SAME = 1e-5  # relative: the same weights on the same examples
OUTSIDE = 1e-6  # of the largest weight, beyond all that the net ever was
WHERE = "train.py: where the average is made, judged and kept"


def judge_average(project: Project, findings: Findings) -> None:
    """What is kept differs from the last weights, and lies between all the net ever had.

    Running statistics too; and validation judges the net that is kept. No formula is asked
    for: an average may begin at the first weights or later, and slowly.
    """
    if not isinstance(getattr(project.config, "ema", None), float):
        return
    short = plain(project, model="tiny", batch_size=4, learning_rate=1e-2)
    short = short.but(steps=STEPS, evaluate_every=STEPS, ema=EMA)
    feed, validation = (
        short.feed(some(part, EXAMPLES))
        for part in (short.splits.train, short.splits.validation)
    )
    states: list[dict[str, Tensor]] = []

    def look(done: int, net: nn.Module) -> None:
        states.append(numbers(net.state_dict()))

    with tempfile.TemporaryDirectory() as folder:
        run = short.new_run(Path(folder))
        history = short.train(fresh_net(short), feed, validation, run=run, look=look)
        kept = numbers(run.checkpoint("best")["net"])
        _, served = short.served(run, "best")
        loss = short.evaluate(served, validation).loss
    judge_kept(kept, states, findings)
    noted = history.evaluations[-1][1]
    findings.demand(
        abs(loss - noted) <= SAME * max(abs(noted), 1e-3),
        f"With ema {EMA} validation noted a loss of {noted:.6g}; the net that is kept has "
        f"{loss:.6g}: another one was judged.",
        WHERE,
    )


def judge_kept(
    kept: dict[str, Tensor], states: list[dict[str, Tensor]], findings: Findings
) -> None:
    first, last = states[0], states[-1]
    moved = [name for name in kept if not torch.equal(first[name], last[name])]
    findings.demand(
        any(not torch.equal(kept[name], last[name]) for name in moved),
        f"With ema {EMA} the last weights are kept: their average is used by nobody.",
        WHERE,
    )
    still = [name for name in moved if torch.equal(kept[name], first[name])]
    findings.demand(
        not still,
        f"With ema {EMA} {', '.join(still[:3])} of the net that is kept are as at the "
        f"beginning after {STEPS} steps: the average does not follow them.",
        WHERE,
    )
    beyond = [name for name in moved if outside(kept[name], [s[name] for s in states])]
    findings.demand(
        not beyond,
        f"With ema {EMA} {', '.join(beyond[:3])} of the net that is kept lie outside of all "
        "that they were in training: no average of them.",
        WHERE,
    )


def outside(value: Tensor, states: list[Tensor]) -> bool:
    every = torch.stack(states)
    low, high = every.amin(0), every.amax(0)
    near = OUTSIDE * every.abs().max()
    return bool(((value < low - near) | (value > high + near)).any())


def numbers(state: dict[str, Tensor]) -> dict[str, Tensor]:
    return {k: v.cpu().clone() for k, v in state.items() if v.is_floating_point()}
