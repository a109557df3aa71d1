"""Answers at places of a text: a tag for each token, the letter that comes next."""

from typing import Any

import torch
from torch import Tensor

from ..contract import Example, NotOffered, Project
from .forms import Form, names_of, one_of

GUESSES = 5


def tags(project: Project) -> Form:
    """One for each token; where a tag says "nothing here" it is what a token has at first."""
    target: Any = project.target
    names = names_of(target)
    if not isinstance(project.splits.train[0].raw, tuple):
        raise NotOffered("tags need the tokens of the raw example, and it has none")

    def encode(said: Any, raw: Any) -> Tensor:
        if not isinstance(said, list) or len(said) != len(raw):
            raise ValueError(f"Needed a tag for each of {len(raw)} tokens.")
        return target.encode([one_of(tag, names) for tag in said])

    first = "O" if "O" in names else ""
    asks = {"form": "tags", "names": names, "first": first}
    return Form(asks, encode, str.split)


def next_letter(project: Project) -> Form:
    """Shannon's game (Prediction and Entropy of Printed English, 1951): what comes next?

    The last letter of the raw window is taken away, and up to five guesses are made at it.
    """
    if not isinstance(project.splits.train[0].raw, bytes | str):
        raise NotOffered("the page shows text, and the raw example is none")

    def encode(said: Any, raw: Any) -> Tensor:
        """int64 [5]: the code points guessed, 0 for none."""
        fine = isinstance(said, list) and 0 < len(said) <= GUESSES
        if not fine or not all(isinstance(g, str) and len(g) == 1 for g in said):
            raise ValueError(f"Needed one to {GUESSES} guesses, each a single letter.")
        return torch.tensor([ord(g) for g in said] + [0] * (GUESSES - len(said)))

    def judge(said: Any, example: Example) -> dict[str, bool]:
        letter = before_and_next(example.raw)[1]
        return {
            "accuracy": said[0] == letter,
            f"within {GUESSES} guesses": letter in said,
        }

    byte = int(project.target.head_bias().argmax())
    asks = {"form": "next", "guesses": GUESSES}
    return Form(asks, encode, list, judge, [chr(byte)])


def before_and_next(raw: bytes | str) -> tuple[str, str]:
    """The text of a window and its last letter; bytes of a letter that is cut are left out."""
    text = raw if isinstance(raw, str) else raw.decode("utf-8", "ignore")
    return text[:-1], text[-1:]
