"""A text to continue: windows, formulas, tables of what follows: `pytest tests/test_language_model.py`."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from tales import data, model, target
from tales.config import Config
from tales.recipe import texts
from tales.recipe.dumb import tokens
from tales.recipe.feed import Batch

from scaffolder import facts
from scaffolder.errors import DataError
from tests.conftest import Recipe

TEXT = b"".join(b"line %d of the song\n" % (i * i) for i in range(900))


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "song.txt"
    path.write_bytes(TEXT)
    return path


def config(path: Path) -> Config:
    return replace(Config(), data=str(path), context=16)


def spans(path: Path) -> dict[str, tuple[int, int]]:
    """First and last byte that each split reads."""
    splits = data.load(config(path))
    places = {
        part: [int(e.id.rpartition(":")[2]) for e in getattr(splits, part)]
        for part in ("train", "validation", "test")
    }
    return {part: (starts[0], starts[-1] + 16) for part, starts in places.items()}


def test_a_window_and_its_answer_are_one_byte_apart(song: Path) -> None:
    for example in data.load(config(song)).train:
        start = int(example.id.rpartition(":")[2])
        assert example.raw == TEXT[start : start + 16]
        assert example.answer == TEXT[start + 1 : start + 17]


def test_the_beginning_trains_and_the_end_tests_and_no_byte_is_in_two_parts(
    song: Path,
) -> None:
    at = spans(song)
    assert at["train"][1] < at["validation"][0] < at["validation"][1] < at["test"][0]
    assert TEXT[: at["validation"][0]].endswith(b"\n")
    assert at["test"][1] >= len(TEXT) - 17
    assert 0.08 < (len(TEXT) - at["test"][0]) / len(TEXT) < 0.12


def test_a_document_is_never_on_two_sides(tmp_path: Path) -> None:
    for i in range(30):
        (tmp_path / f"{i % 25}-{i}.txt").write_bytes(TEXT[i % 25 * 300 :][:900])
    splits = data.load(replace(config(tmp_path), split="chance"))
    names = [
        {e.id.partition(":")[0] for e in part}
        for part in (splits.train, splits.validation, splits.test)
    ]
    assert all(names) and not (names[0] & names[1] or names[0] & names[2])
    inside = [
        {TEXT[:900] == (tmp_path / n).read_bytes() for n in part} for part in names
    ]
    assert sum(True in part for part in inside) == 1  # copies stay together


def test_a_text_larger_than_memory_is_only_touched_where_it_is_read(
    tmp_path: Path,
) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2**40)  # a terabyte of nothing
    windows = texts.Windows(texts.documents(path), 1024)
    assert len(windows) == 2**30 - 1
    assert windows[2**29].id == f"huge.txt:{2**39}" and len(windows[-1].raw) == 1024


def batch(windows: int = 40) -> tuple[torch.Tensor, torch.Tensor]:
    y = torch.randint(97, 100, (windows, 6), generator=torch.Generator().manual_seed(0))
    return torch.randn(windows, 256, 6, generator=torch.Generator().manual_seed(1)), y


def test_loss_and_metrics_are_those_of_torch() -> None:
    outputs, y = batch()
    one = target.Target.from_training([b"abcabb"], Config())
    nats = F.cross_entropy(outputs.double(), y).item()
    found = one.metrics(one.tally(outputs, y))
    assert one.loss(outputs, y).mean().item() == pytest.approx(nats, rel=1e-6)
    assert found["bits per byte"] == pytest.approx(nats / math.log(2))
    assert found["perplexity"] == pytest.approx(math.exp(nats))
    assert found["accuracy"] == (outputs.argmax(1) == y).double().mean().item()


def test_the_first_loss_is_that_of_the_byte_shares() -> None:
    one = target.Target.from_training([b"abcabb", b"bbbbbb"], Config())
    outputs = one.head_bias()[None, :, None].expand(2, -1, 6)
    y = torch.stack([one.encode(b"abcabb"), one.encode(b"bbbzbb")])
    assert one.expected_loss_at_init(y) == pytest.approx(
        F.cross_entropy(outputs.double(), y).item(), rel=1e-5  # the bias is float32
    )
    assert one.prior[ord("b")].item() == pytest.approx(9 / 12, rel=0.03)  # 256 traces


def test_the_floor_is_what_windows_that_begin_alike_leave_open() -> None:
    _, y = batch()
    one = target.Target.from_training([b"abc"], Config())
    total = 0.0
    for (
        w
    ) in y.tolist():  # slowly: of the windows with this beginning, how many go on so?
        for t in range(6):
            alike = [v for v in y.tolist() if v[:t] == w[:t]]
            total -= math.log(sum(v[t] == w[t] for v in alike) / len(alike))
    assert one.floor(y) == pytest.approx(total / y.numel())
    assert one.floor(y[:1]) == 0.0


def slow_witten_bell(text: list[list[int]], order: int) -> Callable[[list[int]], list]:
    follow: dict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
    for window in text:
        for i in range(1, len(window)):
            for n in range(order):
                if i >= n:
                    follow[tuple(window[i - n : i])][window[i]] += 1

    def after(run: list[int]) -> list[float]:
        p = [1 / 256] * 256
        for n in range(min(order - 1, len(run)) + 1):
            seen = follow.get(tuple(run[len(run) - n :]))
            if seen:
                total, kinds = seen.total(), len(seen)
                p = [(seen[b] + kinds * p[b]) / (total + kinds) for b in range(256)]
        return p

    return after


@pytest.mark.parametrize("order", [1, 2, 3, 6])
def test_tables_are_those_of_witten_and_bell(order: int) -> None:
    _, y = batch()
    x, text = y[:, :-1], y.numpy()
    tables = [tokens.counted(text, n, 256) for n in range(1, order + 1)]
    found = tokens.n_gram(tables, 256)(x[:5]).exp()
    slow = slow_witten_bell(text.tolist(), order)
    for i in range(5):
        for t in range(x.shape[1]):
            expected = torch.tensor(slow(x[i, : t + 1].tolist()), dtype=torch.float64)
            assert torch.allclose(found[i, :, t], expected, atol=1e-12)


def test_every_table_gives_probabilities(song: Path) -> None:
    from tales.recipe.contract import Problem

    problem = Problem.load(config(song))
    x = torch.stack([problem.inputs.encode(e.raw) for e in problem.splits.train])
    y = torch.stack([problem.target.encode(e.answer) for e in problem.splits.train])
    losses = {}
    for name, predict in tokens.rungs(problem, Batch([], x, y)):
        said = predict(x[:9])
        assert torch.allclose(said.exp().sum(1), torch.ones(9, 16).double())
        losses[name] = problem.target.loss(predict(x), y).mean().item()
    assert losses["6-gram"] < losses["trigram"] < losses["bigram"]


def test_prose_is_read_as_a_text_to_continue(song: Path) -> None:
    found = facts.read(song)
    assert found.kind.value == "language-model" and found.split.value == "time"
    assert found.counts == {"train": len(TEXT)}
    assert "pairs" in " ".join(found.sentences)


def test_columns_in_a_txt_are_a_table(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text("a;b\n" + "".join(f"{i % 7};{i % 3}\n" for i in range(2000)))
    assert facts.read(path).kind.value != "language-model"


@pytest.mark.parametrize(
    "content, said",
    [(b"a few words.\n" * 9, "bytes of text"), (b"\0text\n" * 9999, "zero")],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        facts.read(path, kind="language-model")


def test_a_project_for_a_text_is_one_command(recipe: Recipe, song: Path) -> None:
    done = recipe("new", "song", "--data", str(song), "--defaults", "--no-checks")
    assert done.code == 0, done.err
    source = (Path("song") / "src" / "song" / "config.py").read_text()
    assert "context: int = 64" in source and str(song) in source


@pytest.mark.parametrize("width", (64, 128, 512))
def test_first_weights_pass_on_as_much_in_a_narrow_net_as_in_gpt_2(width: int) -> None:
    """N(0, .02) at 768 channels is a gain of .02 * sqrt(768) = .554, at 128 it would be .23."""
    torch.manual_seed(0)
    block = model.Block(width)
    model.first_weights(block, width, depth=2)
    gain = block.wide.weight.std().item() * width**0.5
    assert gain == pytest.approx(0.554, rel=0.02)
    added = block.out.weight.std() / block.wide.weight.std()
    assert added.item() == pytest.approx(0.5, rel=0.02)  # 1 / sqrt(2 * depth)
