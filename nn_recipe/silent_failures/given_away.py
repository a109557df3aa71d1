"""What gives the answer away: one number of x, a few of them added up, a word, another series."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from ..contract import Example, Project
from ..findings import Findings
from ..specimen import some

TRAINING, VALIDATING = 2000, 1000  # examples
FEWEST = 50  # that validate: fewer can all be right by chance
WIDE = 300  # numbers in x: a table
LEAVES = 64  # of the tree over one number: any curve of that many steps
TOO_GOOD = 0.999  # of the variance, or of the answers
RARE = 0.95  # of the answers right by a constant: then there is nothing to tell
EXACT = 1e-9  # of the variance; rounding in float32 leaves a sum a hundredth of it
KNOWN = (
    "Is it known before the answer is? If not, take it out of x; if so, waive this row."
)
X, TEXT = (
    "data.py: Inputs; read.py: which columns",
    "read.py: which columns are the text",
)


def judge_given_away(project: Project, findings: Findings) -> None:
    """No net is needed where one input is the answer in other words: it will not be there later.

    A tree over each number of x, a line over all of them, one word for each class, another
    series a step ahead: learnt on training examples, judged on others.
    """
    splits = project.splits
    known, asked = some(splits.train, TRAINING), some(splits.validation, VALIDATING)
    if len(asked) < FEWEST:
        return
    if (kind := project.target.answers_are) == "series":
        judge_series(project, asked, findings)
    elif kind in ("classes", "numbers") and isinstance(asked[0].raw, str):
        judge_words(known, asked, findings)
    elif kind in ("classes", "numbers"):
        judge_numbers(project, known, asked, findings)


def judge_numbers(
    project: Project, known: list[Example], asked: list[Example], findings: Findings
) -> None:
    """x a row of numbers: each alone, and all in one sum."""
    if len(project.inputs.shape) != 1 or project.inputs.shape[0] > WIDE:
        return
    (x, y), (new, true) = (arrays(project, part) for part in (known, asked))
    numbers = project.target.answers_are == "numbers"
    if not numbers and Counter(true.tolist()).most_common(1)[0][1] > RARE * len(true):
        return
    tree: Any = DecisionTreeRegressor if numbers else DecisionTreeClassifier
    for place in range(x.shape[1]):
        column = slice(place, place + 1)
        power = (
            tree(max_leaf_nodes=LEAVES).fit(x[:, column], y).score(new[:, column], true)
        )
        findings.demand(
            power < TOO_GOOD,
            f"Number {place} of x{named(project, asked, place)} alone gives away "
            f"{power:.2%} of the {'variance of the answer' if numbers else 'answers'}. {KNOWN}",
            X,
        )
    if numbers and not findings.faults:
        judge_sum(known, asked, findings)


def judge_sum(known: list[Example], asked: list[Example], findings: Findings) -> None:
    """In the units of the file, as x may bend them."""
    (x, y), (new, true) = cells(known), cells(asked)
    enough = len(x) > 5 * x.shape[1] and x.shape[1] == new.shape[1]
    left = unexplained(x, y, new, true) if enough else 1.0
    findings.demand(
        left > EXACT,
        f"The answer is a sum of other columns: of its variance {left:.1g} is left. {KNOWN}",
        X,
    )


def cells(examples: Sequence[Example]) -> tuple[Any, Any]:
    """[n, columns] and [n]: the numbers of each row, those columns that are never gaps or words."""
    raws = [e.raw for e in examples if isinstance(e.raw, dict)]
    columns = []
    for column in raws[0] if raws else ():
        with suppress(TypeError, ValueError):
            columns.append([float(raw[column]) for raw in raws])
    answers = [float(e.answer) for e in examples]
    return np.array(columns).T.reshape(len(answers), -1), np.array(answers)


def arrays(project: Project, examples: Sequence[Example]) -> tuple[Any, Any]:
    """[n, numbers] and [n], float64: x and y as the net has them."""
    pairs = [
        (project.inputs.encode(e.raw), project.target.encode(e.answer))
        for e in examples
    ]
    x = np.array([x.double().numpy() for x, _ in pairs])
    return x, np.array([y.double().numpy().ravel()[0] for _, y in pairs])


def unexplained(x: Any, y: Any, new: Any, true: Any) -> float:
    """The share of the variance of new answers that a line through the known ones leaves."""
    whole = np.column_stack([x, np.ones(len(x))])
    line = np.linalg.lstsq(whole, y, rcond=None)[0]
    errors = np.column_stack([new, np.ones(len(new))]) @ line - true
    return float(np.square(errors).mean() / max(true.var(), 1e-300))


def named(project: Project, examples: Sequence[Example], place: int) -> str:
    """The column that it comes from: the one whose cell, from another row, changes it."""
    one, encode = examples[0].raw, project.inputs.encode
    for other in examples[1:20]:
        for column in one if isinstance(one, dict) else ():
            mixed = {**one, column: other.raw[column]}
            if encode(mixed)[place] != encode(one)[place]:
                return f", {column},"
    return ""


def judge_words(known: list[Example], asked: list[Example], findings: Findings) -> None:
    """A word for each class, found in its texts and in no other: the label was in the text.

    Or the first word, or the last, says the class, whatever it says elsewhere.
    """
    counts = Counter(example.answer for example in known)
    if len(counts) < 2 or max(counts.values()) > RARE * len(known):
        return
    held: dict[str, Counter[Any]] = defaultdict(Counter)
    for example in known:
        for word in set(words(example.raw)):
            held[word][example.answer] += 1
    telling: dict[str, Any] = {}
    for word, classes in held.items():
        (answer, times), *others = classes.most_common(2)
        if not others and times >= TOO_GOOD * counts[answer]:
            telling[word] = answer
    for place, which in ((0, "first"), (-1, "last")):
        power = at(place, known, asked)
        findings.demand(
            power < TOO_GOOD,
            f"The {which} word of a text gives away {power:.2%} of the answers: was the label put "
            f"into the text? {KNOWN}",
            TEXT,
        )
    right = [said(example, telling) == example.answer for example in asked]
    power = sum(right) / len(right)
    findings.demand(
        power < TOO_GOOD,
        f"One word for each class, {sorted(telling)[:4]}, gives away {power:.2%} of the answers: "
        f"was the label put into the text? {KNOWN}",
        TEXT,
    )


def at(place: int, known: list[Example], asked: list[Example]) -> float:
    """The share of new answers that the most frequent class of the word at this place has right."""
    classes: dict[str, Counter[Any]] = defaultdict(Counter)
    for example in known:
        for word in [*words(example.raw)][place : place + 1 or None]:
            classes[word][example.answer] += 1
    right = 0
    for example in asked:
        for word in [*words(example.raw)][place : place + 1 or None]:
            right += (
                bool(classes[word])
                and max(classes[word], key=classes[word].__getitem__) == example.answer
            )
    return right / len(asked)


def words(text: str) -> Iterator[str]:
    yield from text.lower().split()


def said(example: Example, telling: dict[str, Any]) -> Any:
    return next((telling[w] for w in words(example.raw) if w in telling), None)


def judge_series(project: Project, asked: list[Example], findings: Findings) -> None:
    """Another series whose last value is already what this one will be, some steps later."""
    if not isinstance(asked[0].raw, dict):
        return
    from_last = getattr(project.target, "since_last", False)
    last = {c: np.array([e.raw[c][-1] for e in asked]) for c in asked[0].raw}
    for series in asked[0].answer:
        future = np.array([e.answer[series] for e in asked]).T  # [horizon, windows]
        future = future + last[series] if from_last else future
        for other in last.keys() - {series}:
            steps = [
                i for i, y in enumerate(future, 1) if left_of(last[other], y) <= EXACT
            ]
            findings.demand(
                not steps,
                f"The last value of {other} is what {series} will be {steps[:1]} steps later. "
                f"{KNOWN}",
                X,
            )


def left_of(one: Any, other: Any) -> float:
    """The share of the variance of the other that a line through one leaves."""
    known = np.isfinite(one) & np.isfinite(other)
    if known.sum() < FEWEST or not one[known].std() or not other[known].std():
        return 1.0
    return 1 - float(np.corrcoef(one[known], other[known])[0, 1]) ** 2
