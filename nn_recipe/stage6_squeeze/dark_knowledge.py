"""Learning from what other nets say, beside the answers (Hinton, Vinyals and Dean 2015)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..contract import Feed, NotOffered, Project, Run, Target
from ..specimen import altered
from ..trials.asked import How
from .mean_of_nets import MeanOfNets, Scale, scale_of
from .members import Member


def soft_loss(
    student: Tensor, teacher: Tensor, y: Tensor, target: Target, temperature: float
) -> Tensor:
    """[batch]: T^2 KL(teacher_T || student_T), or the target's loss against a teacher's numbers.

    Of outputs [batch, outputs, *places], the mean over the places that count. Gradients of a KL
    at temperature T shrink by 1 / T^2: times T^2 they keep their size beside those of the answers.
    """
    scale = scale_of(target, student)
    if scale is not None and not scale.any():
        return target.loss(student, teacher)
    if scale is not None and not scale.all():
        raise NotOffered(
            "of a net that says both chances and numbers, as boxes, no loss"
        )
    each = divergence(student / temperature, teacher / temperature, scale)
    counts = counted(student, y, target).to(each)
    each, counts = (part.reshape(len(y), -1) for part in (each, counts))
    return temperature**2 * (each * counts).sum(1) / counts.sum(1).clamp_min(1)


def divergence(student: Tensor, teacher: Tensor, scale: Scale) -> Tensor:
    """KL(teacher || student) of logits: [batch, *places]; of yes or no the mean over outputs."""
    if scale is None:
        said, meant = student.log_softmax(1), teacher.log_softmax(1)
        return F.kl_div(said, meant, reduction="none", log_target=True).sum(1)
    both = [
        F.kl_div(
            F.logsigmoid(sign * student),
            F.logsigmoid(sign * teacher),
            reduction="none",
            log_target=True,
        )
        for sign in (1, -1)
    ]
    return (both[0] + both[1]).mean(1)


def counted(outputs: Tensor, y: Tensor, target: Target) -> Tensor:
    """[batch, *places], bool: where an answer is asked for, as the gradient of the loss tells."""
    with torch.enable_grad():
        blank = torch.zeros_like(outputs, requires_grad=True)
        target.loss(blank, y).sum().backward()
    assert blank.grad is not None
    return (blank.grad != 0).any(1)


def taught(target: Target, temperature: float, alpha: float, shape: Any) -> Target:
    """The same target, whose y holds what the teacher said as well: see `Taught`."""

    def loss(_: Any, outputs: Tensor, both: Tensor) -> Tensor:
        y, said = apart(both, *shape)
        soft = soft_loss(outputs, said.to(outputs), y, target, temperature)
        return alpha * soft + (1 - alpha) * target.loss(outputs, y)

    def weight(_: Any, both: Tensor) -> Tensor:
        return target.weight(apart(both, *shape)[0])

    return altered(target, loss=loss, weight=weight)


def joined(y: Tensor, said: Tensor) -> Tensor:
    """[batch, numbers of y and of said]: one tensor, which may be cut into parts of a batch."""
    rows = [part.flatten(1) if part.ndim > 1 else part[:, None] for part in (y, said)]
    return torch.cat([rows[0].double(), rows[1].double()], 1)


def apart(both: Tensor, y: Tensor, said: Tensor) -> tuple[Tensor, Tensor]:
    """Into the shapes and types of these two."""
    count = y[0].numel()
    first = both[:, :count].reshape(-1, *y.shape[1:]).to(y.dtype)
    return first, both[:, count:].reshape(-1, *said.shape[1:]).to(said.dtype)


@dataclass
class Taught:
    """A feed whose y also holds what the teacher says of this very x, however it was augmented."""

    feed: Any  # of the project itself
    teacher: nn.Module

    def training(self, first: int, last: int) -> Iterator[Any]:
        device = next(self.teacher.parameters()).device
        for batch in self.feed.training(first, last):
            with torch.no_grad():
                said = self.teacher.eval()(batch.x.to(device))
            yield type(batch)(
                batch.ids, batch.x, joined(batch.y, said.to(batch.y.device))
            )

    def __getattr__(self, name: str) -> Any:
        return getattr(self.feed, name)


@dataclass(frozen=True)
class Distilled:
    """A training of the project in which a teacher speaks: alpha of the loss is its own."""

    digests: tuple[str, ...]  # of the teacher's nets
    temperature: float
    alpha: float
    paths: tuple[str, ...] = field(repr=False)  # moved with the project

    def __call__(
        self, project: Project, net: nn.Module, train: Any, validation: Feed, run: Run
    ) -> Mapping[How | None, str]:
        teacher = together(project, [Member("", Path(p), 0) for p in self.paths])
        batch = train[[0]]
        with torch.no_grad():
            said = teacher(batch.x.to(project.device)).cpu()
        target = taught(project.target, self.temperature, self.alpha, (batch.y, said))
        student = project.having(target=target)
        train.feed = Taught(train.feed, teacher)
        student.train(net, train, validation, run)
        return {self: "best"}


def together(project: Project, members: Sequence[Member]) -> MeanOfNets:
    nets = [member.net(project)[1] for member in members]
    return MeanOfNets(nets, project.target).to(project.device)
