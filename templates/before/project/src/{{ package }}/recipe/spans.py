"""Tags that mark spans: B-PER, I-PER, O. Which tokens are one entity, and how many are found.

Read as leniently as conlleval (Tjong Kim Sang and Buchholz 2000) and as seqeval's default do:
an I- after an O, or after another type, begins an entity of its own. So one rule serves BIO,
IOB1, BIOES and BILOU.
"""

import re

import torch
import torch.nn.functional as F
from torch import Tensor

OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)
ROLES = {"O": OUTSIDE, "B": BEGIN, "I": INSIDE} | dict.fromkeys("EL", END)
ROLES |= dict.fromkeys("SU", SINGLE)
SPAN = re.compile("([BIESLU])-(.+)")


def are_spans(names: list[str]) -> bool:
    """O for what is outside, everything else a role and a type: B-PER."""
    marked = [name for name in names if name != "O"]
    return bool(marked) and all(map(SPAN.fullmatch, marked))


def scores(said: Tensor, true: Tensor, names: list[str]) -> dict[str, float]:
    """[n, time] each, -1 for pads -> an entity counts if its type and both its ends are right.

    0 where there is none to find or none was found, as in seqeval. {} if no tag is a span.
    """
    if not are_spans(names):
        return {}
    (starts, ends, kinds), (began, ended, are) = (
        entities(tags, names) for tags in (said, true)
    )
    right = (starts & began & (ends == ended) & (kinds == are)).sum().item()
    guessed, there = starts.sum().item(), began.sum().item()
    return {
        "entity F1": 2 * right / max(1, guessed + there),
        "entity precision": right / max(1, guessed),
        "entity recall": right / max(1, there),
    }


def entities(tags: Tensor, names: list[str]) -> tuple[Tensor, Tensor, Tensor]:
    """[n, time] -> does an entity begin here, where does the next one end, and its type."""
    types = sorted({name[2:] for name in names})
    known = [ROLES[name[0]] for name in names]
    roles = torch.tensor([*known, OUTSIDE])  # -1, a pad, is outside, too
    kinds = torch.tensor([*(types.index(name[2:]) for name in names), -1])
    kinds[roles == OUTSIDE] = -1
    role, kind = (F.pad(table[tags], (1, 1), value=-1) for table in (roles, kinds))
    role = role.clamp_min(OUTSIDE)
    border = kind[:, :-1] != kind[:, 1:]  # [n, time + 1]
    before, after = role[:, :-1], role[:, 1:]
    ended = (before == END) | (before == SINGLE)
    apart = (after == BEGIN) | (after == SINGLE) | ended | border
    starts = (apart & (after != OUTSIDE))[:, :-1]
    finish = apart & (before != OUTSIDE)
    places = torch.arange(tags.shape[1]).expand_as(tags)
    last = torch.where(finish[:, 1:], places, tags.shape[1])
    return starts, last.flip(1).cummin(1).values.flip(1), kind[:, 1:-1]
