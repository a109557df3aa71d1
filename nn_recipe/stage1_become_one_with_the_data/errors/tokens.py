"""An answer at each place of a text: the tag of a word, the byte that comes next."""

from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import torch
from torch import Tensor

from ...contract import Batch, Example, Project
from ...printable import escaped
from .classes import names_of, told_cells
from .item import Draw, Heard, Item
from .near import Near, Told

AROUND = 48  # bytes before and after the place
EACH = 300  # places of one batch that are kept: those of highest loss


def hear_tags(
    project: Project, first: int, examples: Sequence[Example], batch: Batch, out: Tensor
) -> Heard:
    """A token without a tag, and a pad, count nowhere: y is below 0 there."""
    names = names_of(project.target)
    heard = at_places(project, first, examples, batch, out, lambda k: names[k])
    wrong = ((out.argmax(1) != batch.y) & (batch.y >= 0)).any(1)
    heard.rights = (~wrong).tolist()
    return heard


def hear_next(
    project: Project, first: int, examples: Sequence[Example], batch: Batch, out: Tensor
) -> Heard:
    return at_places(project, first, examples, batch, out, byte)


def at_places(
    project: Project,
    first: int,
    examples: Sequence[Example],
    batch: Batch,
    out: Tensor,
    name: Callable[[int], str],
) -> Heard:
    """[batch, outputs, places], [batch, places]: an item for each place of high loss."""
    p = project.target.prediction(out)
    sure, said = p.max(1)  # [batch, places]
    y, counts = batch.y, batch.y >= 0
    surprisal = -p.gather(1, y.clamp_min(0)[:, None])[:, 0].clamp_min(1e-30).log()
    surprisal = surprisal.masked_fill(~counts, -1.0)
    wrong = counts & (said != y)
    pairs, times = torch.stack([y[wrong], said[wrong]]).unique(
        dim=1, return_counts=True
    )
    cells = Counter[str]()
    for (true, guess), n in zip(pairs.T.tolist(), times.tolist(), strict=True):
        cells[f"{name(true)} taken for {name(guess)}"] += n
    items, most = list[Item](), min(EACH, int(counts.sum()))
    for flat in surprisal.flatten().topk(most).indices.tolist():
        i, place = divmod(flat, y.shape[1])
        true, guess = int(y[i, place]), int(said[i, place])
        answer, guessed = name(true), name(guess)
        cell = "" if true == guess else f"{answer} taken for {guessed}"
        loss, p_said = surprisal[i, place].item(), sure[i, place].item()
        more = [name(k) if k >= 0 else "" for k in said[i].tolist()]
        words = answer, guessed, cell, p_said, place
        items.append(Item(first + i, examples[i], loss, *words, more=more))
    losses = project.target.loss(out, y).tolist()
    return Heard(int(counts.sum()), int(wrong.sum()), cells, items, losses)


def byte(k: int) -> str:
    """A letter as it is, another byte as \\n or \\xe9."""
    if k == 32:
        return "space"
    return repr(chr(k))[1:-1] if k < 128 else f"\\x{k:02x}"


def told_tag(project: Project) -> Told:
    names = names_of(project.target)

    def told(example: Example, y: Tensor, place: int | None) -> str:
        k = int(y[place or 0])
        return names[k] if k >= 0 else ""

    return told


def told_next(project: Project) -> Told:
    return lambda example, y, place: byte(int(y[place or 0]))


def draw_tags(project: Project) -> Draw:
    return lambda item: sentence(
        item.example.raw, item.example.answer, item.more, item.place
    )


def near_tag(project: Project) -> Callable[[Near], str]:
    return lambda near: sentence(
        near.example.raw, near.example.answer, None, near.place
    )


def sentence(
    words: Sequence[str], tags: Sequence[str], said: Sequence[str] | None, place: Any
) -> str:
    """Each word with its tag; where the net says another, both; the one in question marked."""
    parts = []
    for i, (word, tag) in enumerate(zip(words, tags, strict=True)):
        guess = said[i] if said and i < len(said) else tag
        other = guess not in ("", tag)
        below = f"{clean(tag)}<s>{clean(guess)}</s>" if other else clean(tag)
        ruby = f"<ruby>{clean(word)}<rt>{below}</rt></ruby>"
        parts.append(f"<mark>{ruby}</mark>" if i == place else ruby)
    return f'<p class="text">{" ".join(parts)}</p>'


def draw_next(project: Project) -> Draw:
    return lambda item: context(item.example.raw, item.example.answer, item.place or 0)


def near_next(project: Project) -> Callable[[Near], str]:
    return lambda near: context(near.example.raw, near.example.answer, near.place or 0)


def context(raw: bytes, answer: bytes, place: int) -> str:
    """What was read up to here, what came, and how it went on."""
    before = as_text(raw[max(0, place + 1 - AROUND) : place + 1])
    came, after = as_text(answer[place : place + 1]), answer[place + 1 :]
    rest = as_text(after[:AROUND])
    return f'<p class="text">{before}<mark>{came}</mark><small>{rest}</small></p>'


def as_text(some: bytes) -> str:
    """A letter that was cut in two is shown as its bytes."""
    return clean(some.decode("utf8", "backslashreplace"))


def clean(word: str) -> str:
    return escape(escaped(str(word)))


def sums_up_tags(heard: Heard) -> list[str]:
    return told_cells(heard, "tokens")


def sums_up(heard: Heard) -> list[str]:
    """What comes next is often open: the share of wrong ones says little."""
    ((cell, times),) = heard.cells.most_common(1) or [("", 0)]
    lines = [f"The next one is another in {heard.wrong / heard.n:.0%} of {heard.n:,}."]
    if times:
        lines.append(f"{times / heard.cells.total():.0%} of those: {cell}.")
    return lines
