"""What a person should know of masks, in sentences."""

from __future__ import annotations

from math import log

from scaffolder.facts.listing import said, share, some
from scaffolder.facts.masks.values import Codes


def on_pixels(codes: Codes) -> list[str]:
    """Shares of the classes among the counted training pixels."""
    counted, names = counted_pixels(codes), dict(codes.classes.value)
    total = sum(counted.values())
    ordered = sorted(counted, key=lambda code: -counted[code])
    shares = [f"{names[code]} {share(counted[code], total)}" for code in ordered]
    sentences = [f"{said(len(counted), 'class')} of pixels: {some(shares, 12)}."]
    rarest, most = ordered[-1], ordered[0]
    if 0 < counted[rarest] < 0.1 * total / len(counted):
        sentences.append(
            f"Imbalanced: {names[rarest]!r} is {share(counted[rarest], total)} of the pixels,"
            f" {names[most]!r} {share(counted[most], total)}. Pixel accuracy hardly sees the"
            " rare ones: watch the mean IoU."
        )
    if unseen := [names[code] for code in ordered if not counted[code]]:
        sentences.append(
            f"No training mask holds {some(unseen)}; no net can learn them."
        )
    return sentences


def counted_pixels(codes: Codes) -> dict[str, int]:
    return {code: codes.pixels[code] for code, _ in codes.classes.value}


def expected(codes: Codes) -> dict[str, str]:
    counted, names = counted_pixels(codes), dict(codes.classes.value)
    total = sum(counted.values())
    shares = {names[code]: n / total for code, n in counted.items() if n}
    entropy = -sum(p * log(p) for p in shares.values())
    first = sorted(shares, key=lambda name: -shares[name])
    listed = some([f"{name} {share(shares[name], 1)}" for name in first], 4)
    return {
        "expected_loss": f"about {entropy:.3f} nats, the entropy of the class shares among"
        f" counted pixels (ln {len(names)} = {log(len(names)):.3f} only if they were equal)",
        "constant_answer": f"the class shares at every pixel: {listed}",
        "dumb_baseline": f"always {first[0]} has {share(shares[first[0]], 1)} of the pixels"
        f" right and a mean IoU of {shares[first[0]] / len(names):.2g}",
    }
