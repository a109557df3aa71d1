"""The fields of config.py that say how clips are read, each with its reason."""

from __future__ import annotations

import math
from collections import Counter

from scaffolder.facts.audio.find import Found, Listed
from scaffolder.facts.audio.listening import Clip
from scaffolder.facts.listing import said, share
from scaffolder.facts.model import Proposal

LONGEST = 10.0  # seconds of a clip that x holds, to begin with
FRAMES = 250  # of x: a step on a CPU costs as much as they are many
HOP, WINDOW = 0.01, 0.025  # seconds, as in Davis and Mermelstein's tradition of speech
ENOUGH = 16_000  # Hz hold speech; more costs bands that say little
KEPT = 0.99  # of the clips are heard in full


def settings(
    found: Found, counts: dict[str, int], train: list[tuple[Listed, Clip]]
) -> dict[str, Proposal]:
    clips = [clip for _, clip in train]

    def given(split: str) -> Proposal:
        if path := found.source.splits.get(split):
            why = f"{said(counts[split], 'clip')}, found beside the training"
            return Proposal(str(path.resolve()), why)
        return Proposal("", f"no {split} clips were given: a share of `data` is kept")

    train_said = f"{found.format}, {said(counts['train'], 'clip')}"
    rate, seconds = sample_rate(clips), length(clips)
    return {
        "read": form(found),
        "data": Proposal(str(found.source.train.resolve()), train_said),
        "validation_data": given("validation"),
        "test_data": given("test"),
        **found.written,
        "columns": found.columns,
        "names": found.names,
        "sample_rate": rate,
        "seconds": seconds,
        **spectrum(rate.value, seconds.value),
    }


def form(found: Found) -> Proposal:
    """Where the answer of a clip stands; scaffolder/plan/audio.py adds the rest."""
    if found.columns.value:
        return Proposal("sounds_in_table", found.format)
    by_name = "{label}" in found.names.value
    return Proposal("sounds_by_name" if by_name else "sounds_in_folders", found.format)


def sample_rate(clips: list[Clip]) -> Proposal:
    rates = Counter(clip.rate for clip in clips)
    lowest, usual = min(rates), rates.most_common(1)[0][0]
    chosen = min(usual, ENOUGH)
    if len(rates) == 1:
        why = f"Hz: every clip has {usual:,}"
    else:
        why = f"Hz: most clips have {usual:,}, others from {lowest:,} to {max(rates):,}"
    if chosen < usual:
        why += f"; {ENOUGH:,} hold speech, raise it for music or birds"
    return Proposal(chosen, why)


def length(clips: list[Clip]) -> Proposal:
    """Nearly every clip in full, in whole hundredths of a second."""
    lengths = sorted(clip.seconds for clip in clips)
    most = lengths[math.ceil(KEPT * len(lengths)) - 1]
    seconds = max(0.1, math.ceil(100 * min(most, LONGEST)) / 100)
    cut = sum(length > seconds for length in lengths)
    why = f"of sound in x: {share(len(lengths) - cut, len(lengths))} of the clips fit"
    if cut:
        why += f", of the other {cut:,} (up to {lengths[-1]:.2f} s) the loudest stretch counts"
    return Proposal(seconds, why)


def spectrum(rate: int, seconds: float) -> dict[str, Proposal]:
    hop = HOP * max(1, math.ceil(seconds / HOP / FRAMES))
    return {
        "bands": Proposal(
            40 if rate < ENOUGH else 64,
            f"of equal width in mel, up to {rate // 2:,} Hz",
        ),
        "hop": Proposal(
            round(hop, 3), f"seconds between frames: {seconds / hop:.0f} in x"
        ),
        "window": Proposal(
            round(max(WINDOW, 2 * hop), 3), "seconds a frame hears, under a Hann window"
        ),
    }
