"""Which pictures with masks or boxes belong on one side: frames of a film, copies of one source."""

from __future__ import annotations

from scaffolder.facts.model import Proposal
from scaffolder.facts.pictures import videos
from scaffolder.facts.splits import name_groups


def propose(splits: dict[str, videos.Named]) -> tuple[Proposal, Proposal, list[str]]:
    """(split, split_column, sentences); of arrays nothing is known."""
    if any(picture.format == "npz" for _, picture in splits["train"]):
        return *videos.CHANCE, []
    ids = {split: [id for id, _ in named] for split, named in splits.items()}
    copies = name_groups.on_copies(ids)
    if made := name_groups.by_source(ids):
        return *made, copies
    split, column, told = videos.propose(splits)
    if not told and len(ids) == 1 and (told := name_groups.sentences(ids["train"])):
        split = name_groups.CHANCE
    return split, column, [*told, *copies]
