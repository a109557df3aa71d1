"""For adapters: what code that people have often is, so that one small file of theirs is enough.

An adapter is a module with `Config`, `FILES` and `project(**changes)`; `recipe adopt` writes one.
Read adapter.py first: it lists what you may offer, and what it does where you do not.
"""

from .adapter import Adapter, Knobs
from .drawn import batches, drawn
from .made import Instead, loader_of, made, optimizer_of
from .many_labels import ManyLabels
from .number import Number
from .one_class import OneClass
from .scripts import rerun, script

__all__ = [
    "Adapter",
    "Instead",
    "Knobs",
    "ManyLabels",
    "Number",
    "OneClass",
    "batches",
    "drawn",
    "loader_of",
    "made",
    "optimizer_of",
    "rerun",
    "script",
]
