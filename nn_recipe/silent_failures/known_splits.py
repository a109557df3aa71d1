"""The split on examples whose groups, days and copies are known, cut in all three ways."""

from dataclasses import replace

from .. import parts
from ..contract import Example, Project
from ..findings import Findings

GROUPS, EACH = 40, 5  # examples per group; each example has one copy or none
SHARES = (0.2, 0.15)  # of validation and test
NEAR = 0.05  # of all examples: how far off a share may be; a group of ten is .05
PARTS = ("train", "validation", "test")
CHOOSE = "recipe/parts.py: cut and _choose"
SPLIT = "recipe/split.py"


def judge_known_splits(project: Project, findings: Findings) -> None:
    """Every kept example is in one part, and copies, groups and days are where they belong.

    The data at hand may have no copies and one kind of split only; the code has to be right
    for the next data as well.
    """
    for how in ("chance", "group", "time"):
        judge_cut(how, project.config, findings)
    judge_given(project.config, findings)


def pool() -> parts.Pool:
    """Every third example is a copy of the one before it, in the same group."""
    places = range(GROUPS * EACH)
    ids = [f"example {i}" for i in places]
    contents = [str(i - (i % EACH == 2)) for i in places]
    keys = [str(i * 7 % (GROUPS * EACH) // EACH) for i in places]
    keys = [keys[int(content)] for content in contents]
    answers = [str(i % 2) for i in places]
    examples = [Example(*one) for one in zip(ids, contents, answers, strict=True)]
    return parts.Pool(examples, ids, contents, answers, keys)


def judge_cut(how: str, config: Config, findings: Findings) -> None:
    given = pool()
    shares = dict(zip(("validation_share", "test_share"), SHARES, strict=True))
    left_out: dict[str, str] = {}
    config = replace(config, split=how, **shares)
    splits = parts.cut({"train": given}, config, left_out)
    key = dict(zip(given.ids, given.keys, strict=True))
    found = {part: list(getattr(splits, part)) for part in PARTS}
    ids = [example.id for examples in found.values() for example in examples]
    findings.demand(
        sorted([*ids, *left_out]) == sorted(given.ids),
        f"Of {len(given.ids)} known examples, split by {how}, {len(set(ids))} came out in "
        f"{len(ids)} places, {len(left_out)} are left out: expected each in one part.",
        CHOOSE,
    )
    shared = [
        {e.raw for e in found[one]} & {e.raw for e in found[other]}
        for one, other in (PARTS[:2], PARTS[1:], PARTS[::2])
    ]
    findings.demand(
        not any(shared),
        f"Split by {how}, {sum(map(len, shared))} copies sit on two sides, expected none.",
        SPLIT,
    )
    for part, share in zip(PARTS, (1 - sum(SHARES), *SHARES), strict=True):
        off = len(found[part]) / len(given.ids) - share
        findings.demand(
            abs(off) <= NEAR or bool(findings.faults),
            f"Split by {how}, {part} got {share + off:.0%} of the known examples, expected "
            f"{share:.0%}.",
            SPLIT,
        )
    judge_keys(how, {p: {key[e.id] for e in e_s} for p, e_s in found.items()}, findings)


def judge_keys(how: str, keys: dict[str, set[str]], findings: Findings) -> None:
    """Whole groups; the past trains, the present validates, the future tests."""
    if how == "group":
        torn = keys["train"] & (keys["validation"] | keys["test"])
        findings.demand(
            not torn,
            f"Split by group, {len(torn)} of {GROUPS} known groups are torn apart.",
            f"{CHOOSE}; {SPLIT}: by_group",
        )
    if how == "time":
        days = {part: sorted(map(int, some)) for part, some in keys.items()}
        for earlier, later in (PARTS[:2], PARTS[1:]):
            findings.demand(
                days[earlier][-1] < days[later][0],
                f"Split by time, {earlier} reaches up to day {days[earlier][-1]}, {later} begins "
                f"with day {days[later][0]}: expected the past to come first.",
                f"{CHOOSE}; {SPLIT}: by_time",
            )


def judge_given(config: Config, findings: Findings) -> None:
    """Files named in the config are the splits; what training shares with them is left out."""
    named = {"data": "a.csv", "validation_data": "b.csv", "test_data": "c.csv"}
    found = parts.given(replace(config, **named))
    findings.demand(
        found == list(zip(PARTS, named.values(), strict=True)),
        f"With {named} in config.py the parts are read from {found}.",
        "recipe/parts.py: given",
    )
    config, left_out = replace(config, split="chance"), dict[str, str]()
    train, half = pool(), slice(GROUPS * EACH // 2)
    other = parts.Pool(
        train.examples[half],
        [f"given {id}" for id in train.ids[half]],
        train.contents[half],
        train.answers[half],
    )
    given = {"train": train, "validation": other}
    splits = parts.cut(given, replace(config, test_share=0.0), left_out)
    copies = {e.raw for e in splits.train} & set(other.contents)
    findings.demand(
        len(splits.validation) == len(other.ids) and not copies,
        f"Of {len(other.ids)} examples given for validation {len(splits.validation)} "
        f"validate, and {len(copies)} train as well, expected none.",
        "recipe/parts.py: cut and _without_copies",
    )
