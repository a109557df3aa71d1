"""Who trains, who validates, who tests."""

from scaffolder.facts.splits.evident_groups import adopted
from scaffolder.facts.written.dates import EITHER, UNREAD

from ..answers import Answers
from ..errors import AnswerError, DataError
from ..facts.model import Facts, Proposal
from .budget import chosen

# What can be read from each example; kinds that are not here know groups and times.
SPLITS = {
    "image-classification": ("chance", "group"),
    "image-multilabel": ("chance", "group"),
    "image-regression": ("chance", "group"),
    "text-classification": ("chance", "group"),
    "text-tagging": ("chance", "group"),
    "audio-classification": ("chance", "group"),
}
FEW_GROUPS = 6  # of which 15 % would be none
# the parts of split/ for readers of files whose groups stand in names, or in a table
FILES = {"images": "pictures", "audio": "pictures", "text": "words"}


def splitting(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    refuse(answers, facts)
    taken = adopted(facts)  # what was proposed, also where nobody was asked
    share = share_of_groups(answers, facts) or validation_share(facts.counts["train"])
    return {
        "split": chosen(answers.split, taken.split),
        "split_column": chosen(answers.split_column, taken.split_column),
        **groups(answers, facts),
        **date(answers, facts),
        "validation_share": share,
        "test_share": share,
    }


def groups(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    """The part that tells the group of a file: by a column of its table, or by its name."""
    columns = [column.name for column in facts.columns]
    if facts.reader == "boxes" and answers.split_column in columns:
        return {"groups": Proposal("boxes_by_column", "a column of the table")}
    if (
        facts.reader not in FILES
        or answers.split != "group"
        or read_along(answers, facts)
    ):
        return {}
    part = FILES[facts.reader]
    if answers.split_column in columns:
        return {"groups": Proposal(f"{part}_by_column", "a column of the table")}
    return {"groups": Proposal(f"{part}_by_group", "a place in the name")}


def read_along(answers: Answers, facts: Facts) -> bool:
    """Of sounds read.py itself tells who is heard: as was found, or by a column of their table."""
    own = answers.split_column in ("", facts.split_column.value)
    column = answers.split_column in [column.name for column in facts.columns]
    found = facts.split.value == "group" and own
    return facts.reader == "audio" and answers.split == "group" and (found or column)


def date(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    """The part that sorts dates which do not sort as they are written."""
    column = next((c for c in facts.columns if c.name == answers.split_column), None)
    if facts.reader != "table" or answers.split != "time" or not column:
        return {}
    if column.time_format == EITHER:
        raise AnswerError(
            f"--split-column {column.name}: no cell says whether the day or the month stands"
            f" first, as in {column.examples[0]}. Needed: the year first, as in 2020-01-31;"
            " write the column so, or leave --split time out."
        )
    if column.time_format == UNREAD:
        raise AnswerError(
            f"--split-column {column.name}: its times are not all written alike, the first is"
            f" {column.examples[0]}. Needed: one way and one zone, as in 2020-01-31 17:24:00;"
            " write the column so, or leave --split time out."
        )
    if not (form := column.time_format):
        return {}
    how = f"how a time is written, as in {column.examples[0]}"
    return {
        "groups": Proposal("rows_by_date", "as text they would not be in order"),
        "time_format": Proposal(form, how),
    }


def refuse(answers: Answers, facts: Facts) -> None:
    """A split by what no example says."""
    offered = SPLITS.get(answers.kind, (answers.split,))
    if answers.split not in offered:
        raise DataError(
            f"--split {answers.split}: found nothing in these data that names the "
            f"{answers.split} of an example; {answers.kind} is split by "
            f"{' or '.join(offered)} here. Leave the flag out, or cut the data yourself: "
            "files or folders called train, validation and test are kept as they are."
        )


def share_of_groups(answers: Answers, facts: Facts) -> Proposal | None:
    """Of a few groups that a column names, one validates and one tests."""
    column = next((c for c in facts.columns if c.name == answers.split_column), None)
    if answers.split != "group" or column is None or column.unique > FEW_GROUPS:
        return None
    return Proposal(round(1 / column.unique, 3), f"one of {column.unique} groups")


def validation_share(examples: int) -> Proposal:
    """10,000 examples tell an accuracy to half a point; more would be taken from training."""
    if examples < 20_000:
        return Proposal(
            0.15, f"of {examples:,} examples: as small as an interval allows"
        )
    share = max(round(min(0.1, 10_000 / examples), 3), 0.001)
    return Proposal(share, f"of {examples:,} examples: enough for a narrow interval")
