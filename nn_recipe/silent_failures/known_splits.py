"""Your split on examples whose groups, days and copies are known."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..contract import Known, Project, Splits
from ..findings import Findings
from ..specimen import some, under

MOST, EACH = 200, 5  # examples; those of a group. Each has one copy or none
SHARES = (0.25, 0.1)  # of validation and test
NEAR = 10  # examples: how far off a share may be, that of a group and its copies
PARTS = ("train", "validation", "test")
SPLIT = "split.py: cut and contents; load.py"
ELSEWHERE = ("tokens", "series")  # windows: known_text.py and forecast_origin.py


def judge_known_splits(project: Project, findings: Findings) -> None:
    """Every example is in one part, and copies, groups and days are where they belong.

    The data at hand may have no copies: the code has to be right for the next data as well.
    """
    if project.target.answers_are in ELSEWHERE or len(project.splits.train) < 4 * EACH:
        return
    judge_cut(project, findings)
    if hasattr(project.config, "validation_data"):
        judge_given(project, findings)


def known(project: Project) -> list[Known]:
    """Every third example is a copy of the one before it, in the same group.

    Rows are made up; whatever else is read is taken from the training split.
    """
    found = some(project.splits.train, MOST)
    n = len(found) // EACH * EACH
    n -= EACH * (n % 7 == 0)  # so that 7 i runs through all of them
    examples = list[Known]()
    for i, example in enumerate(found[:n]):
        if i % EACH == 2:
            examples.append(replace(examples[-1], id=f"example {i}"))
            continue
        raw, answer = example.raw, example.answer
        if isinstance(raw, Mapping):
            raw, answer = dict.fromkeys(raw, str(i)), str(i % 2)
        group = str(i * 7 % n // EACH)
        examples.append(Known(f"example {i}", raw, answer, group))
    return examples


def copied(examples: list[Known]) -> dict[str, str]:
    """id -> id of the example that it is a copy of, or its own"""
    ids = [example.id for example in examples]
    return {id: ids[i - (i % EACH == 2)] for i, id in enumerate(ids)}


def judge_cut(project: Project, findings: Findings) -> None:
    given, how = known(project), project.split_by
    shares = dict(zip(("validation_share", "test_share"), SHARES, strict=True))
    splits = under(project, **shares).split({"data": given})
    found = {part: [e.id for e in getattr(splits, part)] for part in PARTS}
    ids = [id for part in found.values() for id in part]
    rare = {id for id, why in splits.left_out.items() if "training never saw" in why}
    wanted = {e.id for e in given} - rare
    if how == "group":  # equal words of two people, say: one of them may be left out
        wanted -= {id for id, why in splits.left_out.items() if "copy" in why}
    findings.demand(
        sorted(ids) == sorted(wanted) and 2 * len(wanted) > len(given),
        f"Of {len(given)} known examples, split by {how}, {len(set(ids))} came out in "
        f"{len(ids)} places, {len(splits.left_out)} are left out: expected each in one part.",
        SPLIT,
    )
    judge_answers(given, splits, findings)
    original = copied(given)
    if not set(ids) <= original.keys():
        return  # examples of the split's own making, which share what nobody knows
    contents = {part: {original[id] for id in found[part]} for part in PARTS}
    shared = [
        contents[one] & contents[other]
        for one, other in (PARTS[:2], PARTS[1:], PARTS[::2])
    ]
    findings.demand(
        not any(shared),
        f"Split by {how}, {sum(map(len, shared))} copies sit on two sides, expected none.",
        SPLIT,
    )
    near = NEAR + len(given) - len(wanted)
    for part, share in zip(PARTS, (1 - sum(SHARES), *SHARES), strict=True):
        got = len(found[part])
        findings.demand(
            abs(got - share * len(given)) <= near or bool(findings.faults),
            f"Split by {how}, {part} got {got / len(given):.0%} of the known examples, expected "
            f"{share:.0%}.",
            SPLIT,
        )
    if hasattr(project.config, "split_seed") and how != "time" and not findings.faults:
        other = under(project, **shares, split_seed=project.config.split_seed + 1)
        findings.demand(
            {e.id for e in other.split({"data": given}).validation}
            != {*found["validation"]},
            f"With another `split_seed` the same {len(found['validation'])} validate.",
            SPLIT,
        )
    key = {example.id: example.group for example in given}
    judge_keys(how, {part: {key[id] for id in found[part]} for part in PARTS}, findings)


def judge_answers(given: list[Known], splits: Splits, findings: Findings) -> None:
    """What `load` makes of an answer is a function of it: names may be joined, never moved."""
    was, became = {e.id: said(e.answer) for e in given}, defaultdict[str, set[str]](set)
    for part in PARTS:
        for example in getattr(splits, part):
            if example.id in was:
                became[was[example.id]].add(said(example.answer))
    torn = [answer for answer, others in became.items() if len(others) > 1]
    findings.demand(
        not torn,
        f"Of {len(became)} known answers {len(torn)} come out of `load` as another one in some "
        "examples than in others: they are those of other rows.",
        "load.py: does each example keep its own answer?",
    )


def said(answer: object) -> str:
    return str(answer.tolist() if isinstance(answer, np.ndarray) else answer)


def judge_keys(how: str, keys: dict[str, set[str]], findings: Findings) -> None:
    """Whole groups; the past trains, the present validates, the future tests."""
    if how == "group":
        torn = keys["train"] & (keys["validation"] | keys["test"])
        findings.demand(
            not torn,
            f"Split by group, {len(torn)} of {len(set.union(*keys.values()))} known groups are "
            "torn apart.",
            SPLIT,
        )
    if how == "time":
        days = {part: sorted(map(int, some)) for part, some in keys.items()}
        for earlier, later in (PARTS[:2], PARTS[1:]):
            findings.demand(
                days[earlier][-1] < days[later][0],
                f"Split by time, {earlier} reaches up to day {days[earlier][-1]}, {later} begins "
                f"with day {days[later][0]}: expected the past to come first.",
                SPLIT,
            )


def judge_given(project: Project, findings: Findings) -> None:
    """Files named in the config are the splits; what training shares with them is left out.

    So may be what validation shares with the test, if it is named as a copy, and few are.
    """
    examples = known(project)
    train, *others = dealt(examples, 3)
    three = (train, *(heard(project, other, train) for other in others))
    names = ("data", "validation_data", "test_data")
    splits = project.split(dict(zip(names, three, strict=True)))
    read = {part: [e.id for e in getattr(splits, part)] for part in PARTS[1:]}
    validation, test = ([e.id for e in part] for part in three[1:])
    left = {id for id in validation if "copy of" in splits.left_out.get(id, "")}
    kept = [id for id in validation if id not in left]
    findings.demand(
        read == {"validation": kept, "test": test} and 2 * len(left) <= len(validation),
        f"With a file each, validation and test hold {[*map(len, read.values())]} of the "
        f"{[*map(len, three[1:])]} examples in theirs, or those of another.",
        "load.py: load",
    )
    shared, left = dealt(examples, 2)
    other = [replace(e, id=f"given {e.id}") for e in heard(project, shared, left)]
    splits = under(project, test_share=0.0).split(
        {"data": examples, "validation_data": other}
    )
    original = copied(examples)
    trains, validates = (
        {original[e.id.removeprefix("given ")] for e in part}
        for part in (splits.train, other)
    )
    copies = trains & validates
    findings.demand(
        len(splits.validation) == len(other) and not copies,
        f"Of {len(other)} examples given for validation {len(splits.validation)} "
        f"validate, and {len(copies)} train as well, expected none.",
        "load.py: load must leave out of training what a part nearer to the test has",
    )


def dealt(examples: list[Known], parts: int) -> list[list[Known]]:
    """Blocks of EACH in turn, as files are often sorted by answer; copies stay together."""
    return [
        [e for i, e in enumerate(examples) if i // EACH % parts == part]
        for part in range(parts)
    ]


def heard(project: Project, examples: list[Known], train: list[Known]) -> list[Known]:
    """Those of classes that training has: the others may be left out of a given split."""
    sorts = {"classes": lambda answer: {answer}, "tags": set}
    if not (of := sorts.get(project.target.answers_are)):
        return examples
    seen = set[str]().union(*(of(e.answer) for e in train))
    return [e for e in examples if of(e.answer) <= seen]
