"""What is wrong with sounds that decode: silence, clipping, another rate than the rest."""

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
import soundfile

from ..additions import Heard
from ..contract import Example, Project
from .faults import Fault, each, rare, unlike

STEPS = 2 / 2**15  # of full scale: what 16 bits of silence may flicker
CUT = 0.01  # of the samples at the loudest level there is, in runs
RUN = 3  # samples
END = 0.5  # of a sound: where few end so early, the recording stopped
NAMES = {"rate": "rate is", "channels": "number of channels is"}


def faults_of_sounds(project: Project, examples: Sequence[Example]) -> Iterator[Fault]:
    if not isinstance(project.inputs, Heard):
        return
    found = [*each(lambda e: heard(e.raw), examples)]
    yield from unlike(found, NAMES)
    silent = [e for e, said in found if said["silent"]]
    for example in silent:
        yield Fault(example.id, "nothing is heard", sure=rare(silent, examples))
    ended = [e for e, said in found if said["ended"] and not said["silent"]]
    for example in ended if rare(ended, examples) else ():
        yield Fault(example.id, f"more than {END:.0%} of it, at its end, is exactly 0")
    for example, said in found:
        if float(str(said["cut"])) > CUT and not said["silent"]:
            yield Fault(
                example.id,
                f"clipped: {said['cut']:.1%} of it is cut off at its loudest",
            )


def heard(raw: str) -> dict[str, Hashable]:
    samples, rate = soundfile.read(raw, dtype="float32", always_2d=True)
    span = float(np.ptp(samples)) if len(samples) else 0.0
    return {
        "rate": rate,
        "channels": samples.shape[1],
        "silent": span <= STEPS,
        "ended": not samples[round((1 - END) * len(samples)) :].any(),
        "cut": cut_off(samples) if span else 0.0,
    }


def cut_off(samples: np.ndarray) -> float:
    """The share of samples at the loudest level, three or more in a row: [n, channels]"""
    loud = np.abs(samples).max(1) >= np.abs(samples).max()
    change = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]])))
    lengths = change[1::2] - change[::2]
    return float(lengths[lengths >= RUN].sum() / len(samples))
