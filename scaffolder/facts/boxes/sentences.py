"""What a person should know of boxes, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from scaffolder.facts.boxes.found import Box, Marked
from scaffolder.facts.boxes.of_pictures import on_unmarked
from scaffolder.facts.listing import number, said, share, some
from scaffolder.facts.model import Facts

RARE = 3.0  # times as many boxes has the largest class: said
TINY = 8  # pixels of x: a place of the net's outputs is as large
CUT = 0.35  # of the boxes that should touch the border: fewer are news
SURE = 30  # boxes that should touch it, for that to be said
REPEATED = 0.9  # overlap of two boxes of a class: the same thing twice
HIDDEN = 0.6  # overlap above which the decoder takes one for a repetition of the other
OFTEN = 0.01  # of the boxes
ON_SHARES = (
    "The corners in the table are shares of the picture, none above 1: they are multiplied by"
    " its width and height, also by the project."
)


def on_classes(train: Sequence[Marked], first: int, spelt: dict[str, str]) -> list[str]:
    counts = Counter(spelt[box[0]] for m in train for box in m.usable(first))
    each = [f"{name} {count:,}" for name, count in counts.most_common()]
    sentences = [f"{said(len(counts), 'class')} of boxes: {some(each, 12)}."]
    (most, many), *_, (rarest, few) = counts.most_common() * 2
    if many > RARE * few:
        sentences.append(
            f"Imbalanced: {number(many / few)} {most} for each {rarest}. The mean average"
            " precision counts each class alike; look at the AP of each."
        )
    return sentences


def on_spelling(spelt: dict[str, str]) -> list[str]:
    joined = [
        f"{found!r} is {name!r}" for found, name in spelt.items() if found != name
    ]
    if joined:
        return [f"Names of classes that differ in case or spaces only: {some(joined)}."]
    return [
        "Names of classes count letter by letter: no two differ in case or spaces only."
    ]


def on_unused(names: Iterable[str], facts: Facts) -> list[str]:
    """Names of classes, in a list of all, that no box has."""
    used = {found for pair in facts.settings["classes"].value for found in pair}
    unused = [name for name in dict.fromkeys(names) if name not in used]
    if not unused:
        return []
    return [
        f"{said(len(unused), 'class')} that the list of names has, but no box"
        f" ({some(unused)}): left out."
    ]


def on_counts(train: Sequence[Marked]) -> list[str]:
    counts = sorted(len(m.listed.boxes) for m in train)
    empty = counts.count(0)
    sentence = (
        f"{number(sum(counts) / len(counts))} boxes a picture on average, from {counts[0]} to"
        f" {counts[-1]}"
    )
    none = f"; {said(empty, 'picture')} without any, which count as empty" * bool(empty)
    return [f"{sentence}{none}."]


def on_sizes(
    train: Sequence[Marked], first: int, size: tuple[int, int], spelt: dict[str, str]
) -> list[str]:
    """Medians of each class in the files, and the smallest once resized."""
    sides: dict[str, list[tuple[float, float]]] = {}
    shrunk: list[float] = []
    for marked in train:
        across, down = size[1] / marked.frame[0], size[0] / marked.frame[1]
        for label, left, top, right, bottom in marked.usable(first):
            wide, high = right - left, bottom - top
            sides.setdefault(spelt[label], []).append((wide, high))
            shrunk.append(min(wide * across, high * down))
    each = [
        f"{label} {' x '.join(number(median(s)) for s in zip(*found, strict=True))}"
        for label, found in sorted(sides.items())
    ]
    smaller = any(m.frame[0] > size[1] for m in train)
    tiny = smaller * sum(side < TINY for side in shrunk)
    sentences = [f"Median sizes in pixels: {some(each, 8)}."]
    if tiny > OFTEN * len(shrunk):
        sentences.append(
            f"{share(tiny, len(shrunk))} of the boxes are narrower than {TINY} pixels once resized"
            f" to {size[1]} x {size[0]}: raise `image_size` if those matter."
        )
    return sentences


def on_faults(every: Sequence[Marked], first: int) -> list[str]:
    found: dict[str, list[str]] = {}
    for marked in every:
        for place, (_, odd) in enumerate(marked.judged(first)):
            label, *corners = marked.listed.boxes[place]
            where = (
                f"{label} {' '.join(f'{c:g}' for c in corners)} in {marked.listed.id}"
            )
            found.setdefault(odd, []).append(where)
    says = {
        "area": "without area, at which other programs stop: left out",
        "off": "off the picture: left out",
        "corner": "with a corner that is no number: left out",
        "swapped": "with left and right, or top and bottom, in the wrong order: put in order",
        "cut": "that reach over the border: cut there",
    }
    return [
        f"{said(len(found[odd]), 'box')} {what} ({some(found[odd], 2)})."
        for odd, what in says.items()
        if odd in found
    ]


def on_convention(first: int, lowest: float, highest: str) -> list[str]:
    if first:
        return [
            f"Pixels are counted from 1 and the last one belongs to a box, as in Pascal VOC: no"
            f" corner is below {lowest:g}, {highest}. Read from 0, every box would be a pixel"
            " too narrow and half a pixel off."
        ]
    return [f"Pixels are counted from 0: the lowest corner is {lowest:g}, {highest}."]


def on_frames(every: Sequence[Marked]) -> list[str]:
    """Declared sizes that are not those of the pictures, though of their shape."""
    other = [m for m in every if all(m.listed.size) and m.listed.size != m.upright]
    unsaid = [m for m in every if m.listed.size == (0, 0)]
    sentences = []
    if other:
        (wide, high), (width, height) = other[0].listed.size, other[0].upright
        sentences.append(
            f"{said(len(other), 'picture')} of another size than the boxes were drawn in, such as"
            f" {other[0].listed.id} ({width} x {height}, drawn in {wide} x {high}): the boxes"
            " are scaled."
        )
    if 0 < len(unsaid) < len(every):
        sentences.append(
            f"{said(len(unsaid), 'annotation')} without the size of the picture: its own is taken."
        )
    return sentences


def on_border(train: Sequence[Marked], first: int, spelt: dict[str, str]) -> list[str]:
    """Of things spread evenly, a border as long as L is crossed by density x L x their size."""
    if len({m.frame for m in train}) > 1:
        return []
    width, height = train[0].frame
    by_class: dict[str, list[Box]] = {}
    for marked in train:
        for box in marked.usable(first):
            by_class.setdefault(spelt[box[0]], []).append(box)
    news = []
    for label, boxes in by_class.items():
        wide = median(right - left for _, left, _, right, _ in boxes)
        high = median(bottom - top for _, _, top, _, bottom in boxes)
        if width <= 3 * wide or height <= 3 * high:
            continue  # no inside to compare with
        inside = sum(
            wide <= (left + right) / 2 <= width - wide
            and high <= (top + bottom) / 2 <= height - high
            for _, left, top, right, bottom in boxes
        )
        density = inside / ((width - 2 * wide) * (height - 2 * high))
        due = density * 2 * (width * high + height * wide)
        touch = sum(
            (left <= 1) + (top <= 1) + (right >= width - 1) + (bottom >= height - 1)
            for _, left, top, right, bottom in boxes
        )
        if due >= SURE and touch < CUT * due:
            news.append(f"{label} {touch:,} where {due:,.0f} were to be expected")
    if not news:
        return []
    return [
        f"Few boxes touch the border of the picture: {some(news)} if things lay as dense there as"
        " inside. Things that the border cuts may be left unmarked; a net that finds them is counted"
        " wrong. Look at some."
    ]


def on_overlaps(train: Sequence[Marked], first: int) -> list[str]:
    repeated, hidden = list[str](), 0
    for marked in train:
        boxes = marked.usable(first)
        for i, one in enumerate(boxes):
            most = max(
                (overlap(one, o) for o in boxes[:i] if o[0] == one[0]), default=0.0
            )
            repeated += [marked.listed.id] * (most > REPEATED)
            hidden += HIDDEN < most <= REPEATED
    sentences = []
    if repeated:
        sentences.append(
            f"{said(len(repeated), 'box')} that repeat another of their picture ({some(repeated, 2)})."
        )
    if hidden:
        sentences.append(
            f"Overlapping another of the class by more than {HIDDEN:g}: {said(hidden, 'box')}."
            " The decoder takes such for repetitions, so not quite all can be found."
        )
    return sentences


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    wide = min(one[3], other[3]) - max(one[1], other[1])
    high = min(one[4], other[4]) - max(one[2], other[2])
    if wide <= 0 or high <= 0:
        return 0.0
    areas = ((box[3] - box[1]) * (box[4] - box[2]) for box in (one, other))
    return wide * high / (sum(areas) - wide * high)


def on_strays(
    every: Sequence[Marked],
    near: Sequence[Path],
    far: Sequence[Path],
    unlisted: Sequence[str],
) -> list[str]:
    """What has no partner, and paths of another machine."""
    sentences = on_unmarked(near, far)
    if unlisted:
        sentences.append(
            f"{said(len(unlisted), 'annotation')} that no list names ({some(unlisted, 3)}): passed over."
        )
    elsewhere = [m.listed.elsewhere for m in every if m.listed.elsewhere]
    if elsewhere:
        sentences.append(
            f"{said(len(elsewhere), 'annotation')} give a path of another machine, such as {elsewhere[0]}:"
            " passed over, pictures are found by their names."
        )
    return sentences + counted(every)


def counted(every: Iterable[Marked]) -> list[str]:
    crowds = sum(m.listed.crowds for m in every)
    hard = sum(m.listed.marked for m in every)
    sentences = []
    if crowds:
        sentences.append(f"{said(crowds, 'box')} around crowds (iscrowd): passed over.")
    if hard:
        sentences.append(
            f"{said(hard, 'box')} marked difficult: they count like the others, whereas Pascal VOC"
            " leaves them out of the score."
        )
    return sentences
