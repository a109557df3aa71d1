"""Text that is to be gone on with: how many tokens before the next one have a say."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from ...contract import Project
from . import Probe, Sample, View

LONGEST = 6  # tokens that are known
TRAIN, ASKED = 200_000, 20_000  # tokens

Counts = dict[tuple[int, ...], Counter[int]]


def probes(project: Project) -> Iterator[Probe]:
    """Bits of each next token by counts of what followed (Witten and Bell 1991)."""
    inputs, target = project.inputs, project.target
    places = max(1, math.prod(inputs.shape))
    sample = Sample.of(project, TRAIN // places, ASKED // places)

    def whole(example) -> list[int]:
        x, y = inputs.encode(example.raw), target.encode(example.answer)
        return [*x.flatten().tolist()[:1], *y.flatten().tolist()]

    train, asked = sample.each(whole)
    counts = counted(train)
    views = []
    for known in range(LONGEST, -1, -1):
        bits = [likely(text, counts, known, target.outputs) for text in asked]
        views.append(View(f"{known} tokens", np.array(bits)))
    score = "log2 p of the next token"
    yield Probe("how many tokens back", score, views, views[-1].mean)


def counted(texts: Sequence[list[int]]) -> Counts:
    counts: Counts = defaultdict(Counter)
    for text in texts:
        for i, token in enumerate(text):
            for known in range(min(i, LONGEST) + 1):
                counts[tuple(text[i - known : i])][token] += 1
    return counts


def likely(text: list[int], counts: Counts, known: int, outputs: int) -> float:
    """Mean log2 of what each token was given, the shorter contexts filling in for the longer."""
    total = 0.0
    for i in range(1, len(text)):
        p = 1 / outputs
        for length in range(min(i, known) + 1):
            if seen := counts.get(tuple(text[i - length : i])):
                p = (seen[text[i]] + len(seen) * p) / (seen.total() + len(seen))
        total += math.log2(p)
    return total / max(1, len(text) - 1)
