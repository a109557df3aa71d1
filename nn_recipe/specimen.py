"""What the checks work on: a few examples, a config of their own, copies of the net."""

import copy
import hashlib
import inspect
import random
import tempfile
import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from .additions import Cooling, Crowded
from .chance import mix
from .contract import Batch, Example, Project, Run, Some, Splits, Target

VALUES = 16_000_000  # inputs that a forward pass of a check may see: 5000 pictures of 32 x 32
KEPT_FROM = 8  # examples of the step before a net is saved
# A check owns its config: what the user tunes must not decide whether the code is right.
PLAIN = {
    "weight_decay": 0.0,
    "schedule": "constant",
    "warmup": 0.0,
    "clip": 1e9,  # no gradient is that long: never clipped
    "workers": 0,
    "patience": 10**9,  # the whole budget; 0 may end it at once in a loop of yours
    "ema": 0.0,  # the weights themselves
    "synthetic": 0.0,  # real examples alone
    "tracker": "none",
}


def plain(project: Project, **changes: object) -> Project:
    """The same data and net, with nothing that regularises or bends the learning rate."""
    return under(project, **(PLAIN | changes))


def cooled(project: Project, schedule: str, **changes: object) -> Project:
    """As `plain`, at a rate that comes down: by the project's own schedule, else by ours."""
    found = plain(project, schedule=schedule, **changes)
    return found.cooling(schedule) if isinstance(found, Cooling) else found


def under(project: Project, **options: object) -> Project:
    """The same data and net under those of these options that its config has.

    Given weights are of one net: another one, or one of another size, begins without them.
    """
    if options.keys() & {"model", "width", "depth"}:
        options = {"pretrained": "", "trains": "all", **options}
    known = {k: v for k, v in options.items() if hasattr(project.config, k)}
    return project.but(**known)


def affordable(project: Project, most: int) -> int:
    """`most` examples, or fewer where each is large, so that a check takes seconds."""
    return max(64, min(most, VALUES // max(1, prod(project.inputs.shape))))


def some(examples: Sequence[Example], most: int, seed: int = 0) -> list[Example]:
    """Up to `most` examples drawn by chance, the same ones every time, in their order."""
    generator = torch.Generator().manual_seed(mix(seed))
    chosen = torch.randperm(len(examples), generator=generator)[:most].sort().values
    return [examples[i] for i in chosen.tolist()]


def sayable(target: Target, y: Tensor) -> Tensor:
    """[batch], bool: answers that some outputs decode to; all, unless the target says otherwise."""
    if isinstance(target, Crowded):
        return target.sayable(y)
    return torch.ones(len(y), dtype=torch.bool, device=y.device)


class Few(list[Example]):
    """Some of a split, which still knows that its neighbours share values."""

    def __init__(self, part: Sequence[Example], most: int):
        super().__init__(some(part, most))
        self.overlap = getattr(part, "overlap", 1)


def fewer(splits: Splits, most: int) -> Some:
    """Up to `most` examples of each part."""
    parts = (splits.train, splits.validation, splits.test)
    train, validation, test = (Few(part, most) for part in parts)
    return Some(train, validation, test)


def fresh_net(project: Project) -> nn.Module:
    """A net at its first weights, on the device of the config."""
    return project.net().to(project.device)


def with_zero_head(net: nn.Module) -> nn.Module:
    """A copy that answers its final bias whatever the input."""
    net = copy.deepcopy(net)
    nn.init.zeros_(net.head.weight)  # type: ignore[union-attr, arg-type]
    return net


def with_usual_head(net: nn.Module) -> nn.Module:
    """A copy whose head begins as torch lets a linear layer begin, at a bias of 0."""
    net = with_random_head(net)
    with torch.no_grad():
        net.head.weight.div_(3**0.5)  # type: ignore[union-attr, operator]
        net.head.bias.zero_()  # type: ignore[union-attr, operator]
    return net


def with_random_head(net: nn.Module, seed: int = 0) -> nn.Module:
    """A copy whose outputs differ visibly between examples: the head of `init_well` hides much."""
    net = copy.deepcopy(net)
    weight: Tensor = net.head.weight  # type: ignore[union-attr, assignment]
    generator = torch.Generator().manual_seed(mix(seed))
    values = torch.randn(weight.shape, generator=generator)
    with torch.no_grad():
        weight.copy_(values / weight[0].numel() ** 0.5)
    return net


NOT_DOUBLED = (
    "net.double() does not reach all of the net: layers in a plain list where a ModuleList "
    "was meant, or numbers that are always float32"
)


def rebound(value: Any, net: nn.Module) -> Any:
    """A method that asks its own net asks this one, which is wrapped around it."""
    owner = getattr(value, "__self__", None)
    method = isinstance(owner, nn.Module) and inspect.ismethod(value)
    return types.MethodType(value.__func__, net) if method else value


class InDouble(nn.Module):
    """A copy of a net that computes in float64 on the CPU, where rounding is 1e-16.

    Comparisons can then be tight without a false alarm when two scores tie in float32.
    """

    def __init__(self, net: nn.Module):
        super().__init__()
        self.net = copy.deepcopy(net).cpu().double()

    # Its layers go by the names that they have in the net: an optimizer may group by them.
    def named_children(self) -> Iterator[tuple[str, nn.Module]]:
        return self.net.named_children()

    def named_parameters(self, *given: Any, **named: Any) -> Any:
        return self.net.named_parameters(*given, **named)

    def train(self, mode: bool = True) -> "InDouble":
        self.training = self.net.train(mode).training
        return self

    def _apply(self, *given: Any, **named: Any) -> "InDouble":
        self.net._apply(*given, **named)
        return self

    def __getattr__(self, name: str) -> Any:
        """`head`, `stem` and what else a training of yours asks of its net."""
        try:
            return super().__getattr__(name)
        except AttributeError:
            return rebound(getattr(super().__getattr__("net"), name), self)

    def forward(self, *given: Any, **named: Any) -> Any:
        try:
            wide = {name: doubled(value) for name, value in named.items()}
            return self.net(*map(doubled, given), **wide)
        except RuntimeError as error:  # its last line stays the one to open
            if "type" in str(error):
                error.args = (f"{NOT_DOUBLED} ({error})",)
            raise


def doubled(x: Any) -> Any:
    """Numbers in float64; whole numbers (classes, tokens) as they are."""
    floats = isinstance(x, Tensor) and x.is_floating_point()
    return x.double() if floats else x


def keep(net: nn.Module, project: Project, run: Run, name: str) -> None:
    """Save this net as your training saves what it has evaluated, under this name.

    After a step at a rate of 0, which moves nothing but the means of a BatchNorm.
    """
    still = plain(project, steps=1, batch_size=KEPT_FROM, learning_rate=0.0)
    feed = still.feed(some(project.splits.train, KEPT_FROM))
    with tempfile.TemporaryDirectory() as folder:
        once = project.new_run(Path(folder))
        still.train(net, feed, feed, run=once)
        run.save(name, once.checkpoint("best"))


def weight_hash(net: nn.Module) -> str:
    """Twelve digits that change with any bit of any weight or buffer."""
    digest = hashlib.sha256()
    for name, value in net.state_dict().items():
        digest.update(name.encode())
        digest.update(value.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:12]


def same_bits(one: Tensor, other: Tensor) -> bool:
    """Equal in every element and in type; two NaN in one place count as equal."""
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    return torch.equal(one.nan_to_num(nan=-7.5), other.nan_to_num(nan=-7.5))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within it anybody may draw random numbers; afterwards nobody can tell."""
    drawn = torch.get_rng_state(), np.random.get_state(), random.getstate()
    try:
        yield
    finally:
        torch.set_rng_state(drawn[0])
        np.random.set_state(drawn[1])
        random.setstate(drawn[2])


def device_of(net: nn.Module) -> torch.device:
    return next(net.parameters()).device


def batch_loss(net: nn.Module, batch: Batch, target: Target) -> Tensor:
    """The mean over the batch, each example by its weight."""
    losses = target.loss(net(batch.x), batch.y)  # [batch]
    weights = target.weight(batch.y).to(losses)
    return losses.dot(weights) / weights.sum()


def altered(target: Target, **methods: Any) -> Target:
    """The same target, of a class of its own in which some methods are replaced.

    Its fields stay what they are, so a checkpoint still knows them.
    """
    kind = type(target)
    values = {field.name: getattr(target, field.name) for field in fields(target)}  # type: ignore[arg-type]
    return type(f"Altered{kind.__name__}", (kind,), methods)(**values)
