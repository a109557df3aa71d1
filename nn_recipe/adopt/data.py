"""x and y as your own dataset gives them: raw is a place in it, and encode looks there."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..contract import Example, Known, NotOffered, Some
from .collated import collated
from .items import pairs_of, plain, tensor
from .parts import Parts


@dataclass(frozen=True)
class Place:
    """Where a raw example stands: the dataset, and the index in it."""

    pairs: Any
    index: int

    def __deepcopy__(self, seen: Any) -> "Place":
        return self  # it names an example; nobody writes into it


class Examples(Sequence[Example]):
    """A split of yours; nothing is read before it is asked for.

    `answer(i)` is the answer as your files have it, `pairs[i]` what your dataset makes of it.
    """

    def __init__(self, split: str, pairs: Any, indices: Sequence[int], answer: Any):
        self.split, self.pairs = split, pairs
        self.indices, self.answer = indices, answer

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, i: Any) -> Any:
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(len(self)))]
        index = self.indices[i]
        raw = Place(self.pairs, index)
        return Known(f"{self.split} {index}", raw, self.answer(index))


def halves(pairs: Any, share: float) -> tuple[list[int], list[int]]:
    """Which to train on and which to keep: by what x holds, so that copies stay together."""
    contents = (tensor(pairs[i][0]).numpy().tobytes() for i in range(len(pairs)))
    places = [int(hashlib.sha256(c).hexdigest()[:8], 16) / 16**8 for c in contents]
    train = [i for i, place in enumerate(places) if place >= share]
    return train, [i for i, place in enumerate(places) if place < share]


def splits(adapter: Any) -> Some:
    """Yours; without a validation split a share of the training examples is kept."""
    found = {}
    together = collated(adapter.given, adapter.yours)
    for split, given in adapter.given.items():
        pairs = together.get(split, [])
        if not pairs and given is not None:
            pairs = pairs_of(given, split)
        answer = answers(adapter, split, pairs)
        found[split] = Examples(split, pairs, range(len(pairs)), answer)
    if not len(found["validation"]):
        whole, share = found["train"], adapter.config.validation_share
        parts = halves(whole.pairs, share)
        found["train"], found["validation"] = (
            Examples("train", whole.pairs, part, whole.answer) for part in parts
        )
    return Some(**found)


def answers(adapter: Any, split: str, pairs: Any) -> Any:
    """The answer of an index: as the files have it where you say, else as the dataset does."""

    def answer(index: int) -> Any:
        if hasattr(adapter, "answer"):
            return plain(adapter.answer(split, index))
        return plain(pairs[index][1])

    return answer


@dataclass(frozen=True)
class Inputs:
    """x, of the shape your dataset gives."""

    size: tuple[int, ...]
    parts: Parts | None = None  # where your net is handed more than one tensor

    @classmethod
    def from_training(cls, train: Sequence[Example]) -> "Inputs":
        raw = train[0].raw
        return cls(tuple(encoded(raw).shape), getattr(raw.pairs, "parts", None))

    def sized(self, x: Tensor) -> Tensor:
        """Of [batch, ...] what has a size; ids that an embedding looks up have none."""
        return self.parts.sized(x) if self.parts else x

    @property
    def shape(self) -> tuple[int, ...]:
        return self.size

    def encode(self, raw: Any) -> Tensor:
        return encoded(raw)

    def show(self, x: Tensor) -> str:
        values = ", ".join(f"{value:.3g}" for value in x.flatten()[:8].tolist())
        return f"{list(x.shape)}: {values}{', ...' if x.numel() > 8 else ''}"

    def draw(self, x: Tensor, axes: Any) -> None:
        """A picture where x looks like one, else its numbers in a line."""
        if x.dim() == 3 and x.shape[0] in (1, 3):
            axes.imshow(x.permute(1, 2, 0).squeeze(-1).numpy())
        elif x.dim() == 2:
            axes.imshow(x.numpy(), aspect="auto")
        else:
            axes.plot(x.flatten().numpy(), ".-")


def encoded(raw: Any) -> Tensor:
    """[*shape], by your dataset."""
    if not isinstance(raw, Place):
        raise NotOffered(
            "an adapter encodes what its dataset holds, and nothing made up"
        )
    return tensor(raw.pairs[raw.index][0]).clone()


def shape_of_y(raw: Any) -> tuple[int, ...]:
    """Of one y, as your dataset gives it."""
    return tuple(tensor(raw.pairs[raw.index][1]).shape)


def arrays(splits: Some) -> dict[str, tuple[Any, Any]]:
    """Split -> x and y of all its examples, as numbers of numpy."""
    found = {}
    for split in ("train", "validation", "test"):
        if examples := getattr(splits, split):
            raws = [example.raw for example in examples]
            pairs = [raw.pairs[raw.index] for raw in raws]
            parts = zip(*((tensor(x), tensor(y)) for x, y in pairs), strict=True)
            found[split] = tuple(torch.stack(part).numpy() for part in parts)
    return found
