"""Silent bugs, planted one at a time: which check of the generated project catches which.

`python -m tests.planted_bugs [WORD]` prints the matrix, or the rows with WORD in their name. Twenty-five bugs
are those of the recipe's own table; the others broke a project somewhere. Each is a
replacement of text in a rendered project, and says so loudly when the text is gone.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from tests.examples import PACKAGES, render_into

WINE, DIABETES, DIGITS = PACKAGES  # kinds: classes and numbers from tables, pictures
numbers = count()


@dataclass(frozen=True)
class Bug:
    """One edit of one file, and the checks that must fail because of it."""

    name: str
    kind: str
    file: str  # in the package
    old: str
    new: str
    caught_by: tuple[str, ...]
    quick: bool = False  # part of the default test run

    def plant(self, package: Path) -> None:
        path = package / self.file
        text = path.read_text("utf-8")
        assert text.count(self.old) == 1, (
            f"{self.name}: expected once in {self.file}, found {text.count(self.old)} times: "
            f"{self.old!r}. Adapt the bug to the new code."
        )
        path.write_text(text.replace(self.old, self.new), "utf-8")


LOSS = "return F.cross_entropy(outputs, y, reduction="
STAGE2 = "recipe/stage2_skeleton_and_baselines/"
BUGS = (
    Bug(
        "labels shuffled in training",
        WINE,
        "recipe/contract.py",
        "        splits = data.load(config)\n",
        "        splits = data.load(config)\n"
        "        import random\n"
        "        train = list(splits.train)\n"
        "        answers = [e.answer for e in train]\n"
        "        random.Random(0).shuffle(answers)\n"
        "        train = [replace(e, answer=a) for e, a in zip(train, answers)]\n"
        "        splits = replace(splits, train=train)\n",
        ("input_independent_baseline",),
    ),
    Bug(
        "x and y slip by one in the loss",
        WINE,
        "target.py",
        LOSS,
        "return F.cross_entropy(outputs, y.roll(1, 0), reduction=",
        ("overfit_one_batch", "backprop_dependencies"),
        quick=True,
    ),
    Bug(
        "labels off by one on the way in",
        WINE,
        "target.py",
        "self.names.index(str(answer))",
        "(self.names.index(str(answer)) + 1) % len(self.names)",
        ("overfit_one_batch", "human_interpretable_metrics"),
    ),
    Bug(
        "softmax twice",
        WINE,
        "target.py",
        LOSS,
        "return F.cross_entropy(outputs.softmax(1), y, reduction=",
        ("verify_loss_at_init", "overfit_one_batch"),
        quick=True,
    ),
    Bug(
        "softmax twice, where the classes are balanced",
        DIGITS,
        "target.py",
        LOSS,
        "return F.cross_entropy(outputs.softmax(1), y, reduction=",
        ("overfit_one_batch",),
    ),
    Bug(
        "negative log-likelihood of raw outputs",
        WINE,
        "target.py",
        LOSS,
        "return F.nll_loss(outputs, y, reduction=",
        ("verify_loss_at_init", "overfit_one_batch"),
    ),
    Bug(
        "softmax over the batch",
        WINE,
        "target.py",
        LOSS,
        "return F.nll_loss(outputs.log_softmax(0), y, reduction=",
        ("verify_loss_at_init", "backprop_dependencies"),
    ),
    Bug(
        "the loss clipped where gradients were meant",
        WINE,
        "recipe/step.py",
        "    loss.backward()\n",
        "    loss = loss.clamp(max=1.0)\n    loss.backward()\n",
        ("fails_silently",),
        quick=True,
    ),
    Bug(
        "gradients not clipped at all",
        WINE,
        "recipe/step.py",
        "config.clip",
        "1e9",
        ("fails_silently",),
    ),
    Bug(
        "a sum where a mean was meant",
        WINE,
        "recipe/step.py",
        " / weights.sum()",
        "",
        ("backprop_dependencies", "fails_silently"),
    ),
    Bug(
        "squared error on probabilities",
        WINE,
        "target.py",
        'F.cross_entropy(outputs, y, reduction="none")',
        "(outputs.softmax(1) - F.one_hot(y, self.outputs)).square().mean(1)",
        ("verify_loss_at_init",),
    ),
    Bug(
        "no bias at the start",
        WINE,
        STAGE2 + "init_well.py",
        "    head.bias.copy_(target.head_bias())",
        "    head.bias.zero_()",
        ("verify_loss_at_init", "init_well"),
        quick=True,
    ),
    Bug(
        "the head scaled to nothing",
        WINE,
        STAGE2 + "init_well.py",
        "    head.weight.mul_(SHRINK)",
        "    head.weight.mul_(0)",
        ("init_well",),
    ),
    Bug(
        "raw pixels from 0 to 255",
        DIGITS,
        "data.py",
        "return (x / 255 - per_channel(self.mean)) / per_channel(self.sd)",
        "return x.float()",
        ("just_before_the_net",),
    ),
    Bug(
        "normalised twice",
        DIGITS,
        "data.py",
        "return (x / 255 - per_channel(self.mean)) / per_channel(self.sd)",
        "x = (x / 255 - per_channel(self.mean)) / per_channel(self.sd)\n"
        "        return (x - per_channel(self.mean)) / per_channel(self.sd)",
        ("just_before_the_net",),
    ),
    Bug(
        "evaluation normalises differently",
        WINE,
        "recipe/loop.py",
        "        outputs = net(batch.x)\n",
        "        outputs = net(batch.x * 0.9)\n",
        ("significant_digits", "fails_silently"),
    ),
    Bug(
        "validation normalised by its own mean",
        WINE,
        "recipe/feed.py",
        "        x = self.problem.inputs.encode(example.raw)\n",
        "        x = self.problem.inputs.encode(example.raw)\n"
        "        if example in list(self.problem.splits.validation):\n"
        "            x = x + 1.0\n",
        ("just_before_the_net", "significant_digits"),
    ),
    Bug(
        "training pictures mirrored, validation not",
        DIGITS,
        "recipe/loop.py",
        "train_step(net, optimizer, batch.to(device),",
        "train_step(net, optimizer, type(batch)(batch.ids, batch.x.flip(-1), batch.y),",
        ("just_before_the_net",),
    ),
    Bug(
        "validation is a part of training",
        WINE,
        "recipe/contract.py",
        "        splits = data.load(config)\n",
        "        splits = data.load(config)\n"
        "        splits = replace(splits, validation=[splits.train[i] for i in range(30)])\n",
        ("fails_silently",),
        quick=True,
    ),
    Bug(
        "copies of training in validation, under other names",
        WINE,
        "recipe/contract.py",
        "        splits = data.load(config)\n",
        "        splits = data.load(config)\n"
        "        copies = [replace(splits.train[i], id=f'copy:{i}') for i in range(3)]\n"
        "        splits = replace(splits, validation=[*splits.validation, *copies])\n",
        ("fails_silently",),
    ),
    Bug(
        "a view where a permute was meant",
        WINE,
        "model.py",
        "        h = self.body(self.stem(x))  # [batch, width]\n",
        "        x = x.T.contiguous().view(x.shape)\n        h = self.body(self.stem(x))\n",
        ("backprop_dependencies",),
        quick=True,
    ),
    Bug(
        "the mean of the batch subtracted",
        WINE,
        "model.py",
        "        h = self.body(self.stem(x))  # [batch, width]\n",
        "        h = self.body(self.stem(x - x.mean(0)))\n",
        ("backprop_dependencies", "significant_digits"),
    ),
    Bug(
        "a leak through detach",
        WINE,
        "model.py",
        "        h = self.body(self.stem(x))  # [batch, width]\n",
        "        h = self.body(self.stem(x - x.mean(0).detach()))\n",
        ("backprop_dependencies", "significant_digits"),
    ),
    Bug(
        "the trunk frozen by mistake",
        WINE,
        "model.py",
        "        self.norm = nn.LayerNorm(width)\n        self.head",
        "        self.norm = nn.LayerNorm(width)\n"
        "        self.stem.requires_grad_(False)\n        self.head",
        ("backprop_dependencies",),
    ),
    Bug(
        "the optimizer holds the parameters of another net",
        WINE,
        "recipe/optimizer.py",
        "    parameters = [p for p in net.parameters() if p.requires_grad]\n",
        "    import copy\n\n"
        "    parameters = list(copy.deepcopy(net).parameters())\n",
        ("overfit_one_batch", "backprop_dependencies", "fails_silently"),
    ),
    Bug(
        "gradients pile up",
        WINE,
        "recipe/step.py",
        "    optimizer.zero_grad(set_to_none=True)\n",
        "",
        ("fails_silently",),
        quick=True,
    ),
    Bug(
        "the rate decays far too early",
        WINE,
        "recipe/optimizer.py",
        '    if config.schedule == "constant":\n        return config.learning_rate\n',
        '    if config.schedule == "constant":\n'
        "        return config.learning_rate * 0.1 ** (step // (0.3 * config.steps))\n",
        ("learning_rate_decay",),
    ),
    Bug(
        "training in evaluation mode",
        WINE,
        "recipe/loop.py",
        "    net.train()\n",
        "    net.eval()\n",
        ("fails_silently",),
    ),
    Bug(
        "evaluating in training mode",
        DIGITS,
        "recipe/loop.py",
        "    net.eval()\n",
        "",
        ("significant_digits",),
    ),
    Bug(
        "the mode is not given back after an evaluation",
        DIGITS,
        "recipe/loop.py",
        "    net.train(was_training)\n",
        "",
        ("significant_digits", "fails_silently"),
    ),
    Bug(
        "an order without a seed",
        WINE,
        "recipe/feed.py",
        "        return torch.randperm(len(self), generator=generator)\n",
        "        return torch.randperm(len(self))\n",
        ("fix_random_seed",),
        quick=True,
    ),
    # --- beyond the table ---
    Bug(
        "the order forgets the seed",
        WINE,
        "recipe/feed.py",
        "mix(self.config.seed, epoch)",
        "mix(0, epoch)",
        ("fix_random_seed",),
    ),
    Bug(
        "every epoch in the same order",
        WINE,
        "recipe/feed.py",
        "mix(self.config.seed, epoch)",
        "mix(self.config.seed)",
        ("fails_silently",),
    ),
    Bug(
        "an example of each epoch dropped",
        WINE,
        "recipe/feed.py",
        "        return self.order(epoch).tensor_split(self.steps_per_epoch)",
        "        return self.order(epoch)[1:].tensor_split(self.steps_per_epoch)",
        ("fails_silently",),
    ),
    Bug(
        "resume without the state of the optimizer",
        WINE,
        "recipe/checkpoint.py",
        "        optimizer.load_state_dict(copied(self.optimizer))\n",
        "",
        ("fix_random_seed",),
    ),
    Bug(
        "a mean of batch means",
        WINE,
        "recipe/loop.py",
        "        return ((losses * weights).sum() / weights.sum()).item()",
        "        return torch.stack([b.mean() for b in losses.split(7)]).mean().item()",
        ("significant_digits",),
    ),
    Bug(
        "a shape that broadcasts",
        DIABETES,
        "target.py",
        "        return (outputs - y).square()[:, 0]",
        "        return (outputs - y[:, 0]).square()",
        ("backprop_dependencies",),
    ),
    Bug(
        "a shape that broadcasts, averaged away",
        DIABETES,
        "target.py",
        "        return (outputs - y).square()[:, 0]",
        "        return (outputs - y[:, 0]).square().mean(1)",
        ("overfit_one_batch", "significant_digits"),
    ),
    Bug(
        "errors reported in sds, not in the unit of the answer",
        DIABETES,
        "target.py",
        "return torch.cat([self.in_its_unit(outputs), self.in_its_unit(y)], 1)",
        "return torch.cat([outputs.double(), y.double()], 1)",
        ("human_interpretable_metrics",),
    ),
    Bug(
        "predictions in sds, not in the unit of the answer",
        DIABETES,
        "target.py",
        "        return self.in_its_unit(outputs)[:, 0].tolist()",
        "        return outputs[:, 0].tolist()",
        ("human_interpretable_metrics", "overfit_one_batch"),
    ),
    Bug(
        "the names of the classes lost on the way to predict",
        WINE,
        "recipe/checkpoint.py",
        "data.Inputs(**self.inputs), target.Target(**self.target)",
        "data.Inputs(**self.inputs), target.Target(self.target['names'][::-1], self.target['counts'])",
        ("fails_silently",),
    ),
    Bug(
        "decay on biases and norms",
        WINE,
        "recipe/optimizer.py",
        '"params": rest, "weight_decay": 0.0',
        '"params": rest, "weight_decay": config.weight_decay',
        ("fails_silently",),
    ),
    Bug(
        "augmentation left on",
        DIGITS,
        "data.py",
        "        x = torch.from_numpy(pixels.reshape(self.size, self.size, -1)).permute(2, 0, 1)\n",
        "        x = torch.from_numpy(pixels.reshape(self.size, self.size, -1)).permute(2, 0, 1)\n"
        "        x = x.roll(int(torch.randint(2, ())), 2)\n",
        ("simplify", "fix_random_seed"),
    ),
    Bug(
        "dropout left on",
        WINE,
        "model.py",
        "        self.norm = nn.LayerNorm(width)\n        self.head = nn.Linear(width, outputs)",
        "        self.norm = nn.Sequential(nn.LayerNorm(width), nn.Dropout(0.1))\n"
        "        self.head = nn.Linear(width, outputs)",
        ("simplify",),
    ),
    Bug(
        "another validation split for another seed",
        WINE,
        "data.py",
        "    return parts.cut(pools, config, left_out)",
        "    from dataclasses import replace\n\n"
        "    return parts.cut(pools, replace(config, split_seed=config.seed), left_out)",
        ("fails_silently",),
    ),
    Bug(
        "a probe that draws random numbers",
        WINE,
        "recipe/watch.py",
        "        training, batch = net.training, ",
        "        torch.nn.init.normal_(net.head.bias)\n        training, batch = net.training, ",
        ("prediction_dynamics",),
    ),
    Bug(
        "a net that cannot get wider",
        WINE,
        "model.py",
        "return ResidualMLP(columns, outputs, config.width, config.depth)",
        "return ResidualMLP(columns, outputs, 4, config.depth)",
        ("more_capacity",),
    ),
    Bug(
        "the answer among the inputs of a blank net",
        WINE,
        "recipe/feed.py",
        "        return (torch.zeros_like(x) if self.blank else x), y",
        "        return (torch.zeros_like(x) + y if self.blank else x), y",
        ("input_independent_baseline",),
    ),
)


@dataclass(frozen=True)
class Project:
    """A rendered project whose recipe can be asked in this process."""

    checks: ModuleType
    ledger: type
    problem: Any

    def record(self, name: str, seed: int = 1337) -> Any:
        """What `check NAME` would say."""
        row = self.checks.chosen([name])[0]
        return next(self.checks.verdicts([(row, seed)], self.problem, self.ledger()))

    def stopped_by(self, name: str) -> bool:
        """Does this gate not let us pass? A picture that waits for a person is no alarm."""
        row, verdict = self.checks.chosen([name])[0], self.record(name).verdict
        return verdict == "fails" or (verdict == "unclear" and row.type == "gate")


@contextmanager
def imported(source: Path, kind: str, bug: Bug | None = None) -> Iterator[Project]:
    """A copy of the package under a name of its own: many variants in one process.

    The tiny net on one thread; long trainings are cut to 300 steps.
    """
    name = f"planted_{next(numbers)}"
    with TemporaryDirectory() as folder:
        root = Path(folder)
        copytree(source / "src" / PACKAGES[kind], root / "src" / name)
        copytree(source / "data", root / "data")
        (root / "pyproject.toml").touch()
        if bug is not None:
            bug.plant(root / "src" / name)
        sys.path.insert(0, str(root / "src"))
        try:
            yield project(name)
        finally:
            sys.path.remove(str(root / "src"))
            for module in [m for m in sys.modules if m.partition(".")[0] == name]:
                del sys.modules[module]


def project(name: str) -> Project:
    def module(path: str) -> ModuleType:
        return importlib.import_module(f"{name}.{path}")

    config = replace(
        module("config").Config(), model="tiny", threads=1, steps=300, evaluate_every=50
    )
    module("recipe.machine").use(config)
    return Project(
        module("recipe.checks"),
        module("recipe.ledger").Ledger,
        module("recipe.contract").Problem.load(config),
    )


def main(word: str = "") -> None:
    """Every bug against every fast check, and against those that must catch it."""
    with TemporaryDirectory() as folder:
        for kind in PACKAGES:
            render_into(Path(folder, kind), kind)
        for bug in (bug for bug in BUGS if word in bug.name):
            with imported(Path(folder, bug.kind), bug.kind, bug) as planted:
                names = [row.check for row in planted.checks.chosen((), fast=True)]
                names += [name for name in bug.caught_by if name not in names]
                failed = [name for name in names if planted.stopped_by(name)]
            missed = set(bug.caught_by) - set(failed)
            print(
                f"{bug.name:55} {', '.join(failed) or '-'}",
                f"MISSED {missed}" * bool(missed),
                flush=True,
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
