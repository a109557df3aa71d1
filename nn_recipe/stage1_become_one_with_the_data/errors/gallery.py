"""What the page shows of a split: lists of items, and the sentences above them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from torch import nn

from ...contract import Example, Project
from .item import Heard, Item, by_loss, by_surety
from .kinds import Kind, kind_of
from .near import NEAREST, Near, known, neighbours
from .passing import passed

MOST = 20_000  # examples that are asked: of more, every k-th
FIRST = 10  # of the highest losses, which must have a cause before 1.7 holds
HIGHEST, SUREST = 40, 20  # items of these lists
CELLS, EACH = 8, 8  # kinds of mistakes with a list of their own; items of each


@dataclass(frozen=True)
class Gallery:
    kind: Kind
    split: str
    whole: int  # examples of the split
    examples: list[Example]  # those asked
    heard: Heard
    lists: dict[str, list[Item]]  # heading -> items
    near: dict[str, list[Near]]  # key of an item -> the nearest first
    among: int  # training examples that neighbours were sought in
    said: list[str] = field(default_factory=list)  # sentences

    @property
    def asked(self) -> list[Item]:
        """Of highest loss, and wrong where that can be told: each needs a cause (1.7)."""
        ranked = self.lists["Highest loss"]
        return [i for i in ranked if i.cell or not self.heard.rights][:FIRST]


def gallery(project: Project, net: nn.Module, split: str = "validation") -> Gallery:
    """Ask all of a split; NotOffered where there is no gallery of such answers yet."""
    kind, whole = kind_of(project), getattr(project.splits, split)
    if not len(whole):
        raise ValueError(f"No {split} split: give it a share or a file in config.py.")
    step = -(-len(whole) // MOST)
    examples = [whole[i] for i in range(0, len(whole), step)]
    heard, places = ask(project, net, examples, kind)
    lists = lists_of(heard, -(-getattr(whole, "overlap", 1) // step))
    items = [*{i.key: i for some in lists.values() for i in some}.values()]
    train = known(
        project, len(examples), places if items and items[0].place is not None else 1
    )
    rows = neighbours(project, net, items, train, kind.told(project)) if items else []
    near = {i.key: row for i, row in zip(items, rows, strict=True)}
    found = Gallery(kind, split, len(whole), examples, heard, lists, near, len(train))
    found.said.extend(sentences(found))
    return found


def ask(
    project: Project, net: nn.Module, examples: Sequence[Example], kind: Kind
) -> tuple[Heard, int]:
    """All that was heard, and the places of one example."""
    heard, first, places, left = Heard(), 0, 1, iter(examples)
    for batch, outputs, h in passed(project, net, examples):
        some = [*islice(left, len(batch.ids))]
        heard.add(kind.hear(project, first, some, batch, outputs), kind.most)
        first, places = first + len(some), 1 if h is None else h.shape[1]
    return heard, places


def lists_of(heard: Heard, overlap: int = 1) -> dict[str, list[Item]]:
    """Highest loss; most confident wrong; of each kind of mistake the worst, most frequent first.

    Of examples that overlap, as windows of a series, the worst alone: they show one event.
    """
    ranked = by_loss(heard.items)
    lists = {"Highest loss": first_apart(ranked, HIGHEST, overlap)}
    sure = by_surety([i for i in heard.items if i.cell and i.sure is not None])
    if sure:
        lists["Most confident wrong"] = first_apart(sure, SUREST, overlap)
    total = heard.cells.total()
    for cell, times in heard.cells.most_common(CELLS):
        own = first_apart([i for i in ranked if i.cell == cell], EACH, overlap)
        if own:
            lists[f"{cell}: {times:,} of {total:,}"] = own
    return lists


def first_apart(ranked: Sequence[Item], most: int, overlap: int) -> list[Item]:
    """The first so many, none of them nearer than `overlap` examples to one before it."""
    found: list[Item] = []
    for item in ranked:
        if len(found) == most:
            break
        if all(abs(item.at - one.at) not in range(1, overlap) for one in found):
            found.append(item)
    return found


def sentences(found: Gallery) -> list[str]:
    """What the split says, and how many of the highest losses look mislabelled."""
    lines = found.kind.sums_up(found.heard)
    wrong = [i for i in found.lists["Highest loss"] if i.cell]
    apart = [i for i in wrong if mislabelled(i, found.near[i.key])]
    if found.kind.labelled and apart:
        lines.append(
            f"Of the {len(wrong)} wrong ones of highest loss {len(apart)} look mislabelled or rare:"
            f" their {NEAREST} nearest training examples all carry one other label."
        )
    return lines


def mislabelled(item: Item, near: Sequence[Near]) -> bool:
    """Do all neighbours agree on another label?"""
    answers = {one.answer for one in near}
    return len(answers) == 1 and item.answer not in answers
