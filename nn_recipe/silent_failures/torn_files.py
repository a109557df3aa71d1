"""A file that cannot be decoded is refused, or left out: nothing stands in for it in silence."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import torch

from ..contract import Example, Known, Project
from ..findings import Findings
from ..specimen import same_bits, some
from .new_pictures import moved

LOOKED = 2  # files, each of which is torn: what stands in for one may be the other
BESIDE = 200  # examples among which they are split
PAGE = "<html><head><title>404 Not Found</title></head><body>{}</body></html>\n"
DECODE = "read.py: what cannot be decoded; feed.py"


def judge_torn_files(project: Project, findings: Findings) -> None:
    """Two files cut in half, and two pages of HTML: all four hold other things.

    Whoever fills in silence, a black picture or the one before gives two of them one x.
    Whoever decodes what there is, as half a picture, tells them apart.
    """
    whole = some(project.splits.train, LOOKED)
    harms: dict[str, Callable[[bytes, int], bytes]] = {
        "cut in half": lambda stored, i: stored[: len(stored) // 2 - i],
        "that hold a page of HTML": lambda stored, i: PAGE.format(i).encode(),
    }
    with tempfile.TemporaryDirectory() as folder:
        for number, (what, harm) in enumerate(harms.items()):
            torn = list[Known]()
            for i, example in enumerate(whole):
                raw = moved(example.raw, example.raw, Path(folder, f"{number}-{i}"))
                if raw is None:
                    return  # no path of a file
                for path in map(Path, raw if isinstance(raw, tuple) else (raw,)):
                    path.write_bytes(harm(path.read_bytes(), i))
                torn.append(Known(f"torn {i}", raw, example.answer))
            findings.demand(
                not stands_in(project, whole, torn) or left_out(project, torn),
                f"Two files {what}, as {whole[0].id} would be if its download had stopped, are "
                "not refused: the same x stands in for both, or that of another example, and "
                "it trains and validates with their answers.",
                DECODE,
            )


def stands_in(project: Project, whole: list[Example], torn: list[Known]) -> bool:
    """Is x of the torn ones the same, or that of a whole one?"""
    mixed: list[Example] = [
        each for pair in zip(whole, torn, strict=True) for each in pair
    ]
    try:
        xs = project.feed(mixed)[torch.arange(len(mixed))].x
    except Exception:  # whatever it says: refused
        return False
    others, found = xs[::2], xs[1::2]
    alike = all(same_bits(found[0], x) for x in found)
    borrowed = all(any(same_bits(x, other) for other in others) for x in found)
    return len(found) > 1 and (alike or borrowed)


def left_out(project: Project, torn: list[Known]) -> bool:
    """Does `load` name them, so that nobody decodes them?"""
    others = enumerate([*some(project.splits.train, BESIDE), *torn])
    known = [Known(e.id, e.raw, e.answer, str(i)) for i, e in others]
    try:
        found = project.split({"data": known}).left_out
    except Exception:  # refused there
        return True
    return all(example.id in found for example in torn)
