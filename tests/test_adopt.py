"""`recipe adopt` writes one file beside training scripts: `pytest tests/test_adopt.py`.

`tests/scripts/` has three of other people's style: all at the top of one file, functions with a
main guard, and a Trainer class. Each would stop with "the training ran" if it did. What the
audit then says stands in test_adopted.py.
"""

import json
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import black
import pytest

from scaffolder.adopt import expressions

from .conftest import ROOT, Recipe
from .examples import some
from .processes import module, run

SCRIPTS = ROOT / "tests" / "scripts"
FLAGS = {
    "flat": (),
    "functions": (
        *("--model", "train.py:Net(5)"),
        *("--train", "data.py:load()[0]", "--test", "data.py:load()[1]"),
        *("--optimizer", "train.py:torch.optim.SGD(net.parameters(), lr=1e-4)"),
    ),
    "trainer": (
        *("--model", "run.py:ConvNet()"),
        *("--train", "run.py:Trainer(Options()).train_set"),
        *("--validation", "run.py:Trainer(Options()).val_set"),
    ),
}


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    return shutil.copytree(SCRIPTS, tmp_path / "scripts")


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


# --- the file that is written


@pytest.mark.parametrize("style", FLAGS)
def test_one_file_is_written_and_none_of_yours_changes(
    recipe: Recipe, scripts: Path, style: str
):
    folder = scripts / style
    before = files(folder)
    done = recipe("adopt", str(folder), *FLAGS[style], "--no-checks")
    assert done.code == 0, done.err
    after = files(folder)
    text = after.pop("audit.py").decode()
    assert after == before and {p.name for p in folder.iterdir()} - set(before) == {
        "audit.py"
    }
    assert len(text.splitlines()) <= 100
    assert text == black.format_str(text, mode=black.Mode())
    assert "python -m nn_recipe check --project audit" in done.out


def test_a_dry_run_prints_the_file_and_writes_nothing(recipe: Recipe, scripts: Path):
    folder = scripts / "flat"
    before = files(folder)
    done = recipe("adopt", str(folder), "--dry-run")
    assert done.code == 0 and "class Audit(Adapter):" in done.out
    assert files(folder) == before


def test_your_step_is_named_by_what_it_is_given(recipe: Recipe, scripts: Path):
    step = "train.py:train(net, x, y, 1)"
    flags = (*FLAGS["functions"], "--step", step, "--dry-run", "--json")
    done = recipe("adopt", str(scripts / "functions"), *flags)
    assert "        train.train(net, x, y, 1)\n" in json.loads(done.out)["text"]


@pytest.mark.parametrize(
    "text, source",
    [
        ("Net(5)", "t.Net(5)"),
        ("load()[0]", "t.load()[0]"),
        ("len(items)", "len(t.items)"),
        ("nn.MSELoss()", "t.nn.MSELoss()"),
        ("adam(net, rate)", "t.adam(net, t.rate)"),
    ],
)
def test_names_of_yours_are_asked_of_the_script(text: str, source: str):
    assert expressions.Expression("t.py", text, ("net",)).source == source


def test_a_script_whose_name_is_taken_gets_another(scripts: Path):
    aliases = [expressions.Expression(f"{n}.py", "Net()").alias for n in ("net", "a-b")]
    assert aliases == ["net_py", "a_b"]


# --- mistakes


def test_what_cannot_be_found_names_its_flag(recipe: Recipe, scripts: Path):
    done = recipe("adopt", str(scripts / "functions"))
    assert done.code == 2 and "--train SCRIPT:EXPRESSION" in done.err
    assert not (scripts / "functions" / "audit.py").exists()


@pytest.mark.parametrize(
    "text, said",
    [
        ("Net()", "give a script"),
        ("no.py:Net()", "give a script"),
        ("train.py:(", "Python"),
    ],
)
def test_an_expression_that_is_none_is_told(recipe: Recipe, scripts: Path, text, said):
    done = recipe("adopt", str(scripts / "flat"), "--model", text)
    assert done.code == 2 and said in done.err


def test_a_file_that_is_there_is_not_written_over(recipe: Recipe, scripts: Path):
    (scripts / "flat" / "audit.py").write_text("mine = 1\n")
    done = recipe("adopt", str(scripts / "flat"))
    assert done.code == 2 and "is there already" in done.err
    assert (scripts / "flat" / "audit.py").read_text() == "mine = 1\n"


def test_a_name_that_python_cannot_import_is_refused(recipe: Recipe, scripts: Path):
    done = recipe("adopt", str(scripts / "flat"), "--name", "my audit")
    assert done.code == 2 and "--name" in done.err


def verb(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return run(module("nn_recipe"), *arguments, cwd=folder)


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("check",), "--project MODULE"),
        (("brew", "--project", "audit"), "There is no verb"),
        (("status", "--project", "nothing_here"), "There is no module"),
    ],
)
def test_a_verb_without_its_adapter_is_told(scripts: Path, arguments, said):
    done = verb(scripts / "epochs", *arguments)
    assert done.returncode == 2 and said in done.stderr and "Trace" not in done.stderr


# --- the audit, by what is written


@pytest.mark.parametrize("style", some(("functions", "trainer"), "functions"))
def test_the_checks_run_on_code_of_any_style(recipe: Recipe, scripts: Path, style: str):
    """Torch lets a head begin at random: a finding, and no check stops on the way."""
    done = recipe("adopt", str(scripts / style), *FLAGS[style], "--json")
    records = json.loads(done.out)["verdict"]["records"]
    found = {record["id"]: record for record in records}
    assert done.code == 1 and found["2.5"]["verdict"] == "fails"
    assert not [r["because"] for r in records if "It stopped with" in r["because"]]
    verdicts = [record["verdict"] for record in records]
    assert verdicts.count("holds") >= 4 and "not applicable" in verdicts


def test_a_silent_bug_of_yours_is_found(recipe: Recipe, scripts: Path):
    """A softmax before a cross entropy: it trains, slowly, and nothing complains."""
    path = scripts / "flat" / "train.py"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("nn.Linear(32, 3))", "nn.Linear(32, 3), nn.Softmax(1))")
    )
    assert recipe("adopt", str(scripts / "flat"), "--no-checks").code == 0
    done = verb(scripts / "flat", "check", "overfit", "--project", "audit")
    assert done.returncode == 1 and "overfit one batch" in done.stdout


def test_train_baseline_and_the_report_run_on_it(recipe: Recipe, scripts: Path):
    folder = scripts / "flat"
    assert recipe("adopt", str(folder), "--no-checks").code == 0
    for name, row in (("baseline", "2.9"), ("train", "2.1")):
        done = verb(folder, name, "--project", "audit", "--json")
        found = {record["id"]: record for record in json.loads(done.stdout)}
        assert found[row]["verdict"] == "holds", found[row]["because"]
    assert verb(folder, "report", "--project", "audit").returncode == 0
    assert (folder / "runs" / "report.html").is_file()
