"""The best answer that needs no input: what a net must beat, and cannot beat when blind."""

from collections.abc import Sequence

import torch
from torch import Tensor

from ..additions import Cautious, Rereadable
from ..contract import Example, Project
from ..specimen import fresh_net, some, under

MOST = 2000  # examples whose answers are looked at, of training
# numbers of all answers: of validation every one is looked at, as the net is scored on all of
# it and a heavy tail costs otherwise in a sample; only masks are ever more than this
VALUES = 50_000_000
STEPS, RATE = 300, 0.1  # of Adam on the outputs themselves, the rate falling to 0


def best_without_input(project: Project) -> tuple[float, float, str]:
    """The validation loss that a blind net can reach, at least and at most; and how it is known.

    Both are that of the best constant, which is on paper. Where the bias of the start is no
    minimum (Cautious), a blind net is on its way from that start, in small steps, to the best
    answer: fitted here to the training answers, one for all places of the outputs and one for
    each, as a blind net may learn where things usually are.
    """
    target, validation = project.target, project.splits.validation
    room = VALUES // max(1, target.encode(validation[0].answer).numel())
    y = answers(project, validation, max(MOST, room))
    start = target.expected_loss_at_init(y)
    if isinstance(project, Rereadable) and target.answers_are in ("numbers", "places"):
        # a net of yours begins anywhere: where validation lies elsewhere it may be nearer by luck
        nearest = loss_of(fitted(project, y, same=False), y, project).item()
        return min(start, nearest), start, "constants fitted to the validation answers"
    if not isinstance(target, Cautious):
        return start, start, "target.expected_loss_at_init on the validation answers"
    train_y = answers(project, project.splits.train, MOST)
    said = [fitted(project, train_y, same) for same in (True, False)]
    lowest = min(loss_of(one, y, project).item() for one in said)
    how = (
        "constants fitted to the training answers without a net, up to the loss at init"
    )
    return lowest, start, how


def answers(project: Project, examples: Sequence[Example], most: int) -> Tensor:
    chosen = some(examples, most)
    return torch.stack([project.target.encode(example.answer) for example in chosen])


def fitted(project: Project, y: Tensor, same: bool) -> Tensor:
    """[outputs, *places], moved down the loss; the same at all places, or not."""
    bias = project.target.head_bias()
    places = places_of(project)
    shape = [1] * len(places) if same else places
    said = bias.reshape(-1, *[1] * len(places)).expand(-1, *shape).clone()
    said.requires_grad_()
    optimizer = torch.optim.Adam([said], lr=RATE)
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = RATE * (1 - step / STEPS)
        optimizer.zero_grad()
        loss_of(said.expand(-1, *places), y, project).backward()
        optimizer.step()
    return said.detach().expand(-1, *places)


@torch.no_grad()
def places_of(project: Project) -> tuple[int, ...]:
    """Where the net answers: nothing for one answer an example, height and width of a mask."""
    net = fresh_net(under(project, device="cpu")).eval()
    return tuple(net(torch.zeros(1, *project.inputs.shape)).shape[2:])


def loss_of(said: Tensor, y: Tensor, project: Project) -> Tensor:
    """Of saying the same of every example."""
    weights = project.target.weight(y)
    losses = project.target.loss(said.expand(len(y), *said.shape), y)
    return (losses * weights).sum() / weights.sum()
