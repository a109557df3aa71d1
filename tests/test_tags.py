"""A tag for each token: reading, splits, formulas, nets, dumb tables: `pytest tests/test_tags.py`.

Metrics against seqeval and scikit-learn; parts are taken from the generated example.
"""

import gzip
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path

import errands.model as model
import pytest
import sklearn.metrics as reference
import torch
import torch.nn.functional as F
from errands import data, target
from errands.config import Config
from errands.recipe import spans
from errands.recipe.contract import Problem
from errands.recipe.dumb import tags as dumb
from errands.recipe.feed import Batch
from errands.recipe.places import decoded
from errands.recipe.split import digest
from seqeval.metrics import f1_score, precision_score, recall_score
from seqeval.metrics.sequence_labeling import get_entities

from scaffolder import facts
from tests.conftest import Recipe

PLAIN = replace(
    Config(),
    columns=("word", "tag"),
    word="word",
    target="tag",
    separator="",
    comment="",
)
CHANCE = replace(PLAIN, split="chance", split_column="", length=8)
NOTHING = target.NOTHING


def lines(sentences: list[list[tuple[str, str]]]) -> str:
    return "".join("".join(f"{w} {t}\n" for w, t in s) + "\n" for s in sentences)


def sentence(i: int, length: int = 5) -> list[tuple[str, str]]:
    return [(f"w{i}.{j}", "AB"[(i + j) % 2]) for j in range(length)]


def written(folder: Path, text: str, name: str = "t.txt", **changes) -> Config:
    (folder / name).write_bytes(text.encode())
    return replace(CHANCE, data=str(folder / name), **changes)


def parts_of(config: Config) -> list[list]:
    splits = data.load(config)
    return [list(part) for part in (splits.train, splits.validation, splits.test)]


def everyone(config: Config) -> list:
    return [example for part in parts_of(config) for example in part]


# --- reading and splits


def test_an_id_names_the_line_of_the_first_token(tmp_path: Path):
    text = lines([sentence(i) for i in range(60)])
    config, numbered = written(tmp_path, text), text.split("\n")
    found = everyone(config)
    assert len(found) == 60
    for example in found:
        at = int(example.id.rpartition(":")[2]) - 1
        pairs = zip(example.raw, example.answer, strict=True)
        assert numbered[at : at + 5] == [" ".join(pair) for pair in pairs]


def test_every_token_of_a_long_sentence_is_in_one_piece(tmp_path: Path):
    text = lines([sentence(i, length=21 if i == 7 else 5) for i in range(60)])
    found = [e for e in everyone(written(tmp_path, text)) if e.raw[0].startswith("w7.")]
    found.sort(
        key=lambda e: len(e.id) and int(e.id.rpartition("+")[2] if "+" in e.id else 0)
    )
    assert [len(e.raw) for e in found] == [8, 8, 5]
    assert [w for e in found for w in e.raw] == [w for w, _ in sentence(7, 21)]
    assert [e.id.partition("+")[2] for e in found] == ["", "8", "16"]


def test_ranges_empty_nodes_and_remarks_are_no_tokens(tmp_path: Path):
    rows = [
        ("1-2", "don't", "_"),
        ("1", "do", "A"),
        ("2", "n't", "B"),
        ("2.1", "no", "A"),
    ]
    text = ""
    for i in range(40):
        cells = [*rows, ("3", f"#{i}", "B")]
        tokens = ["\t".join([n, word, "_", tag, *"______"]) for n, word, tag in cells]
        text += "\n".join(["# newdoc", "# text = x", *tokens, "", ""])
    (tmp_path / "t.conllu").write_text(text)
    found = everyone(replace(Config(), data=str(tmp_path / "t.conllu")))
    assert len(found) == 40
    for example in found:
        assert example.raw[:2] == ("do", "n't") and example.raw[2][0] == "#"
        assert example.answer == ("A", "B", "B")


def test_a_document_is_never_on_two_sides_and_neither_is_a_copy(tmp_path: Path):
    documents = [
        [*(sentence(10 * d + i) for i in range(4)), [("Thanks", "A"), ("!", "B")]]
        for d in range(30)
    ]
    text = "".join("-DOCSTART- O\n\n" + lines(d) for d in documents)
    config = written(tmp_path, text, split="group", split_column="document")
    seen = [
        {int(e.raw[0][1:].split(".")[0]) // 10 for e in part if e.raw[0] != "Thanks"}
        for part in parts_of(config)
    ]
    assert all(seen) and sum(map(len, seen)) == 30 == len(set.union(*seen))
    polite = [any(e.raw[0] == "Thanks" for e in part) for part in parts_of(config)]
    assert polite == [False, False, True]
    left = data.load(config).left_out
    assert 0 < len(left) < 30 and all("a copy of" in why for why in left.values())


def test_a_tag_that_training_never_saw_leaves_and_is_named(tmp_path: Path):
    config = written(tmp_path, lines([sentence(i) for i in range(60)]))
    other = lines([[("x", "A")], [("y", "STRANGE")]])
    (tmp_path / "test.txt").write_text(other)
    splits = data.load(replace(config, test_data=str(tmp_path / "test.txt")))
    assert [e.id for e in splits.test] == ["test.txt:1"]
    assert splits.left_out == {"test.txt:3": "training never saw the tag STRANGE"}


def test_what_is_dropped_or_has_no_tag_is_left_out_with_a_reason(tmp_path: Path):
    text = lines([sentence(i) for i in range(40)] + [[("x", "_"), ("y", "_")]])
    config = written(tmp_path, text, drop=("t.txt:1",))
    assert len(everyone(config)) == 39
    assert data.load(config).left_out == {
        "t.txt:1": "named in `drop`",
        "t.txt:241": "no token has a tag",
    }


@pytest.mark.parametrize("encoding", ["utf8", "latin-1", "utf-16", "gzip"])
def test_encodings_and_gzip_give_the_same_sentences(tmp_path: Path, encoding: str):
    text = lines([[("Köln", "A"), *sentence(i)] for i in range(40)])
    plain = encoding if encoding != "gzip" else "utf8"
    stored = text.replace("\n", "\r\n").encode(plain)
    path = tmp_path / "t.txt"
    path.write_bytes(gzip.compress(stored) if encoding == "gzip" else stored)
    found = everyone(replace(CHANCE, data=str(path), encoding=plain))
    assert len(found) == 40 and all(
        e.raw[0] == "Köln" and len(e.raw) == 6 for e in found
    )


def test_a_wrong_separator_or_encoding_ends_with_the_remedy(tmp_path: Path):
    config = written(tmp_path, lines([sentence(i) for i in range(40)]))
    with pytest.raises(ValueError, match="`separator` and `columns`"):
        data.load(replace(config, separator="\t"))
    (tmp_path / "t.txt").write_bytes("Köln A\n".encode("latin-1"))
    with pytest.raises(ValueError, match="`encoding`"):
        data.load(config)


def test_a_sentence_is_read_from_its_place_alone(tmp_path: Path):
    config = written(tmp_path, lines([sentence(i) for i in range(60)]))
    found = data.examples(config.data, config, "tag")
    path = Path(config.data)
    whole = path.read_bytes()
    place = int(found.places[40, 0])
    path.write_bytes(b"\xff" * place + whole[place:])  # nothing before it can be read
    assert found[40].raw == tuple(w for w, _ in sentence(40))


def test_words_alone_can_be_tagged(tmp_path: Path):
    (tmp_path / "new.txt").write_text("one\ntwo\n\nthree\n")
    for config in (CHANCE, Config()):
        found = data.read(str(tmp_path / "new.txt"), config)
        assert [(e.raw, e.answer) for e in found] == [
            (("one", "two"), None),
            (("three",), None),
        ]


# --- the target


def made(tags: list[str], length: int = 8) -> target.Target:
    return target.Target(sorted(tags), [1 + i for i in range(len(tags))], ["_"], length)


def drawn(
    tags: int, n: int, seed: int, time: int = 8
) -> tuple[torch.Tensor, torch.Tensor]:
    """Outputs with ties, and sentences of 1 to `time` tags, one in ten without any."""
    generator = torch.Generator().manual_seed(seed)
    outputs = torch.randint(-2, 3, (n, tags, time), generator=generator).float()
    y = torch.randint(tags, (n, time), generator=generator)
    lengths = torch.randint(1, time + 1, (n, 1), generator=generator)
    y[torch.arange(time) >= lengths] = NOTHING
    return outputs, y


def in_words(
    one: target.Target, rows: torch.Tensor, y: torch.Tensor
) -> list[list[str]]:
    return [
        [one.names[k] for k in row[true != NOTHING].tolist()]
        for row, true in zip(rows, y, strict=True)
    ]


SCHEMES = [
    ["O", "B-A", "I-A", "B-B", "I-B"],
    ["O", "I-A", "I-B", "B-A"],
    ["O", "B-A", "I-A", "E-A", "S-A", "B-B", "I-B", "E-B", "S-B"],
    ["B-A", "I-A"],
]


@pytest.mark.parametrize("tags", SCHEMES)
@pytest.mark.parametrize("seed", range(12))
def test_entities_are_those_of_seqeval(tags: list[str], seed: int):
    one = made(tags)
    outputs, y = drawn(len(tags), n=1 if seed == 0 else 60, seed=seed)
    if seed == 1:  # hardly anything is right
        outputs, y = outputs[:, :, :1], y[:, :1]
    true, said = in_words(one, y, y), in_words(one, outputs.argmax(1), y)
    found = one.metrics(one.tally(outputs, y))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert found["entity F1"] == pytest.approx(f1_score(true, said), abs=1e-12)
        assert found["entity precision"] == pytest.approx(precision_score(true, said))
        assert found["entity recall"] == pytest.approx(recall_score(true, said))
    starts, ends, kinds = spans.entities(y, one.names)
    types = sorted({name[2:] for name in one.names})
    ours = [
        [
            (types[int(kinds[i, t])], t, int(ends[i, t]))
            for t in starts[i].nonzero()[:, 0].tolist()
        ]
        for i in range(len(y))
    ]
    assert ours == [get_entities(tags) for tags in true]


def test_bilou_is_bioes_under_other_letters():
    tags = ["O", "B-A", "I-A", "E-A", "S-A"]
    outputs, y = drawn(5, n=50, seed=3)
    ours, theirs = made(tags), replace(
        made(tags), names=["B-A", "L-A", "I-A", "O", "U-A"]
    )
    order = [
        ours.names.index(n.replace("L-", "E-").replace("U-", "S-"))
        for n in theirs.names
    ]
    moved = torch.tensor([order.index(k) for k in range(5)])
    there = torch.where(y >= 0, moved[y.clamp_min(0)], y)
    assert ours.metrics(ours.tally(outputs, y)) == pytest.approx(
        theirs.metrics(theirs.tally(outputs[:, order], there)), abs=1e-12
    )


def test_nothing_to_find_scores_0_as_in_seqeval():
    one = made(SCHEMES[0])
    y = torch.full((3, 8), one.names.index("O"))
    outputs = F.one_hot(y, 5).mT.double()
    found = one.metrics(one.tally(outputs, y))
    assert found["accuracy"] == 1 and found["entity F1"] == 0
    assert spans.scores(y, y, ["NOUN", "VERB"]) == {}


@pytest.mark.parametrize("seed", range(12))
def test_token_metrics_equal_scikit_learn(seed: int):
    one = made(["A", "B", "C", "D"])
    outputs, y = drawn(4, n=2 if seed % 2 else 50, seed=seed)
    found = one.metrics(one.tally(outputs, y))
    true, said = y[y >= 0], outputs.argmax(1)[y >= 0]
    assert found["accuracy"] == pytest.approx(reference.accuracy_score(true, said))
    assert found["macro F1"] == pytest.approx(
        reference.f1_score(true, said, average="macro")
    )
    assert set(found) == {"accuracy", "macro F1"}


def test_a_batch_costs_the_mean_over_its_tagged_tokens():
    one = made(["A", "B", "C"])
    outputs, y = drawn(3, n=40, seed=0)
    y[0] = NOTHING
    losses, weights = one.loss(outputs.double(), y), one.weight(y)
    mean = F.cross_entropy(outputs.double(), y, ignore_index=NOTHING).item()
    assert (losses @ weights.double() / weights.sum()).item() == pytest.approx(
        mean, rel=1e-12
    )
    assert weights.tolist() == [(row >= 0).sum().item() for row in y]
    assert losses[0] == 0 and one.floor(y) == 0


def test_the_first_loss_is_that_of_the_tag_shares_and_no_constant_costs_less():
    answers = [("A", "B", "_"), ("A", "A", "C", "A"), ("B",)]
    one = target.Target.from_training(answers, replace(CHANCE, length=6))
    assert one.prior.tolist() == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    y = torch.stack([*map(one.encode, answers)])
    entropy = -(one.prior * one.prior.log()).sum().item()
    assert one.expected_loss_at_init(y) == pytest.approx(entropy, rel=1e-12)

    def cost(bias: torch.Tensor) -> torch.Tensor:
        losses = one.loss(bias[None, :, None].expand(3, -1, 6), y)
        return losses @ one.weight(y).to(losses) / one.weight(y).sum()

    bias = one.head_bias().double().requires_grad_()
    loss = cost(bias)
    loss.backward()
    assert loss.item() == pytest.approx(entropy, rel=1e-6)  # the bias is float32
    assert bias.grad is not None and bias.grad.abs().max() < 1e-6


def test_answers_come_back_and_pads_do_not():
    one = target.Target.from_training([("A", "B"), ("B",)], CHANCE)
    y = one.encode(("B", "_", "A"))
    assert y.tolist() == [1, NOTHING, 0, *[NOTHING] * 5]
    assert one.describe(y) == "B _ A"
    outputs = F.one_hot(y.clamp_min(0), 2).mT[None].double()
    assert one.agrees(one.decode(outputs)[0], ("B", "_", "A"))
    assert not one.agrees(one.decode(outputs)[0], ("B", "_", "B"))
    with pytest.raises(ValueError, match="'D'.*`untagged`"):
        one.encode(("D",))
    with pytest.raises(ValueError, match="needed at least 2"):
        target.Target.from_training([("A",)], CHANCE)


# --- nets, pads and dumb tables


def problem(**changes) -> Problem:
    return Problem.load(replace(Config(), **changes))


@pytest.mark.parametrize("name", ["linear", "tiny", "reference"])
def test_a_tag_feels_its_reach_to_both_sides_and_no_pad(name: str):
    one = problem(model=name, depth=2)
    net = model.build(one.inputs, one.target.outputs, one.config).double()
    reach = {"linear": 1, "tiny": 1, "reference": 3}[name]
    assert net.reach == reach
    for p in net.parameters():
        torch.nn.init.normal_(
            p, std=0.3, generator=torch.Generator().manual_seed(p.numel())
        )
    words = ["watch"] * 9
    x = one.inputs.encode(words)[None]
    before = net(x)
    assert torch.allclose(net(x[:, :9]), before[:, :, :9], rtol=0, atol=1e-12)
    for t in range(9):
        other = one.inputs.encode([*words[:t], "the", *words[t + 1 :]])[None]
        moved = (net(other) - before)[:, :, :9].abs().amax((0, 1)) > 1e-9
        assert moved.nonzero()[:, 0].tolist() == [
            s for s in range(9) if abs(s - t) <= reach
        ]


def test_the_parameter_count_is_that_of_the_docstring():
    one = problem(width=32, depth=3)
    tokens, tags = one.inputs.tokens, one.target.outputs
    net = model.Tagger(tokens, tags, 32, 3)
    weights = tokens * 32 + 3 * 3 * 32**2 + 32 * tags
    biases = 3 * (32 + 2 * 32) + 2 * 32 + tags
    assert sum(p.numel() for p in net.parameters()) == weights + biases


def test_predictions_have_a_tag_for_each_token():
    one = problem()
    x = torch.stack([one.inputs.encode(["a"] * n) for n in (1, 7, 16)])
    outputs = torch.randn(3, one.target.outputs, 16)
    assert [*map(len, decoded(outputs, x, one.inputs, one.target))] == [1, 7, 16]


def test_dumb_tables_say_the_most_frequent_tag_of_each_word():
    one = problem()
    x = torch.stack([one.inputs.encode(e.raw) for e in one.splits.train])
    y = torch.stack([one.target.encode(e.answer) for e in one.splits.train])
    rungs = dict(dumb.rungs(one, Batch([], x, y)))
    says = rungs["most frequent tag of each word"](x)
    assert torch.allclose(says.exp().sum(1), torch.ones(len(x), 16).double())
    counts: dict[int, Counter] = {}
    for word, tag in zip(
        x[:, :, 0].flatten().tolist(), y.flatten().tolist(), strict=True
    ):
        if tag >= 0:
            counts.setdefault(word, Counter())[tag] += 1
    for word, tag in zip(
        x[:, :, 0].flatten().tolist(), says.argmax(1).flatten().tolist(), strict=True
    ):
        if word:
            assert counts[word][tag] == max(counts[word].values())


def test_a_copy_is_a_sentence_of_the_same_words():
    one = problem()
    assert one.inputs.content(("a", "b")) != one.inputs.content(("a b",))
    assert digest(one.inputs.content(("a", "b"))) == digest(b"a\nb")


def test_the_sample_is_what_its_script_writes():
    from tests.samples import errands

    assert errands.SAMPLE.read_text().splitlines() == errands.text()
    found = facts.read(errands.SAMPLE)
    assert found.kind.value == "text-tagging"
    for trap in (
        "ranges such as 3-4",
        "empty nodes",
        "documents",
        "repeat an earlier one",
    ):
        assert trap in " ".join(found.sentences)


def test_a_project_for_tagged_sentences_is_one_command(recipe: Recipe, tmp_path: Path):
    text = lines(
        [[(f"w{i + j}", SCHEMES[0][(i + j) % 5]) for j in range(5)] for i in range(50)]
    )
    (tmp_path / "ner.conll").write_text(text)
    done = recipe(
        "new", "ner", "--data", str(tmp_path / "ner.conll"), "--defaults", "--no-checks"
    )
    assert done.code == 0, done.err
    source = (Path("ner") / "src" / "ner" / "config.py").read_text()
    assert 'target: str = "column_2"' in source and 'watch: str = "entity F1"' in source
