"""What a person should know of sounds, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from scaffolder.facts.audio.find import Listed
from scaffolder.facts.audio.listening import Clip
from scaffolder.facts.listing import said, share, some
from scaffolder.facts.model import Proposal

APART = 20  # dB between quiet and loud clips: a factor of ten


def frames(settings: Mapping[str, Proposal]) -> int:
    return round(settings["seconds"].value / settings["hop"].value)


def on_lengths(kept: dict[str, list[tuple[Listed, Clip]]], seconds: float) -> list[str]:
    given = [f"{split} {said(len(pairs), 'clip')}" for split, pairs in kept.items()]
    lengths = sorted(clip.seconds for _, clip in kept["train"])
    first = f"{', '.join(given)}, {sum(lengths) / 60:.1f} minutes of training."
    if lengths[-1] - lengths[0] < 0.01:
        return [f"{first} Every clip is {lengths[0]:.2f} s long."]
    count, middle = len(lengths), lengths[len(lengths) // 2]
    longer = sum(length > seconds for length in lengths)
    shorter = sum(length < seconds for length in lengths)
    cut = f"{share(longer, count)} are cut to their loudest stretch, " if longer else ""
    return [
        f"{first} Lengths vary: {lengths[0]:.2f} to {lengths[-1]:.2f} s, half of them above"
        f" {middle:.2f} s. x holds {seconds:g} s: {cut}{share(shorter, count)} are padded, and"
        " the nets skip padding."
    ]


def on_sound(clips: list[Clip], rate: int) -> list[str]:
    sentences = [
        *_on_several(
            "sample rates",
            (f"{c.rate:,} Hz" for c in clips),
            f"resamples them to {rate:,} Hz",
        ),
        *_on_several(
            "channel counts",
            (str(c.channels) for c in clips),
            "takes the mean of them",
        ),
        *_on_several(
            "codings",
            (f"{c.format} {c.coding}" for c in clips),
            "brings all to one scale",
        ),
    ]
    if not sentences:
        one = clips[0]
        channels = "mono" if one.channels == 1 else f"{one.channels} channels"
        sentences = [
            f"Every clip is {one.format} {one.coding}, {channels}, {one.rate:,} Hz."
        ]
    return sentences + _on_levels(clips)


def _on_several(what: str, values, does: str) -> list[str]:
    counts = Counter(values)
    if len(counts) < 2:
        return []
    listed = some([f"{name} {count:,}" for name, count in counts.most_common()])
    return [f"Several {what}: {listed}; data.py {does}."]


def _on_levels(clips: list[Clip]) -> list[str]:
    import math

    sentences = []
    clipped = [clip.path.name for clip in clips if clip.clipped]
    offset = [clip.path.name for clip in clips if clip.offset]
    peaks = sorted(20 * math.log10(clip.peak) for clip in clips if clip.peak > 0)
    low, high = peaks[len(peaks) // 20], peaks[-1 - len(peaks) // 20]
    if high - low > APART:
        sentences.append(
            f"Loudness differs: 90 % of the peaks lie between {low:.0f} and {high:.0f} dB of"
            " full scale. A gain that goes with the label would be learnt."
        )
    if clipped:
        sentences.append(
            f"Overdriven, with flat tops at full scale: {said(len(clipped), 'clip')},"
            f" such as {clipped[0]}. What was cut off is lost."
        )
    if offset:
        sentences.append(
            f"An offset (a mean other than 0): {said(len(offset), 'clip')}, such as"
            f" {offset[0]}. read.py takes it off."
        )
    return sentences
