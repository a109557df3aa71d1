"""Texts with a class in a project: reading, copies, word counts: `pytest tests/test_text_classification.py`."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from notes import data
from notes.config import Config
from notes.recipe import near_copies
from notes.recipe.contract import Problem
from notes.recipe.dumb import flat
from notes.recipe.findings import Findings
from notes.recipe.silent_failures.padding import judge_pads
from notes.recipe.specimen import with_random_head
from notes.recipe.split import linked

from scaffolder import facts
from scaffolder.facts.texts.look import plain, tokens

LONG = (
    "please tell the others that we meet at the old bridge by the river at seven sharp"
)


def config(path: Path, **changes: object) -> Config:
    plain = {"separator": "\t", "quote": "", "columns": ("label", "text")}
    plain |= {"text": ("text",), "target": "label", "drop": (), "same_answer": ()}
    return replace(Config(), data=str(path), **(plain | changes))


def parts_of(splits: data.Splits) -> dict[str, list]:
    return {p: list(getattr(splits, p)) for p in ("train", "validation", "test")}


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    """Folders of a hundred files; one of them in Latin-1, two copies but for a number."""
    for i in range(100):
        folder = tmp_path / "mails" / ("office" if i % 2 else "home")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{i}.txt").write_text(f"mail about {'x' * i}.\n")
    (tmp_path / "mails" / "office" / "99.txt").write_bytes(b"caf\xe9")
    for name, number in (("a", 17), ("b", 92)):
        (tmp_path / "mails" / "home" / f"{name}.txt").write_text(f"{LONG} {number}")
    return tmp_path / "mails"


def test_a_folder_is_read_file_by_file_when_asked(mails: Path) -> None:
    splits = data.load(config(mails, text=(), encoding="latin-1"))
    examples = [e for part in parts_of(splits).values() for e in part]
    assert len(examples) == 102
    assert {e.answer for e in examples} == {"home", "office"}
    known = {e.id: e.raw for e in examples}
    assert known["mails/office/99.txt"] == "café"
    (mails / "office" / "1.txt").write_text("changed")
    again = [e for part in parts_of(splits).values() for e in part]
    assert {e.id: e.raw for e in again}["mails/office/1.txt"] == "changed"


def test_near_copies_stay_on_one_side(tmp_path: Path) -> None:
    lines = [f"{'ab'[i % 2]}\ttext {'y' * i} with words of its own" for i in range(60)]
    lines += [f"a\tCall 09{i} now, you won!" for i in range(30)]
    lines += [f"b\t{LONG}, {'so' * (i > 20)} bring {'q' * i}" for i in range(30)]
    path = tmp_path / "t.tsv"
    path.write_text("\n".join(lines) + "\n")
    for seed in range(5):
        splits = data.load(config(path, split_seed=seed))
        for begin in ("Call", "please"):
            sides = [
                name
                for name, part in parts_of(splits).items()
                if any(e.raw.startswith(begin) for e in part)
            ]
            assert len(sides) == 1, f"{begin} stands in {sides}"


def test_texts_with_a_common_beginning_are_no_copies() -> None:
    """3 of 10 runs in common: a chance of 5e-4 per pair, .1 pairs of 190 to expect."""
    other = [" ".join(chr(97 + i) * (j + 1) for j in range(17)) for i in range(20)]
    texts = [f"{LONG} {words}" for words in other]
    groups = linked(near_copies.contents(data.tokens_of(text)) for text in texts)
    assert Counter(groups).most_common(1)[0][1] <= 2


def test_lines_give_the_level_that_target_names(tmp_path: Path) -> None:
    path = tmp_path / "q.train"
    lines = [
        f"{'NUM:date' if i % 2 else 'LOC:city'} What {'z' * i} ?" for i in range(60)
    ]
    path.write_bytes("\n".join([*lines, "LOC:city Où est caf\xe9 ?"]).encode("latin-1"))
    form = facts.read(path).settings["label"].value
    for target, names in (
        ("coarse", {"NUM", "LOC"}),
        ("fine", {"NUM:date", "LOC:city"}),
    ):
        given = config(path, label=form, target=target, encoding="latin-1")
        examples = [e for part in parts_of(data.load(given)).values() for e in part]
        assert {e.answer for e in examples} == names
        assert any(e.raw == "Où est café ?" for e in examples)
    path.write_text("What is new ?\nNUM:date When was it ?\n")
    assert [e.raw for e in data.read(str(path), given)] == [
        "What is new ?",
        "When was it ?",
    ]


def test_rows_without_text_or_answer_are_left_out_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    lines = [f"{'ab'[i % 2]}\tsome words {'y' * i}" for i in range(60)]
    path.write_text("\n".join([*lines, "a\t", "\tno label here"]) + "\n")
    splits = data.load(config(path))
    assert splits.left_out == {"t.tsv:61": "no text", "t.tsv:62": "no answer"}


def test_the_project_and_the_scaffolder_cut_texts_alike() -> None:
    for text in ("Don't pay &lt;5!", "你好 wörld's 3.5", 'a "b" c_d', ""):
        assert data.tokens_of(text) == tokens(text)
        words = near_copies.plain(data.tokens_of(text))
        assert " ".join(words) == plain(tokens(text))


@pytest.fixture(scope="module")
def problem() -> Problem:
    return Problem.load(Config(threads=1))


def test_only_training_texts_decide_the_vocabulary(problem: Problem) -> None:
    words = Counter(
        t.lower() for e in problem.splits.train for t in data.tokens_of(e.raw)
    )
    assert set(problem.inputs.known["word"]) == {w for w, n in words.items() if n > 1}


def test_a_text_comes_back_from_its_tensor_but_for_unknown_words(problem) -> None:
    known = set(problem.inputs.known["word"])
    for example in [*problem.splits.validation][:50]:
        cut = data.tokens_of(example.raw)[: problem.inputs.length]
        x = problem.inputs.encode(example.raw)
        back = problem.inputs.vocabulary.decode(x)
        assert len(back) == len(cut) == problem.inputs.length_of(x)
        for word, said in zip(cut, back, strict=True):
            assert said == word.lower() or (
                word.lower() not in known and said.startswith("?")
            )


def test_features_are_scikit_learns_counts_of_words(problem: Problem) -> None:
    from sklearn.feature_extraction.text import CountVectorizer

    examples = [*problem.splits.train][:60]
    x = torch.stack([problem.inputs.encode(e.raw) for e in examples])
    first = problem.inputs.vocabulary.unknown["word"] + 1
    words = problem.inputs.known["word"]
    found = flat.laid_flat(problem.inputs)(x)[:, first : first + len(words)].toarray()
    whole = [" ".join(data.tokens_of(e.raw)[: problem.inputs.length]) for e in examples]
    counts = CountVectorizer(vocabulary=words, tokenizer=str.split, token_pattern=None)
    assert np.array_equal(found, counts.fit_transform(whole).toarray())


def test_the_linear_net_counts_what_the_features_count(problem: Problem) -> None:
    """A logistic regression of the features and the linear net give the same outputs."""
    net = problem.but(model="linear").net().double()
    with torch.no_grad():
        net.head.weight.normal_()
    x = torch.stack([problem.inputs.encode(e.raw) for e in [*problem.splits.train][:9]])
    features = torch.stack([problem.inputs.features(one) for one in x]).to_dense()
    torch.testing.assert_close(net(x), net.head(features.double()))


@pytest.mark.parametrize("name", ["linear", "tiny", "reference"])
def test_a_net_ends_in_a_head_with_a_bias_and_feels_no_pads(problem, name) -> None:
    tried = problem.but(model=name)
    net, found = tried.net(), Findings()
    x = torch.stack(
        [problem.inputs.encode(e.raw) for e in [*problem.splits.train][:20]]
    )
    judge_pads(with_random_head(net), x, tried, found)
    assert not found.faults
    torch.nn.init.zeros_(net.head.weight)
    assert torch.equal(net(x), net.head.bias.expand(20, -1))


def test_the_parameter_count_is_that_of_the_docstring(problem: Problem) -> None:
    width, depth, outputs = 64, 3, 3
    net = problem.but(width=width, depth=depth).net()
    tokens, length = problem.inputs.tokens, problem.inputs.length
    weights = depth * 12 * width**2 + (tokens + length + outputs) * width
    biases = depth * (9 + 4) * width + 2 * width + outputs
    assert sum(p.numel() for p in net.parameters()) == weights + biases


def test_a_project_for_lines_is_one_command(recipe, tmp_path: Path) -> None:
    lines = [f"{'N:x' if i % 2 else 'L:y'} What {'z' * i} is it ?" for i in range(80)]
    (tmp_path / "q.train").write_text("\n".join(lines))
    done = recipe(
        "new", "q", "--data", "q.train", "--target", "fine", "--defaults", "--no-checks"
    )
    assert done.code == 0, done.err
    source = (Path("q") / "src" / "q" / "config.py").read_text()
    assert 'target: str = "fine"' in source
