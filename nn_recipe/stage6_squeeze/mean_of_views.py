"""One net that looks several times: what it claims of several views is averaged."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..additions import Viewed
from ..contract import NotOffered, Project
from .mean_of_nets import mean_of, scale_of

SAMPLE = 64  # examples of which it is seen whether their answers stay


@dataclass(frozen=True)
class Views:
    """The example as it is, then `count` - 1 views of it as training draws them."""

    level: str  # of augment.py
    count: int

    @property
    def said(self) -> str:
        return f"{self.count} views ({self.level})"


class MeanOfViews(nn.Module):
    """A net to whoever evaluates it or predicts with it; never to be trained.

    The mean is of probabilities, as in an ensemble: of logits it would be too sure.
    """

    def __init__(self, net: nn.Module, project: Project, views: Views):
        super().__init__()
        self.net, self.project, self.views = net, project, views
        self.eval()

    def forward(self, x: Tensor) -> Tensor:
        nothing = torch.zeros(len(x))  # in the place of y: whoever is asked has none
        outputs = [self.net(x)]
        for seen, _ in seen_of(self.project, self.views, x.cpu(), nothing):
            outputs.append(self.net(seen.to(x.device)))
        return mean_of(outputs, scale_of(self.project.target, outputs[0]))


def seen_of(
    project: Project, views: Views, x: Tensor, y: Tensor
) -> Iterator[tuple[Tensor, Tensor]]:
    """x and y in each view but the first, which is as they are."""
    assert isinstance(project, Viewed)
    for number in range(1, views.count):
        yield project.view(x, y, views.level, number)


def answers_stay(project: Project, views: Views) -> None:
    """A mask or boxes move with their picture: what is said of a view is of other places."""
    feed = project.feed(project.splits.validation)
    batch = feed[range(min(len(feed), SAMPLE))]
    twice = (seen_of(project, views, batch.x, batch.y) for _ in range(2))
    for (x, y), (again, _) in zip(*twice, strict=True):
        if not torch.equal(y, batch.y):
            raise NotOffered(
                "in another view an example has another answer (a mask, boxes, or a mix of "
                "two): what the net says of it has no mean with the rest"
            )
        if not torch.equal(x, again):
            raise ValueError(
                "One view comes in two ways: needed is an `augment` whose draws depend on "
                "(seed, epoch, index) alone, or no answer comes twice. Open augment.py."
            )
