"""An example that is padded to the length of others is answered as it is alone."""

from collections.abc import Sequence

import torch

from ..additions import Batched
from ..contract import Example, Project
from ..findings import Findings
from ..specimen import InDouble, fresh_net, some, with_random_head

EXAMPLES = 8
MOVED = 1e-6  # of the largest output; float64 leaves 1e-14, and masks of -1e4 some 1e-9


@torch.no_grad()
def judge_beside_others(project: Project, findings: Findings) -> None:
    """Where a net is handed a mask or a length, what fills up a short example changes nothing."""
    if not isinstance(project, Batched):
        return
    examples = some(project.splits.train, EXAMPLES)
    judge_answers(project, examples, findings)
    net = InDouble(with_random_head(fresh_net(project))).eval()
    feed = project.feed(examples)
    together = net(feed[range(len(feed))].x)
    worst = 0.0
    for outputs, example in zip(together, examples, strict=True):
        alone = project.answer_alone(net, example.raw)
        if alone is None:
            return
        if alone.ndim > 2:  # an answer at each place: the pads have some, too
            outputs = outputs[:, : alone.shape[2]]
        worst = max(worst, (outputs - alone[0]).abs().max().item())
    worst /= max(together.abs().max().item(), 1e-12)
    findings.demand(
        worst <= MOVED,
        f"Padded to the length of the longest an example gets outputs that differ by {worst:.2g} of "
        f"the largest from those that it gets alone, expected {MOVED:g} at most: the net is handed "
        "a mask or a length, and something in it goes over the padding all the same.",
        "model.py: forward, a mean, a softmax or a last step that counts the padding",
    )


def judge_answers(
    project: Batched, examples: Sequence[Example], findings: Findings
) -> None:
    """Whoever puts a batch together puts each answer beside its own example."""
    pairs = [pair for e in examples if (pair := project.ys_of(e.raw))]
    other = [
        not torch.equal(alone, beside[tuple(map(slice, alone.shape))])
        for alone, beside in pairs
    ]
    findings.demand(
        not any(other),
        f"{sum(other)} of {len(other)} examples have another answer in a batch than alone: the "
        "collate_fn puts answers and examples into different orders.",
        "feed.py: collate_fn",
    )
