"""Sentences in columns, as examples; nothing is read before it is asked for.

One pass notes where each sentence begins and a short name for its words: the file may be
larger than the memory.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ..config import Config
from . import parts
from .columns import Block, Form, Stored, blocks
from .contract import Example, Splits
from .split import digest


class Sentences(Sequence[Example]):
    """Pieces of at most `length` tokens; `raw` is their words, `answer` their tags.

    ids: "train.conllu:5", the line of the first token; "train.conllu:5+64" is the rest of
    that sentence, from its 64th token on. `left_out` says of an id why it is none of them.
    """

    def __init__(
        self,
        path: Path,
        form: Form,
        length: int,
        word: str,
        tag: str,  # "" where nobody has tagged
        untagged: Sequence[str] = (),
        drop: Sequence[str] = (),
    ):
        self.stored, self.form, self.length = Stored(path, form.encoding), form, length
        self.word, self.tag = self.column(word), self.column(tag) if tag else None
        self.contents: list[str] = []  # equal for pieces of the same words
        self.ids: list[str] = []
        self.documents: list[str] = []
        self.tags: list[frozenset[str]] = []  # that occur in a piece
        self.left_out: dict[str, str] = {}
        found: list[tuple[int, int, int]] = []  # byte, line, first token
        sets: dict[frozenset[str], frozenset[str]] = {}  # each is kept once
        for block in blocks(self.stored, form):
            words = self.cells_of(block, self.word)
            tags = words if self.tag is None else self.cells_of(block, self.tag)
            for first in range(0, len(words), length):
                id, end = self.id(block.line, first), first + length
                if id in drop:
                    self.left_out[id] = "named in `drop`"
                elif (occur := frozenset(tags[first:end])) <= set(untagged):
                    self.left_out[id] = "no token has a tag"
                else:
                    found.append((block.place, block.line, first))
                    self.contents.append(digest("\n".join(words[first:end]).encode()))
                    self.ids.append(id)
                    self.documents.append(f"{path.name}:{block.document}")
                    self.tags.append(sets.setdefault(occur, occur))
        self.places = np.array(found, np.int64).reshape(-1, 3)

    def column(self, name: str) -> int:
        if name not in self.form.columns:
            raise ValueError(
                f"Found the columns {self.form.columns}, needed {name}: correct the names in "
                "config.py"
            )
        return self.form.columns.index(name)

    def cells_of(self, block: Block, column: int) -> list[str]:
        """One cell of each token; of a file with words alone the only one."""
        wanted = len(self.form.columns) if self.tag is not None else 1
        for row in block.rows:
            if len(row) < wanted:
                raise ValueError(
                    f"{self.stored.path.name}: a token of the sentence in line {block.line} "
                    f"has {len(row)} columns, needed {len(self.form.columns)}: {row}. Correct "
                    "it, or `separator` and `columns` in config.py"
                )
        return [row[column] if len(row) > column else row[0] for row in block.rows]

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, i: Any) -> Any:
        place, line, first = self.places[i].tolist()
        block = next(blocks(self.stored, self.form, place))
        words = tuple(self.cells_of(block, self.word)[first : first + self.length])
        tags = None
        if self.tag is not None:
            tags = tuple(self.cells_of(block, self.tag)[first : first + self.length])
        return Example(self.ids[i], words, tags)

    def id(self, line: int, first: int) -> str:
        return f"{self.stored.path.name}:{line}" + f"+{first}" * (first > 0)


def splits(found: dict[str, Sentences], config: Config) -> Splits:
    """Whole documents on one side where the files mark them, and no sentence on two sides.

    Short sentences repeat in many documents and must not tie these together: the documents
    are dealt out first, then copies leave the parts further from the test.
    """
    left_out = {id: why for some in found.values() for id, why in some.left_out.items()}
    if config.split == "group":
        pools = {part: pool(some, copies=True) for part, some in found.items()}
        cut = parts.cut(pools, config, {})
        dealt = {"train": cut.train, "validation": cut.validation, "test": cut.test}
    else:
        dealt = dict(found)
    pools = {part: pool(some) for part, some in dealt.items()}
    return learnable(parts.cut(pools, config, left_out), set(config.untagged))


def learnable(splits: Splits, untagged: set[str]) -> Splits:
    """Without the sentences of a tag that training lacks: no net can ever be right there."""
    of, rows = rows_of(splits.train)
    seen = untagged.union(*(of.tags[i] for i in rows))
    kept = {}
    for part in ("validation", "test"):
        of, rows = rows_of(getattr(splits, part))
        known = [i for i in rows if of.tags[i] <= seen]
        kept[part] = parts.Chosen(of, known)
        for i in sorted(set(rows) - set(known)):
            strange = min(of.tags[i] - seen)
            splits.left_out[of.ids[i]] = f"training never saw the tag {strange}"
    return replace(splits, **kept)


def rows_of(chosen: Sequence[Example]) -> tuple[Sentences, Sequence[int]]:
    """Whichever way they were chosen: the file, and which of its pieces."""
    if isinstance(chosen, Sentences):
        return chosen, range(len(chosen))
    assert isinstance(chosen, parts.Chosen)
    of, rows = rows_of(chosen.examples)
    return of, [rows[i] for i in chosen.indices]


def pool(chosen: Sequence[Example], copies: bool = False) -> parts.Pool:
    """What a split has to know of them; with `copies` equal sentences pass as different."""
    of, rows = rows_of(chosen)
    ids = [of.ids[i] for i in rows]
    contents = ids if copies else [of.contents[i] for i in rows]
    documents = [of.documents[i] for i in rows]
    return parts.Pool(chosen, ids, contents, [None] * len(ids), documents)
