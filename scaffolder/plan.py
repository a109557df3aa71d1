"""From answers and facts to every number of config.py, each with its reason. Pure.

The numbers come from trials on two CPU cores: they reach a good net in minutes, and are
the start of tuning, not its end. Nothing here reads a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Any

from .answers import Answers
from .facts.model import Facts, Proposal

SMALL = 16  # pixels: up to here a second core costs more than it gives
RARE = 0.1  # below this share of the smaller class accuracy says nothing


@dataclass(frozen=True)
class Setting:
    """One field of config.py."""

    source: str  # a Python literal
    reason: str  # one line, the comment above the field


@dataclass(frozen=True)
class Plan:
    """What the templates are filled with."""

    fields: Mapping[str, Setting]
    facts: Mapping[str, Any]  # `sentences`, and the numbers the README speaks of


def make(answers: Answers, facts: Facts) -> Plan:
    proposals = {
        **reading(answers, facts),
        **splitting(answers, facts),
        **training(answers, facts),
        "watch": watch(answers, facts),
    }
    fields = {name: setting(proposal) for name, proposal in proposals.items()}
    return Plan(fields, readme(answers, facts))


# --- what data.py reads ---------------------------------------------------------------


def reading(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    """Paths and format: as the facts found them, unless an answer says otherwise."""
    found = dict(facts.settings)
    for name in ("validation_data", "test_data"):
        found[name] = chosen(getattr(answers, name) or found[name].value, found[name])
    found["drop"] = dropped(answers, facts)
    if facts.reader == "images":
        size = answers.image_size or found["image_size"].value
        return found | {"image_size": chosen(size, found["image_size"])}
    found["target"] = chosen(answers.target or facts.target.value, facts.target)
    found["categorical"] = categorical(answers, facts)
    return found


def chosen(value: Any, proposal: Proposal) -> Proposal:
    """The proposal, if it was accepted."""
    return proposal if value == proposal.value else Proposal(value, "you chose it")


def dropped(answers: Answers, facts: Facts) -> Proposal:
    reasons = {proposal.value: proposal.reason for proposal in facts.drop}
    said = [reasons.get(name, f"{name}: you named it") for name in answers.drop]
    kept = [name for name in reasons if name not in answers.drop]
    said += [f"{name} stays: you kept it" for name in kept]
    return Proposal(tuple(answers.drop), "; ".join(said) or "nothing is left out")


def categorical(answers: Answers, facts: Facts) -> Proposal:
    """Also columns that were to be dropped and are kept: text is never a number."""
    proposal = facts.settings["categorical"]
    aside = {answers.target or facts.target.value, answers.split_column, *answers.drop}
    words = [
        c.name for c in facts.columns if c.role in ("category", "text", "id", "time")
    ]
    names = tuple(
        column.name
        for column in facts.columns
        if column.name not in aside and column.name in {*proposal.value, *words}
    )
    return Proposal(names, proposal.reason)


# --- who trains, who validates, who tests ---------------------------------------------


def splitting(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    share = validation_share(facts.counts["train"])
    return {
        "split": chosen(answers.split, facts.split),
        "split_column": chosen(answers.split_column, facts.split_column),
        "validation_share": share,
        "test_share": share,
    }


def validation_share(examples: int) -> Proposal:
    """10,000 examples tell an accuracy to half a point; more would be taken from training."""
    if examples < 20_000:
        return Proposal(
            0.15, f"of {examples:,} examples: as small as an interval allows"
        )
    share = max(round(min(0.1, 10_000 / examples), 3), 0.001)
    return Proposal(share, f"of {examples:,} examples: enough for a narrow interval")


# --- training -------------------------------------------------------------------------


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    """Width, depth, batch size, steps and rate."""
    examples = facts.counts["train"]
    if facts.reader == "images":
        size = answers.image_size or facts.settings["image_size"].value
        return for_images(examples, size)
    return for_rows(examples)


def threads(cores: int, why: str) -> Proposal:
    return Proposal(cores, f"{why}; fixed, as another number changes the last bits")


def for_rows(rows: int) -> dict[str, Proposal]:
    """A few hundred rows are fitted within 100 steps: a smaller net, watched more closely."""
    small = rows < 1_000
    batch = 32 if small else 128 if rows < 200_000 else 512
    return {
        "width": Proposal(
            32 if small else 128,
            "units of a hidden layer: more is for `curve capacity` to show",
        ),
        "depth": Proposal(
            1 if small else 2, "residual blocks of two layers each: don't be a hero"
        ),
        **lasting(rows, batch, 20, fewest=1_000, most=3_000, looks=50 if small else 10),
        "learning_rate": Proposal(3e-4, "Adam is safe: 3e-4, before any tuning"),
        "threads": threads(1, "core: a net this small would wait for a second one"),
    }


def for_images(pictures: int, size: int) -> dict[str, Proposal]:
    """Whatever the size of the pictures: the stem of the net brings them all to 8 to 24."""
    batch = 32 if pictures < 1_000 else 64
    return {
        "width": Proposal(
            32, "channels of the first stage; each later stage doubles them"
        ),
        "depth": Proposal(1, "residual blocks per stage: don't be a hero"),
        **lasting(pictures, batch, 15, fewest=400, most=2_000, looks=10),
        "learning_rate": Proposal(
            1e-3, "Adam is safe: a convnet this small takes 1e-3"
        ),
        "threads": (
            threads(2, "cores for the convolutions")
            if size > SMALL
            else threads(1, "core: pictures this small would wait for a second one")
        ),
    }


def lasting(
    examples: int, batch: int, epochs: int, *, fewest: int, most: int, looks: int
) -> dict[str, Proposal]:
    """Steps for so many epochs, within bounds, and `looks` evaluations on the way."""
    steps = min(max(round(epochs * examples / batch / 100) * 100, fewest), most)
    seen = steps * batch / examples
    every = max(steps // looks, 1)
    return {
        "batch_size": Proposal(batch, f"examples per step, of {examples:,}"),
        "steps": Proposal(steps, f"each example is seen about {seen:.3g} times"),
        "evaluate_every": Proposal(
            every, f"steps between two evaluations: {steps // every}"
        ),
    }


def watch(answers: Answers, facts: Facts) -> Proposal:
    """The metric to look at. Names are those of target.py."""
    if answers.watch:
        return Proposal(answers.watch, "you chose it")
    if not facts.classes:
        return Proposal("RMSE", "in the unit of the answer; large errors count most")
    smallest = min(facts.classes.values()) / sum(facts.classes.values())
    if smallest >= RARE:
        return Proposal("accuracy", "the share of right answers; no class is rare here")
    if len(facts.classes) == 2:
        reason = f"accuracy would reward never finding the {percent(smallest)} class"
        return Proposal("average precision", reason)
    if smallest * len(facts.classes) >= 0.5:
        return Proposal(
            "accuracy", "the share of right answers; the classes are balanced"
        )
    reason = f"accuracy would hardly notice the smallest class, {percent(smallest)}"
    return Proposal("balanced accuracy", reason)


# --- what the README says -------------------------------------------------------------


def readme(answers: Answers, facts: Facts) -> dict[str, Any]:
    """What to expect of these data before any training; about, as the split moves it a bit."""
    said = {
        "sentences": [line(sentence) for sentence in facts.sentences],
        "examples": facts.counts["train"],
    }
    return said | (of_classes(facts.classes) if facts.classes else of_a_number(facts))


def of_classes(classes: Mapping[str, int]) -> dict[str, Any]:
    total = sum(classes.values())
    shares = {name: count / total for name, count in classes.items()}
    entropy = -sum(share * log(share) for share in shares.values() if share)
    name, largest = max(shares.items(), key=lambda item: item[1])
    first = [f"{code(name)} {percent(share)}" for name, share in [*shares.items()][:4]]
    rest = f" and {len(shares) - 4} more" if len(shares) > 4 else ""
    return {
        "classes": len(shares),
        "majority_share": largest,
        "loss_at_init": entropy,
        "expected_loss": f"about {entropy:.3f} nats, the entropy of the class shares "
        f"(ln {len(shares)} = {log(len(shares)):.3f} only if they were equal)",
        "constant_answer": f"the class shares: {', '.join(first)}{rest}",
        "dumb_baseline": f"always {code(name)} is right {percent(largest)} of the time",
    }


def of_a_number(facts: Facts) -> dict[str, Any]:
    number = facts.number
    assert number is not None, "a regression has a number to predict"
    return {
        "mean": number.mean,
        "median": number.median,
        "loss_at_init": 1.0,
        "expected_loss": "about 1, the variance in units of the training sd squared",
        "constant_answer": f"the training mean, about {number.mean:,.6g}",
        "dumb_baseline": f"always the median, {number.median:,.6g}, has the least MAE "
        "of all constants",
    }


# --- into words and source ------------------------------------------------------------


def setting(proposal: Proposal) -> Setting:
    return Setting(literal(proposal.value), line(proposal.reason))


def literal(value: Any) -> str:
    """A Python literal on one line, in plain letters if need be; 0.0003 as 3e-4."""
    if isinstance(value, str):
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in repr(value))
    if isinstance(value, tuple):
        items = ", ".join(map(literal, value))
        return f"({items},)" if len(value) == 1 else f"({items})"
    if isinstance(value, float) and 0 < value < 0.01:
        digits, exponent = f"{value:e}".split("e")
        return f"{float(digits):g}e{int(exponent)}"
    return repr(value)


def line(text: str) -> str:
    """One line that can stand in a comment: no line break, nothing invisible."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def code(name: str) -> str:
    """A name from the data in a cell of a Markdown table."""
    short = line(name).replace("`", "'").replace("|", "/")
    return f"`{short if len(short) <= 40 else short[:39] + '…'}`"


def percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.2g} %"
