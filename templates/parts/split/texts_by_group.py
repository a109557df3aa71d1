"""Who trains, who validates, who tests: groups of whole texts, and copies on one side.

A pure function of the names of the texts, of what they hold and of `split_seed`.
"""

import re
from collections import defaultdict
from hashlib import blake2b

from .config import Config
from .read import Piece, Windows

FEW = 10  # groups


def cut(texts: Windows, shares: tuple[float, float], config: Config) -> list[Windows]:
    """In the order of their hash the first groups test, the next validate, the rest trains.

    Two groups that share a copy are one; each goes by its middle.
    """
    leader, groups = dict[str, str](), defaultdict[str, list[int]](list)
    names = [group(piece, config) for piece in texts.pieces]
    for name, piece in zip(names, texts.pieces, strict=True):
        content = digest(piece.file.read_bytes())
        leader[first(leader, f"content {content}")] = first(leader, f"group {name}")
    for i, name in enumerate(names):
        groups[first(leader, f"group {name}")].append(i)
    ranked = {
        digest(f"{config.split_seed} {min(names[i] for i in unit)}".encode()): unit
        for unit in groups.values()
    }
    (validation, test), before, total = shares, 0, len(names)
    parts: tuple[list[int], list[int], list[int]] = ([], [], [])
    few = len(ranked) < FEW  # then a share may be less than one of them
    first_ones = few * ([2] * (test > 0) + [1] * (validation > 0))
    for i, key in enumerate(sorted(ranked)):
        middle = (before + len(ranked[key]) / 2) / total
        part = (middle < test) + (middle < test + validation)
        parts[first_ones[i] if i < len(first_ones) else part].extend(ranked[key])
        before += len(ranked[key])
    return [
        Windows([texts.pieces[i] for i in sorted(part)], texts.context)
        for part in parts
    ]


def group(piece: Piece, config: Config) -> str:
    """What `split_column` finds in the name: "mary" in "letters/mary-1888.txt".

    With a slash it looks at the folders, too; of several brackets the first counts.
    """
    where = piece.name if "/" in config.split_column else piece.file.name
    found = re.search(config.split_column, where)
    return found.group(min(1, len(found.groups()))) if found else piece.name


def first(leader: dict[str, str], name: str) -> str:
    """The name that stands for all those linked to this one."""
    while leader.setdefault(name, name) != name:
        leader[name] = name = leader[leader[name]]
    return name


def digest(content: bytes) -> str:
    """The same in every process and on every machine, which `hash` is not."""
    return blake2b(content, digest_size=16).hexdigest()
