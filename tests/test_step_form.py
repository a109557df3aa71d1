"""What a training step is free to do, and what is still said: `pytest tests/test_step_form.py`."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from unittest import mock

import pytest
import torch

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.epochs import judge_epochs
from nn_recipe.silent_failures.reference_step import judge_steps
from nn_recipe.silent_failures.reference_training import judge_training
from nn_recipe.specimen import altered
from nn_recipe.stage2_skeleton_and_baselines.just_before_the_net import judge_bits
from nn_recipe.training_inputs import came
from tests.rendered import Rendered


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("step")
    lines = "\n".join(f"{i * 37 % 101}.5,{i * 53 % 97}.5,{i % 7}.1" for i in range(300))
    (folder / "t.csv").write_text(f"size,age,y\n{lines}")
    made = Rendered(
        folder, "tabular-regression", data=str(folder / "t.csv"), target="y"
    )
    stand(made.name)
    return Generated.of(made.name, threads=1)


def faults(judge: Any, project: Generated) -> str:
    findings = Findings()
    findings.ask(judge, project)
    return " ".join(findings.faults)


@pytest.fixture
def step(project: Generated) -> Iterator[Any]:
    """Put another step in place of the project's, which is handed to it."""
    train: Any = project.module("train")
    plain = train.train_step

    def put(other: Any) -> None:
        train.train_step = partial(other, plain)

    yield put
    train.train_step = plain


def noisy(plain, net, optimizer, batch, target, config):
    x = batch.x + 0.1 * torch.randn_like(batch.x)
    return plain(net, optimizer, type(batch)(batch.ids, x, batch.y), target, config)


def late(plain, net, optimizer, batch, target, config):
    """A bug: labels slip by one."""
    y = batch.y.roll(1, 0)
    return plain(net, optimizer, type(batch)(batch.ids, batch.x, y), target, config)


def shifted(plain, net, optimizer, batch, target, config):
    """A bug: another x in training than in evaluation, the same each time."""
    x = batch.x + 1
    return plain(net, optimizer, type(batch)(batch.ids, x, batch.y), target, config)


@pytest.mark.parametrize("judge", [judge_steps, judge_training])
def test_noise_in_the_step_is_a_choice_and_slipped_labels_are_not(project, step, judge):
    step(noisy)
    assert not faults(judge, project)
    step(late)
    assert "away from" in faults(judge, project)


def test_an_input_turned_by_chance_is_a_choice_and_one_shifted_is_not(project, step):
    examples = [project.splits.train[i] for i in range(60)]

    def said() -> str:
        findings = Findings()
        judge_bits(came(project, examples), examples, project, findings)
        return " ".join(findings.faults)

    step(noisy)
    assert not said()
    step(shifted)
    assert "The net got another x" in said()


def test_another_optimizer_is_followed(project):
    def sgd(net, config):
        rate, decay = config.learning_rate, config.weight_decay
        return torch.optim.SGD(
            net.parameters(), rate, momentum=0.9, nesterov=True, weight_decay=decay
        )

    with mock.patch.object(project.module("train"), "new_optimizer", sgd):
        assert not faults(judge_training, project)


def test_a_loss_of_its_own_in_training_is_followed(project, step):
    plain = project.target

    def training_loss(self: Any, outputs: Any, y: Any) -> Any:
        return plain.loss(outputs, y) + (outputs - y).abs().flatten(1).sum(1)

    def other(plain, net, optimizer, batch, target, config):
        instead = altered(target, loss=type(target).training_loss)
        return plain(net, optimizer, batch, instead, config)

    step(other)
    found = altered(plain, training_loss=training_loss)
    assert "away from" not in faults(judge_steps, project.having(target=found))


def test_a_weighted_draw_is_a_choice_and_an_even_one_with_replacement_is_not(project):
    feed = project.module("feed").Feed
    weights = [1.0, 1.0, 5.0]

    def drawn(even: bool) -> Any:
        def epoch(self: Any, epoch: int) -> Any:
            generator = torch.Generator().manual_seed(epoch)
            w = torch.tensor(
                [1.0 if even else weights[i % 3] for i in range(len(self))]
            )
            order = torch.multinomial(w, len(self), True, generator=generator)
            return order.tensor_split(self.steps_per_epoch)

        return epoch

    with mock.patch.object(feed, "epoch", drawn(even=False)):
        assert not faults(judge_epochs, project)
    with mock.patch.object(feed, "epoch", drawn(even=True)):
        assert "exactly once" in faults(judge_epochs, project)
