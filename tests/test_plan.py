"""Every number of config.py and its reason: `pytest tests/test_plan.py`. Reads no file."""

import ast
import io
import re
import tokenize
from dataclasses import replace
from math import log
from pathlib import Path
from typing import Any

import pytest

from scaffolder.answers import Answers
from scaffolder.errors import DataError
from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.kinds import kinds
from scaffolder.plan import Plan, literal, make

PARTS = Path(__file__).parents[1] / "templates" / "parts"
EXAMPLES = Path(__file__).parents[1] / "generated_examples"
NASTY = [
    '"""\nimport os',
    "a'b\"c\\",
    "{{ 7 * 7 }} {% raw %} ${x} %(y)s",
    "tab\there\r\nand\x00null\x1b[31m",
    "line\u2028separator\x85next",
    "lone \udc80 surrogate",
    "ÄÖÜ 漢字 🦊",
    "# type: ignore",
    "x" * 300,
    "",
]


def facts(**changes: Any) -> Facts:
    """A table of two classes, as `scaffolder.facts` describes it."""
    why = "because"
    settings = {
        "data": "/data/t.csv",
        "validation_data": "",
        "test_data": "",
        "separator": ",",
        "quote": '"',
        "encoding": "utf8",
        "columns": (),
        "missing": ("",),
        "same_answer": (),
        "categorical": ("colour",),
    }
    plain = Facts(
        path=Path("/data/t.csv"),
        reader="table",
        format="CSV",
        counts={"train": 10_000},
        kind=Proposal("tabular-classification", why),
        target=Proposal("y", why),
        drop=(),
        split=Proposal("chance", why),
        split_column=Proposal("", why),
        settings={name: Proposal(value, why) for name, value in settings.items()},
        classes={"no": 7_500, "yes": 2_500},
        columns=tuple(
            Column(name, role, 0, 9, ())
            for name, role in [
                ("size", "number"),
                ("colour", "category"),
                ("y", "category"),
            ]
        ),
        sentences=("10,000 rows.",),
    )
    return replace(plain, **changes)


def pictures(count: int = 10_000, size: int = 32) -> Facts:
    settings = {"data": "/data/p", "validation_data": "", "test_data": ""}
    settings |= {"columns": (), "header": (), "image_size": size, "channels": 3}
    return facts(
        reader="images",
        kind=Proposal("image-classification", "because"),
        target=Proposal("", "because"),
        counts={"train": count},
        settings={name: Proposal(value, "because") for name, value in settings.items()},
    )


def prices() -> Facts:
    number = Column("y", "number", 0, 99, (), 1.0, 500_001.0, 206_856.0, 179_700.0)
    kind = Proposal("tabular-regression", "because")
    found = facts(kind=kind, classes={}, number=number)
    scale = {"logarithm": Proposal(False, "because")}
    return replace(found, settings=found.settings | scale)


def answers(found: Facts, **changes: Any) -> Answers:
    plain = Answers(
        name="demo",
        package="demo",
        kind=found.kind.value,
        data=str(found.path),
        validation_data="",
        test_data="",
        target=found.target.value,
        drop=tuple(proposal.value for proposal in found.drop),
        split=found.split.value,
        split_column=found.split_column.value,
        image_size=0,
        horizon=0,
        lookback=0,
        watch="",
    )
    return replace(plain, **changes)


def planned(found: Facts, **changes: Any) -> Plan:
    return make(answers(found, **changes), found)


def value(plan: Plan, name: str) -> Any:
    return ast.literal_eval(plan.fields[name].source)


@pytest.mark.parametrize("found", [facts(), prices(), pictures()])
def test_every_planned_field_is_asked_for_somewhere(found):
    """The other way round Jinja is strict: a field that nobody planned ends the render."""
    texts = [path.read_text("utf-8") for path in PARTS.rglob("*.jinja")]
    texts.append((PARTS.parents[1] / "copier.yml").read_text("utf-8"))
    asked = set(re.findall(r"plan\.(\w+)", "".join(texts)))
    assert set(planned(found).fields) - {"split"} <= asked  # it chooses split.py


@pytest.mark.parametrize("found", [facts(), prices(), pictures()])
def test_every_field_has_a_literal_and_a_reason_on_one_line(found):
    for name, setting in planned(found).fields.items():
        ast.literal_eval(setting.source)
        assert setting.reason and "\n" not in setting.reason, name


@pytest.mark.parametrize("found", [facts(), prices(), pictures()])
def test_what_you_chose_says_first_what_it_is(found):
    """The comment is the help of a flag: "you chose it" alone would tell nobody what."""
    size = {"image_size": 64} if found.reader == "images" else {}
    plan = planned(found, target="size", drop=("id",), watch="accuracy", **size)
    bare = [n for n, s in plan.fields.items() if s.reason.startswith("you chose")]
    assert set(bare) <= {"split"}


MEANS = r"""data: path of
validation_share: share kept
drop: (columns|examples) that are
separator: between the c
quote: what encloses
encoding: encoding of
missing: cells without a value
target: what is to be predicted
image_size: size of x
channels: 1 is grey
void: codes that
labels: what a picture may have
steps: batches to train on
learning_rate: size of a step
watch: picks the best
split_column: what the split is by
horizon: steps ahead
lookback: steps the net sees
period: steps of a season
step: row to row
logarithm: whether y"""


@pytest.mark.parametrize("kind", [row.name for row in kinds()])
def test_the_help_of_a_flag_says_what_it_is_then_why(kind):
    config = next((EXAMPLES / kind / "src").glob("*/config.py")).read_text("utf-8")
    fields = re.findall(r"((?:    # .*\n)+)    (\w+): ", config)
    for name, means in (line.split(": ") for line in MEANS.splitlines()):
        for comment in [above for above, field in fields if field == name]:
            assert re.match(means, comment.removeprefix("    # ")), comment


@pytest.mark.parametrize("nasty", NASTY)
def test_any_text_becomes_one_printable_literal_that_means_it(nasty):
    for meant in (nasty, (nasty,), (nasty, "b"), ((nasty, "b"),)):
        source = literal(meant)
        assert ast.literal_eval(source) == meant
        assert source.isprintable()
        source.encode()


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_answers_stay_inside_their_field_and_their_comment(nasty):
    odd = Proposal(nasty or "x", f"it says {nasty}")
    found = replace(facts(), target=odd, drop=(odd,), sentences=(nasty,))
    found = replace(found, classes={nasty: 5_000, "b": 5_000})
    plan = planned(found, watch=nasty, split="group", split_column=nasty)
    lines = [f"{k} = {s.source}  # {s.reason}" for k, s in plan.fields.items()]
    tree = ast.parse("\n".join(lines))
    assert [node.targets[0].id for node in tree.body] == list(plan.fields)  # type: ignore[attr-defined]
    tokens = tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline)
    assert sum(t.type == tokenize.COMMENT for t in tokens) == len(lines)
    assert all(s.isprintable() for s in plan.facts["sentences"])
    assert "|" not in plan.facts["dumb_baseline"]


@pytest.mark.parametrize(
    ("number", "source"),
    [(3e-4, "3e-4"), (1e-3, "1e-3"), (0.15, "0.15"), (0.0, "0.0"), (64, "64")],
)
def test_numbers_are_written_as_people_write_them(number, source):
    assert literal(number) == source


def test_answers_beat_facts_and_say_so():
    found = replace(facts(), drop=(Proposal("id", "id: all different"),))
    changes = {"target": "size", "test_data": "/data/test.csv", "watch": "accuracy"}
    plan = planned(found, drop=("colour",), **changes)
    assert (
        value(plan, "target") == "size" and value(plan, "test_data") == "/data/test.csv"
    )
    assert plan.fields["target"].reason == "what is to be predicted; you chose it"
    said = "columns that are no input; colour: you named it; id stays: you kept it"
    assert plan.fields["drop"].reason == said


def test_accepted_proposals_keep_their_reason():
    found = replace(facts(), drop=(Proposal("id", "id: all different"),))
    said = "columns that are no input; id: all different"
    assert planned(found).fields["drop"].reason == said
    assert planned(found).fields["data"].reason == "path of the data; because"


def test_the_column_of_the_split_is_dropped_once():
    found = replace(facts(), drop=(Proposal("day", "day: the split is by it"),))
    answers = {"split": "time", "split_column": "day", "drop": ("day",)}
    assert value(planned(found, **answers), "drop") == ("day",)


def test_a_split_that_no_example_can_tell_is_refused_with_a_way_out():
    answers = {"kind": "text-classification", "split": "time", "split_column": "day"}
    with pytest.raises(DataError, match="chance or group here.*validation and test"):
        planned(facts(), **answers)


def test_a_text_column_that_is_kept_after_all_is_no_number():
    columns = (*facts().columns, Column("town", "text", 0, 900, ()))
    found = replace(facts(), columns=columns, drop=(Proposal("town", "free text"),))
    assert value(planned(found), "categorical") == ("colour",)
    assert value(planned(found, drop=()), "categorical") == ("colour", "town")


@pytest.mark.parametrize(
    ("classes", "metric"),
    [
        ({"a": 5_000, "b": 5_000}, "accuracy"),
        ({"a": 9_000, "b": 1_000}, "accuracy"),
        ({"a": 9_770, "b": 230}, "average precision"),
        (dict.fromkeys("abcdefghijkl", 800), "accuracy"),
        ({"a": 8_000, "b": 1_900, "c": 100}, "balanced accuracy"),
    ],
)
def test_a_rare_class_is_watched_by_a_metric_that_sees_it(classes, metric):
    plan = planned(replace(facts(), classes=classes))
    assert value(plan, "watch") == metric


def test_a_regression_is_watched_in_its_own_unit():
    assert value(planned(prices()), "watch") == "RMSE"


@pytest.mark.parametrize(
    "count", [30, 344, 5_000, 20_640, 60_000, 1_000_000, 100_000_000]
)
@pytest.mark.parametrize("kind", [facts, pictures])
def test_the_numbers_fit_data_of_any_size(count, kind):
    plan = planned(replace(kind(), counts={"train": count}))
    kept = count * (1 - value(plan, "validation_share") - value(plan, "test_share"))
    assert kept >= 0.7 * count
    assert count < 1_000 or count * value(plan, "validation_share") >= 150
    steps, every = value(plan, "steps"), value(plan, "evaluate_every")
    assert isinstance(steps, int) and isinstance(every, int)
    few_rows = (
        kind is facts and count < 1_000
    )  # fitted so early that one has to look often
    assert 400 <= steps <= 3_000 and steps // every == (50 if few_rows else 10)


def test_the_readme_expects_the_entropy_of_the_classes():
    said = planned(facts()).facts
    entropy = -(0.75 * log(0.75) + 0.25 * log(0.25))
    assert said["loss_at_init"] == pytest.approx(entropy)
    assert f"{entropy:.3f} nats" in said["expected_loss"]
    assert said["majority_share"] == 0.75
    assert said["dumb_baseline"] == "always `no` is right 75 % of the time"
    assert said["constant_answer"] == "the class shares: `no` 75 %, `yes` 25 %"


def test_the_readme_of_a_regression_speaks_of_mean_and_median():
    said = planned(prices()).facts
    assert said["loss_at_init"] == 1.0
    assert "206,856" in said["constant_answer"] and "179,700" in said["dumb_baseline"]


@pytest.mark.parametrize(("groups", "share"), [(3, 0.333), (5, 0.2), (7, 0.15)])
def test_of_a_few_groups_one_validates_and_one_tests(groups: int, share: float):
    fold = Column("fold", "number", 0, groups, ("1",))
    by = {
        "split": Proposal("group", "folds"),
        "split_column": Proposal("fold", "folds"),
    }
    found = replace(facts(), columns=(*facts().columns, fold), **by)
    plan = planned(found, split="group", split_column="fold")
    assert value(plan, "validation_share") == value(plan, "test_share") == share
