"""Words as ids: what is known, what an unknown one still says, what a pad is.

The module is the one of every project, loaded from the template; it needs no project.
"""

import importlib.util
import sys
from types import ModuleType

import pytest
import torch

from scaffolder.declaration import template

PACKAGE = "templates/project/src/{{ package }}"
TEXT = [
    "the",
    "cat",
    "saw",
    "the",
    "Cat",
    "run",
    "and",
    "the",
    "Dog",
    "ran",
    "to",
    "1984",
    "or",
    "1984",
]


@pytest.fixture(scope="module")
def words() -> ModuleType:
    place = template() / PACKAGE / "recipe" / "vocabulary.py"
    spec = importlib.util.spec_from_file_location("vocabulary_under_test", place)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_word_is_known_that_training_saw_twice_frequent_ones_first(words):
    assert words.count(TEXT)["word"] == ["the", "1984", "cat"]


def test_the_order_of_the_texts_decides_nothing(words):
    assert words.count(TEXT) == words.count(TEXT[::-1])


def test_shapes_tell_names_numbers_and_signs_apart(words):
    shapes = [words.shape(token) for token in ("Paris", "NATO", "1984", "3.5", "a")]
    assert shapes == ["Xxx", "XX", "0000", "0.0", "x"]
    assert words.shape("0123456789") == "0000" and words.shape("McCoy") == "XxXxx"


def test_every_piece_has_an_id_of_its_own_and_the_pad_has_none(words):
    vocabulary = words.Vocabulary(words.count(TEXT))
    ids = [id for known in vocabulary.ids.values() for id in known.values()]
    ids += vocabulary.unknown.values()
    assert sorted(ids) == [*range(1, len(vocabulary))]


def test_known_words_come_back_and_unknown_ones_say_what_is_left(words):
    vocabulary = words.Vocabulary(words.count([*TEXT, "singing", "ringing"]))
    x = vocabulary.encode(["The", "Swinging", "cat", "zzz"], 6)
    assert vocabulary.decode(x) == ["the", "?ing/Xxx", "cat", "?/xx"]
    assert x.shape == (6, 3) and not x[4:].any() and x[:4].all()


def test_a_text_that_is_too_long_loses_its_end(words):
    vocabulary = words.Vocabulary(words.count(TEXT))
    assert vocabulary.decode(vocabulary.encode(TEXT, 2)) == ["the", "cat"]
    assert not vocabulary.encode([], 2).any()


def test_the_share_of_unknown_words_is_counted(words):
    vocabulary = words.Vocabulary(words.count(TEXT))
    assert vocabulary.share_unknown(["the", "fox", "saw", "cat"]) == 0.5


def test_no_pad_is_felt_by_the_encoder(words):
    """In float64; attention over one more place sums in another order: 1e-12 relative."""
    encoder = {"Config": object, "Inputs": object}
    source = (template() / "templates/parts/model/encoder.py").read_text()
    body = source.replace("from .config import Config", "")
    exec(body.replace("from .recipe.contract import Inputs", ""), encoder)
    torch.manual_seed(0)
    net = encoder["Encoder"](30, 9, 4, width=64, depth=2).double()
    torch.nn.init.normal_(net.places)
    for p in net.parameters():
        torch.nn.init.normal_(p, std=0.3)
    x = torch.randint(1, 30, (5, 9, 3))
    for row, length in enumerate([1, 3, 5, 8, 9]):
        x[row, length:] = 0
    alone = [net(x[i : i + 1, :n])[0] for i, n in enumerate([1, 3, 5, 8, 9])]
    together = net(x)
    torch.testing.assert_close(torch.stack(alone), together, rtol=1e-12, atol=1e-12)
    with torch.no_grad():
        net.stem.weight[0] = 1e3  # what a pad looks like
        net.stem.weight[0, ::2] = -7
    torch.testing.assert_close(net(x), together, rtol=0, atol=0)
    assert net(torch.zeros_like(x)).isfinite().all()
