"""The skeleton can be trusted: each test is a tip of the recipe, in plain torch, in seconds."""

from pathlib import Path

import pytest
import torch
from torch import nn

from shapes import predict as predicts
from shapes.evaluate import evaluate
from shapes.feed import Batch, Feed
from shapes.problem import SHRINK, Problem
from shapes.run import Run
from shapes.train import new_optimizer, train, train_step

NETS = ["linear", "tiny", "reference"]
SOME = 256  # examples: enough for every test, and seconds
ANSWERS = 25_000  # to learn by heart: of eight masks of 96 x 128 pixels two are seconds


def feeds_of(problem: Problem, blank: bool = False) -> tuple[Feed, Feed]:
    """Some examples that train, and some that validate, from all over the splits."""
    splits = (problem.splits.train, problem.splits.validation)
    some = ([s[i] for i in range(0, len(s), -(-len(s) // SOME))] for s in splits)
    return tuple(Feed(s, problem, blank) for s in some)  # type: ignore[return-value]


def trained(problem: Problem, **more) -> tuple[nn.Module, list[float]]:
    net = problem.net()
    return net, train(problem, net, *feeds_of(problem), **more).losses


def same_bits(one: nn.Module, other: nn.Module) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def test_same_seed_same_bits_with_other_evaluations(problem: Problem):
    net, losses = trained(problem.but(steps=20))  # recipe 2.2
    often = problem.but(steps=20, cache_megabytes=0, evaluate_every=7)
    again, repeated = trained(often)
    assert same_bits(net, again) and losses == repeated
    other, _ = trained(problem.but(steps=20, seed=1))
    assert not same_bits(net, other), "the seed changes nothing: is it used at all?"


def test_the_net_starts_at_the_best_constant(problem: Problem):
    """Its loss is what paper says (recipe 2.5), its answers are the constant's (2.6)."""
    net, target, feed = problem.net(), problem.target, feeds_of(problem)[0]
    batch = feed[torch.arange(len(feed))]
    expected = target.expected_loss_at_init(batch.y)
    said = target.prediction(net(batch.x))
    assert evaluate(net, feed).values()["loss"] == pytest.approx(expected, rel=0.02)
    net.head.weight.data.zero_()  # type: ignore[union-attr]
    assert evaluate(net, feed).values()["loss"] == pytest.approx(expected, rel=1e-5)
    assert (said - target.prediction(net(batch.x))).mean(0).abs().max() < 0.01


@pytest.mark.parametrize("name", NETS[1:])  # a linear one may be too simple
def test_overfit_one_batch_in_training_and_in_evaluation(problem, eight, name):
    problem = problem.but(model=name, learning_rate=0.01, clip=1e9, weight_decay=0.0)
    net, target, left, room = problem.net(), problem.target, 0.0, 0.0
    n = max(2, 8 // (1 + eight.y.numel() // ANSWERS))
    few = Batch(eight.ids[:n], eight.x[:n], eight.y[:n])
    optimizer, floor = new_optimizer(net, problem.config), target.floor(few.y)
    for _ in range(400):
        step = train_step(net.train(), optimizer, few, target, problem.config)
        again = target.loss(net.eval()(few.x), few.y).mean()
        left = max(step[0], again).item() - floor
        room = room or 0.02 * left
        if left < room:
            return
    pytest.fail(f"{left:.3g} above the floor after 400 steps, needed {room:.3g}")


@pytest.mark.parametrize("name", NETS)
def test_an_output_feels_its_own_example_and_no_other(problem, eight, name):
    """In evaluation: in training BatchNorm mixes the examples of a batch, by design."""
    net, x = problem.but(model=name).net().eval(), eight.x.clone().requires_grad_()
    net.head.weight.data /= SHRINK
    net(x)[3].sum().backward()
    feels = x.grad.flatten(1).abs().sum(1) > 0
    assert feels.tolist() == [i == 3 for i in range(len(x))]


def test_the_net_is_better_than_with_blank_inputs(problem: Problem):
    """At its best: on some examples alone a net soon overfits."""
    short = problem.but(steps=100, evaluate_every=10)

    def gets_to(blank: bool) -> float:
        history = train(short, short.net(), *feeds_of(short, blank))
        return min(loss for _, loss in history.evaluations)

    assert gets_to(blank=False) < gets_to(blank=True)


def test_resume_after_a_kill_gives_the_same_bits(problem: Problem, tmp_path: Path):
    problem = problem.but(steps=20, evaluate_every=6, log_every=4, warmup=0.9)
    straight, killed = (Run.new(name, problem.config, tmp_path) for name in "ab")
    net, _ = trained(problem, run=straight)

    def kill(done: int, net: nn.Module) -> None:
        if done == 11:  # in mid-epoch, five steps after the last checkpoint
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trained(problem, run=killed, look=kill)
    resumed, _ = trained(problem, run=killed, resume=True)
    assert same_bits(net, resumed)
    assert killed.rows("metrics.csv") == straight.rows("metrics.csv")


def test_predict_answers_as_evaluate_does(problem, tmp_path, monkeypatch):
    import torch.nn.functional as F
    from PIL import Image

    run, feed = Run.new("a", problem.config, tmp_path), feeds_of(problem)[1]
    net, _ = trained(problem.but(steps=10, evaluate_every=10), run=run)
    monkeypatch.setattr(predicts, "read", lambda path, config: feed.examples)
    files = dict(predicts.predict(run, ["new data"]))
    outputs = [net.eval()(batch.x) for batch in feed.in_order(predicts.PORTION)]
    for example, one in zip(feed.examples, torch.cat(outputs), strict=True):
        with Image.open(files[example.id]) as file:
            larger = F.interpolate(one[None], file.size[::-1], mode="bilinear")
            expected = problem.target.decode(larger)[0]
            assert file.tobytes() == expected.tobytes()
            assert file.size == problem.target.locate(expected, example.raw).size
