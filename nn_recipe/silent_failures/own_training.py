"""A training loop that is yours whole: what its optimizer finds at each step."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..additions import Found, OwnTraining
from ..contract import Batch, NotOffered, Project
from ..findings import Findings
from ..specimen import batch_loss, fresh_net, some, with_random_head
from ..watched_training import put
from .own_schedule import judge_own_schedule
from .reference_training import Still

EXAMPLES = 25
ALONG = (
    1e-6  # 1 - cosine, float64: the same direction, however it was scaled or clipped
)
OTHER = 1e-3  # another one
TELL = {  # of torch's warnings: what they mean
    "Using a target size": "y has another shape than the outputs, and is compared with each",
    "lr_scheduler.step()` before": "the schedule moves before the step that it is for",
}
LOOP = "train.py: zero_grad, backward, step"


def judge_own_training(project: Project, findings: Findings) -> None:
    """Each step has a gradient, and it is that of its own batches; torch warns of nothing.

    Whatever your loss: a gradient that is neither that of the batch nor what is left of the
    last one and it together is no finding.
    """
    if not isinstance(project, OwnTraining):
        return
    feed = project.feed(some(project.splits.train, EXAMPLES))
    net = Still(with_random_head(fresh_net(project))).eval()
    try:
        history = project.train(net, feed, feed)
    except NotOffered:
        judge_untrained(project, findings)
        raise
    seen = project.stepped
    for words, meaning in TELL.items():
        said = [each for each in seen.warned if words in each]
        findings.demand(
            not said, f"Torch warns: {meaning}. {said[:1]}", "train.py: loss and step"
        )
    steps = seen.found
    findings.demand(
        not seen.alias,
        "`load_state_dict` gives the net its own tensors back: `state_dict()` is no copy, so what "
        "was kept as the best is the last.",
        "train.py: copy.deepcopy(net.state_dict()) where the best is kept",
    )
    judge_source(steps, findings)
    judge_own_schedule(project, findings)
    findings.demand(
        bool(steps) or not seen.others,
        f"{seen.others} steps are made with an optimizer that holds no weight of the net that "
        "the batches go through.",
        LOOP,
    )
    findings.demand(
        not steps or any(bool(step.gradient.any()) for step in steps),
        f"Each of {len(steps)} steps finds a gradient of 0: zero_grad may stand between "
        "backward and step, or the loss is detached.",
        LOOP,
    )
    heaped = [
        left_over(project, net, steps[i - 1].gradient, step, history.batches, first)
        for i, (step, first) in enumerate(
            zip(steps, [0, *(s.batches for s in steps)], strict=False)
        )
        if i
    ]
    findings.demand(
        not any(heaped),
        f"In {sum(heaped)} of {len(heaped)} steps the gradient is that of its batch and of the step "
        "before together: gradients are not set to zero.",
        LOOP,
    )


def judge_untrained(project: OwnTraining, findings: Findings) -> None:
    """No batch went through the net, and an optimizer holds it all the same."""
    steps = project.stepped.found
    judge_source(steps, findings)
    findings.demand(
        not steps or bool(findings.faults) or any(s.gradient.any() for s in steps),
        f"{len(steps)} steps are made with an optimizer that holds this net, and no batch goes "
        "through it: was the net made again after its optimizer?",
        LOOP,
    )


def judge_source(steps: Sequence[Found], findings: Findings) -> None:
    asked = sum(step.validating for step in steps)
    findings.demand(
        not asked,
        f"{asked} of {len(steps)} steps follow a batch of the examples that validate: what is "
        "measured there was learned by heart.",
        LOOP,
    )


def left_over(
    project: Project,
    net: nn.Module,
    last: Tensor,
    step: Found,
    batches: Sequence[Batch],
    first: int,
) -> bool:
    """Whether a gradient is the last one plus that of its batches, and not theirs alone."""
    put(step.weights, net)
    parts = batches[first : step.batches]
    if not parts:
        return False
    alone = torch.stack([gradient(project, net, batch) for batch in parts]).mean(0)
    found = step.gradient
    return not along(found, alone, OTHER) and between(found, last, alone)


def gradient(project: Project, net: nn.Module, batch: Batch) -> Tensor:
    loss = batch_loss(net, batch, project.target)
    found = torch.autograd.grad(loss, [*net.parameters()], allow_unused=True)
    parts = zip(found, net.parameters(), strict=True)
    return torch.cat([(p * 0 if g is None else g).flatten().double() for g, p in parts])


def between(found: Tensor, last: Tensor, alone: Tensor) -> bool:
    """Whether it is a sum of both, however each was scaled: by clipping, or by parts of a batch."""
    if not all(bool(part.isfinite().all()) for part in (found, last, alone)):
        return False
    both = torch.stack([last, alone], 1)
    shares = torch.linalg.lstsq(both, found[:, None]).solution
    there = bool((shares > OTHER).all())
    return there and along(found, (both @ shares)[:, 0], ALONG)


def along(one: Tensor, other: Tensor, room: float) -> bool:
    size = one.norm() * other.norm()
    return bool(size > 0 and 1 - one.dot(other) / size <= room)
