"""Weights that the config names a file for are in the net when it begins (recipe 2.6)."""

import pickle
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ..contract import Project
from ..findings import Findings
from ..place import here
from ..specimen import fresh_net

ASKED = re.compile(r"init|pretrain|from")  # init_from, pretrained, start_from
ENDINGS = (".pt", ".pth", ".bin", ".ckpt")
WHERE = (
    "problem.py: net, or model.py: build; load after the last draw, and let a name that is "
    "missing or unexpected be an error"
)


def judge_given_weights(project: Project, findings: Findings) -> None:
    """Of the tensors in the file most are in the net, bit for bit; the head may be new.

    A load with `strict=False` under other names takes nothing and says nothing; first weights
    that are drawn afterwards undo it.
    """
    for option, value in named(project.config):
        path = here().resolve(value)
        findings.demand(
            path.is_file(),
            f"`{option}` names {value}, which is not there, and the net begins all the same.",
            WHERE,
        )
        if not path.is_file() or not (given := tensors(path)):
            continue
        # a net for tests has another shape than the one that was trained before
        reference = getattr(project.config, "model", "reference") == "reference"
        net = fresh_net(project).cpu()
        judge_loaded(option, value, net, given, findings, reference)


def judge_loaded(
    option: str,
    value: str,
    net: nn.Module,
    given: Mapping[str, Tensor],
    findings: Findings,
    reference: bool = True,
) -> None:
    head = {id(p) for p in net.head.parameters()}  # type: ignore[union-attr, operator]
    found = net.state_dict(keep_vars=True).items()
    own = {n: p.detach() for n, p in found if id(p) not in head and tells(p)}
    known = [t for t in given.values() if tells(t)]
    there = {n for n, p in own.items() if any(same(p, t) for t in known)}
    meant = {n: m for n in own if (m := namesake(n, own[n], given))}
    lost = sorted(meant.keys() - there)
    missing = sorted(own.keys() - meant.keys() - there)
    if not own or not (there or lost or reference):
        return
    told = f", such as {lost[0]}" if lost else ""
    findings.demand(
        len(there) > len(lost),
        f"`{option}` names {value}: of {len(own)} tensors below the head {len(there)} are in "
        f"the net as the file has them, {len(lost)} of a name and shape in the file are not"
        f"{told}, {len(missing)} have none there.",
        WHERE,
    )


def named(config: Any) -> Iterator[tuple[str, str]]:
    """The options that say where to begin, and what they say."""
    for field in fields(config) if is_dataclass(config) else ():
        value = getattr(config, field.name)
        text = isinstance(value, str | Path) and str(value).endswith(ENDINGS)
        if text and ASKED.search(field.name):
            yield field.name, str(value)


def tensors(path: Path) -> dict[str, Tensor]:
    """All in the file, by name; none where torch cannot read it without running it."""
    try:
        stored = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, ValueError, EOFError):
        return {}
    return dict(inside(stored))


def inside(stored: Any, name: str = "") -> Iterator[tuple[str, Tensor]]:
    if isinstance(stored, Tensor):
        yield name, stored
    elif isinstance(stored, Mapping):
        for key, value in stored.items():
            yield from inside(value, f"{name}.{key}" if name else str(key))


def tells(value: Tensor) -> bool:
    """All zeros or ones, as a norm begins, are the same in every net."""
    return value.is_floating_point() and bool((value != value.flatten()[:1]).any())


def same(one: Tensor, other: Tensor) -> bool:
    return one.shape == other.shape and torch.equal(one, other.to(one.dtype))


def namesake(name: str, value: Tensor, given: Mapping[str, Tensor]) -> str:
    """The name in the file that ends as this one does, or the other way round, and its shape."""
    for other, tensor in given.items():
        ends = f".{other}".endswith(f".{name}") or f".{name}".endswith(f".{other}")
        if ends and tensor.shape == value.shape:
            return other
    return ""
