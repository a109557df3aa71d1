"""The door data comes in by: who trains, and which answer belongs to which input."""

from collections import Counter
from itertools import combinations

from ..additions import Forgetful
from ..contract import Project
from ..findings import Findings
from ..same_answer import as_number
from ..specimen import affordable, some
from ..training_inputs import as_encoded, came, change

BACK = 1e-4  # of the range of the answers: float32, and a logarithm
PARTS = ("train", "validation", "test")
UNHEARD = "an answer that nobody has heard of"
MOST = 4000  # examples of each split whose contents are compared
PAIRS = 300  # examples encoded once more: more than the cache decodes at a time
STEPS = 6  # batches of training, each example of which is encoded once more
SURE = 4.0  # standard deviations above what chance explains
SPLIT = "load.py and split.py"


def judge_splits(project: Project, findings: Findings) -> int:
    """Nobody on two sides, and everybody on the same side whatever the seed."""
    ids = {part: [e.id for e in getattr(project.splits, part)] for part in PARTS}
    for one, other in combinations(PARTS, 2):
        both = set(ids[one]) & set(ids[other])
        findings.demand(
            not both,
            f"{len(both)} examples are in {one} and in {other}, such as {sorted(both)[:1]}.",
            SPLIT,
        )
    findings.ask(judge_seed, project, ids["validation"])
    findings.ask(judge_groups, project)
    if project.target.answers_are == "series":
        return 0  # quiet days repeat: forecast_origin.py compares the times instead
    return judge_copies(project, findings)


def judge_seed(project: Project, ids: list[str], findings: Findings) -> None:
    """`seed` decides weights and order; who validates is another question."""
    again = project.again(seed=project.config.seed + 1).splits.validation
    findings.demand(
        set(ids) <= {example.id for example in again},
        "Another `seed` gives another validation split: two runs could not be compared.",
        f"{SPLIT}: cut by `split_seed`, never by `seed`",
    )


def judge_groups(project: Project, findings: Findings) -> None:
    """Where the split is by group, each group is on one side, and there are groups at all."""
    if project.split_by != "group":
        return
    splits = project.again().splits  # `project` may hold a few of them
    group = {part: project.groups_of(getattr(splits, part)) for part in PARTS}
    train = group["train"]
    yours = [getattr(example, "group", None) for example in splits.train]
    differ = any(
        y is not None and str(y) != by_hand
        for y, by_hand in zip(yours, train, strict=True)
    )
    findings.demand(
        len(set(train)) < len(train),
        f"The split is by group, but no two of {len(train)} examples share one: it is by chance.",
        "config.py: split_column; read.py, which tells the group of each example",
    )
    for one, other in combinations(PARTS, 2):
        both = set(group[one]) & set(group[other])
        findings.demand(
            not both,
            f"{len(both)} groups are in {one} and in {other}, such as {sorted(both)[:1]}.",
            "read.py: which tells the group of each example" if differ else SPLIT,
        )


def judge_copies(project: Project, findings: Findings) -> int:
    """Inputs that are in training and again in validation or test.

    None is right, unless columns are dropped: rows may then agree in all that is left, and
    do so across the splits as often as they do within training. So do windows of a text that
    are drawn by chance, as words come again.
    """
    contents = {part: inputs_of(project, part) for part in PARTS}
    dropped = getattr(project.config, "drop", ()) or getattr(project, "draws", False)
    train, total = contents["train"], 0
    pairs = sum(count * (count - 1) / 2 for count in train.values())
    for part in ("validation", "test"):
        copies = sum(count for x, count in contents[part].items() if x in train)
        chance = 2 * pairs * contents[part].total() / max(1, train.total())
        allowed = chance + SURE * (chance + 1) ** 0.5 if dropped else 0
        findings.demand(
            copies <= allowed,
            f"{copies} of {contents[part].total()} {part} examples have the input of a training "
            f"example, expected at most {allowed:.0f}.",
            f"{SPLIT}: copies must stay on one side",
        )
        total += copies
    return total


def inputs_of(project: Project, part: str) -> Counter[bytes]:
    inputs = project.inputs
    examples = some(getattr(project.splits, part), affordable(project, MOST))
    if isinstance(inputs, Forgetful):
        return Counter(inputs.content(e.raw) for e in examples)
    return Counter(inputs.encode(e.raw).numpy().tobytes() for e in examples)


def judge_pairs(project: Project, findings: Findings) -> None:
    """Each batch holds the x and the y of its ids, in training and in evaluation."""
    examples = some(project.splits.train, affordable(project, PAIRS))
    again = PAIRS // len(examples) + 1  # of a few examples each comes several times
    by_id = {example.id: example for example in examples}
    few = [*by_id.values()]
    turned = (other := change(came(project, few), project, few)) and other.chosen
    examples = (again * examples)[:PAIRS]
    feed = project.but(batch_size=16).feed(examples)
    training = () if turned else feed.training(0, STEPS)  # 2.13 asks how
    batches = [*training, *feed.in_order(32)]
    for batch in batches:
        for id, x, y in zip(batch.ids, batch.x, batch.y, strict=True):
            right = as_encoded(x, project.inputs.encode(by_id[id].raw))
            right &= as_encoded(y, project.target.encode(by_id[id].answer))
            findings.demand(
                right,
                f"The batch has another x or y for {id} than its raw example: y is "
                f"{project.target.describe(y)}, the answer {by_id[id].answer!r}.",
                "feed.py: __getitem__",
            )
            if findings.faults:
                return  # one example tells the story
    blank = project.feed(examples, blank=True)[range(len(examples))].x
    said = getattr(project.inputs, "said", lambda x: x)  # a length is not what it says
    findings.demand(
        not bool(said(blank).any()),
        "The baseline without inputs is handed an x that is not 0.",
        "feed.py: __getitem__, blank",
    )


def judge_unknown(project: Project, findings: Findings) -> None:
    """A class that training never saw is an error, not one of those it saw."""
    if project.target.answers_are != "classes":
        return
    try:
        y = project.target.encode(UNHEARD)
    except (ValueError, KeyError):
        return
    findings.demand(
        False,
        f"The answer {UNHEARD!r} is taken for {project.target.describe(y)}, expected an error.",
        "target.py: encode",
    )


def judge_between(project: Project, findings: Findings) -> None:
    """A number that no example has, between the answers of two, survives encode and decode."""
    if project.target.answers_are != "numbers":
        return
    answers = [e.answer for e in some(project.splits.train, PAIRS)]
    low, *_, high = sorted(map(as_number, answers))
    for share in (0.123, 0.377, 0.731):
        value = low + share * (high - low)
        y = project.target.encode(value).reshape(1, -1)
        said = project.target.decode(y.expand(1, project.target.outputs))[0]
        findings.demand(
            abs(said - value) <= BACK * (high - low),
            f"An answer of {value:.6g} is encoded and decoded as {said:.6g}.",
            "target.py: encode and decode",
        )
