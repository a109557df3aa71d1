"""What is dropped by chance in training is made up for: what is kept counts more, or all less."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from ..chance import fix_random_seed
from ..contract import Feed
from ..findings import Findings
from ..specimen import doubled, undisturbed, with_random_head

EXAMPLES, DRAWS = 8, 64
GAIN = 1e-2  # of what a layer says, beside nothing of it: small, so that what follows is a slope
DROPPED = 0.05  # the share that must be gone for it to be a dropout at all
# Layers that are skipped once in five times without a word do no harm (Fan et al. 2020).
LOST = 1 / 3
WHERE = "model.py: divide by the share that is kept in training, or multiply by it in evaluation"


@dataclass(frozen=True)
class Call:
    """A module, and what it was given when the net was asked in evaluation mode."""

    name: str
    module: nn.Module
    given: tuple[Any, ...]
    named: dict[str, Any]

    def answer(self) -> Tensor | None:
        found = self.module(*self.given, **self.named)
        found = found[0] if isinstance(found, tuple) else found
        return (
            found if isinstance(found, Tensor) and found.is_floating_point() else None
        )


def judge_made_up(net: nn.Module, feed: Feed, findings: Findings) -> None:
    """Srivastava et al. 2014, section 4; Huang et al. 2016, equation 5.

    Each module alone is set to training, on what evaluation gives it. If it drops what one of its
    layers says, of some examples, then the others' must be that much larger: on average over the
    draws a small change of that layer changes as much as in evaluation.
    """
    net = copy.deepcopy(with_random_head(net)).cpu().double().eval()
    x = doubled(feed[range(min(EXAMPLES, len(feed)))].x)
    with torch.no_grad(), undisturbed():
        for parameter in net.parameters():
            if not parameter.any():  # a branch may begin with nothing to say
                nn.init.normal_(parameter, std=0.1)
        for call in calls(net, x):
            before = len(findings.faults)
            if draws(call):
                judge_call(call, findings)
            if len(findings.faults) > before:
                return  # one block tells the story


def calls(net: nn.Module, x: Tensor) -> list[Call]:
    """The first call of each module; not those that get x itself: what is hidden there is data."""
    found: dict[str, Call] = {}

    def note(name: str) -> Any:
        def hook(module: nn.Module, given: Any, named: Any) -> None:
            found.setdefault(name, Call(name or "the net", module, given, named))

        return hook

    hooks = [
        module.register_forward_pre_hook(note(name), with_kwargs=True)
        for name, module in net.named_modules()
    ]
    net(x)
    for hook in hooks:
        hook.remove()
    leaves = (call for call in found.values() if not [*call.module.children()])
    inside = {call.name for call in leaves if any(g is x for g in call.given)}
    return [call for call in found.values() if call.name not in inside]


@contextmanager
def alone(module: nn.Module) -> Iterator[None]:
    """It is in training mode, and nothing within it."""
    module.training = True
    try:
        yield
    finally:
        module.training = False


def draws(call: Call) -> bool:
    """Does it answer by chance, alone in training?"""
    if isinstance(call.module, nn.modules.batchnorm._NormBase):
        return False
    with alone(call.module):
        answers = []
        for seed in range(4):
            fix_random_seed(seed)
            answers.append(call.answer())
    first = answers[0]
    return first is not None and any(
        a is not None and not torch.equal(a, first) for a in answers[1:]
    )


def judge_call(call: Call, findings: Findings) -> None:
    layers = [*called(call)]
    kept = [slopes(call, layer) for layer in layers] if layers else [shares(call)]
    for each in filter(None, kept):
        there, gone = each
        mean, error = there.mean().item(), (there.std() / len(there) ** 0.5).item()
        findings.demand(
            gone < DROPPED or abs(mean - 1) <= LOST + 4 * error,
            f"In training {call.name} drops {gone:.0%} of what a layer says, and does not make up "
            f"for it: on average {mean:.2g} of it is left, evaluation has all.",
            WHERE,
        )


def called(call: Call) -> Iterator[nn.Module]:
    """The layers that its forward calls itself, in evaluation."""
    depth, found, hooks = [0], dict[int, nn.Module](), []

    def enter(module: nn.Module, _: Any) -> None:
        if not depth[0]:
            found[id(module)] = module
        depth[0] += 1

    def leave(*_: Any) -> None:
        depth[0] -= 1

    for module in call.module.modules():
        if module is not call.module:
            hooks += [
                module.register_forward_pre_hook(enter),
                module.register_forward_hook(leave),
            ]
    call.answer()
    for hook in hooks:
        hook.remove()
    yield from found.values()


def shares(call: Call) -> tuple[Tensor, float] | None:
    """Of a module without layers: what is left of each number, in each draw; the share of zeros."""
    whole = call.answer()
    assert whole is not None
    with alone(call.module):
        each = [seeded(call, seed) for seed in range(DRAWS)]
    return compared(each, whole) if whole.any() else None


def compared(each: list[Tensor], whole: Tensor) -> tuple[Tensor, float]:
    size = whole.square().sum()
    left = torch.stack([(one * whole).sum() / size for one in each])
    gone = torch.stack([(one == 0)[whole != 0].double().mean() for one in each])
    return left, gone.mean().item()


def seeded(call: Call, seed: int) -> Tensor:
    fix_random_seed(seed)
    found = call.answer()
    assert found is not None
    return found


def slopes(call: Call, layer: nn.Module) -> tuple[Tensor, float] | None:
    """What a small change of this layer changes in each draw, as a share of that in evaluation;
    and of how many examples it changes nothing."""
    whole = slope(call, layer, 0)
    if not whole.any():
        return None
    with alone(call.module):
        each = [slope(call, layer, seed) for seed in range(DRAWS)]
    left, _ = compared(each, whole)
    gone = [~one.flatten(1).any(1) & whole.flatten(1).any(1) for one in each]
    return left, torch.stack(gone).double().mean().item()


def slope(call: Call, layer: nn.Module, seed: int) -> Tensor:
    """The answer with a little of what this layer says, less the answer with nothing of it."""
    answers = []
    for gain in (0.0, GAIN):
        hook = layer.register_forward_hook(
            lambda _, given, found, gain=gain: scaled(found, gain)
        )
        answers.append(seeded(call, seed))
        hook.remove()
    return (answers[1] - answers[0]) / GAIN


def scaled(found: Any, gain: float) -> Any:
    if isinstance(found, tuple):
        return (scaled(found[0], gain), *found[1:])
    tells = isinstance(found, Tensor) and found.is_floating_point()
    return gain * found if tells else found
