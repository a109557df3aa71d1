"""What training makes of x, and of y, before net and loss get them: nothing, an augmentation, or a mistake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from .contract import Batch, Example, NotOffered, Project
from .silent_failures.step_form import noting
from .specimen import fresh_net, plain, same_bits

EPOCHS = 2  # each example comes twice: what is drawn by chance differs
# Of the other examples so many are nearer than itself, at most; of a mix-up half. Digits of
# 8 x 8 pixels that are shifted by one have .29.
OTHERS = 0.35


@dataclass(frozen=True)
class Change:
    """The first example whose x was another in training, and what kind of change it was."""

    id: str
    x: Tensor
    encoded: Tensor
    random: bool  # the same example comes in other ways
    nearer: (
        float  # mean share of the other examples that are nearer to it than its own x
    )

    @property
    def chosen(self) -> bool:
        """An augmentation: by chance, and of the example itself."""
        return self.random and self.nearer <= OTHERS


@dataclass(frozen=True)
class Came:
    """x as the net got it, one after the other, with the ids of the batches and their y."""

    ids: list[str]
    x: list[Tensor]
    y: list[Tensor]
    told: list[Tensor]  # y as the loss got it; none where more was told than came


def came(project: Project, examples: Sequence[Example], epochs: int = EPOCHS) -> Came:
    """Over some epochs of training at a rate of 0, caught by a hook on the net."""
    batch = min(getattr(project.config, "batch_size", len(examples)), len(examples))
    steps = epochs * -(-len(examples) // batch)
    short = {"model": "tiny", "steps": steps, "evaluate_every": 10**9}
    still = plain(project, **short, learning_rate=0.0)
    feed, net, seen = still.feed(examples), fresh_net(still), list[Tensor]()
    told: list[Tensor] = []
    still = hearing(still, told)

    def note(net: object, given: tuple[Tensor, ...]) -> None:
        if len(given) == 1:  # with its mask, length or answers it is no x of ours
            seen.append(given[0].cpu().clone())

    net.register_forward_pre_hook(note)
    batches = [*(still.train(net, feed).batches or feed.training(0, steps))]
    ids = [id for batch in batches for id in batch.ids]
    rows, y, heard = (
        [row for part in parts for row in part] for parts in (seen, ys(batches), told)
    )
    return Came(ids, rows, y, heard if len(heard) == len(ids) else [])


def hearing(project: Project, told: list[Tensor]) -> Project:
    """The same project, whose loss notes each y that it is asked about, to learn from."""
    try:
        note = noting(
            project.target, lambda _, y: told.append(y.detach().cpu().clone())
        )
        return project.having(target=note)
    except NotOffered:
        return project


def ys(batches: Sequence[Batch]) -> list[Tensor]:
    return [batch.y for batch in batches]


def as_encoded(found: Tensor, encoded: Tensor) -> bool:
    """The same bits; or all of them but the pads at the end, behind the longest of a batch."""
    n = len(found) if found.ndim else 0
    if found.ndim and n < len(encoded) and found.shape[1:] == encoded.shape[1:]:
        return same_bits(found, encoded[:n]) and len(encoded[n:].unique(dim=0)) == 1
    return same_bits(found, encoded)


def change(found: Came, project: Project, examples: Sequence[Example]) -> Change | None:
    """None where each x is what `encode` gives, or where more went into the net than the batches."""
    if len(found.x) != len(found.ids):
        return None
    encoded = {e.id: project.inputs.encode(e.raw) for e in examples}
    pairs = list(zip(found.ids, found.x, strict=True))
    changed = [(id, x) for id, x in pairs if not as_encoded(x, encoded[id])]
    if not changed:
        return None
    first, x = changed[0]
    nearer = [nearer_than(encoded[id], value, encoded) for id, value in changed]
    random = comes_in_other_ways(pairs, {id for id, _ in changed})
    return Change(first, x, encoded[first], random, sum(nearer) / len(nearer))


def comes_in_other_ways(pairs: list[tuple[str, Tensor]], changed: set[str]) -> bool:
    """Is an example that was changed another the next time? True where none comes twice."""
    several: dict[str, list[Tensor]] = {}
    for id, x in pairs:
        if id in changed:
            several.setdefault(id, []).append(x)
    often = [values for values in several.values() if len(values) > 1]
    return not often or any(not same_bits(v[0], x) for v in often for x in v[1:])


def nearer_than(own: Tensor, found: Tensor, encoded: Mapping[str, Tensor]) -> float:
    """The share of all examples that are nearer to what was found than its own; 1 if of another shape."""
    if found.shape != own.shape:
        return 1.0
    ways = [found, found.flip(-1)] if found.ndim == 3 else [found]  # mirrored pictures
    known = torch.stack([own, *encoded.values()]).double().flatten(1).nan_to_num()
    flat = [way.double().flatten().nan_to_num() for way in ways]
    away = torch.stack([(known - one).abs().sum(1) for one in flat]).amin(0)
    return (away[1:] < away[0]).double().mean().item()
