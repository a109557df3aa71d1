"""The trainers of others over the same batches: seconds a step, beside the bare loop.

Run by `python benchmarks/loop_against_bare.py FOLDER --peers`; whoever is not installed is
left out. Each gets the same net, the same fused AdamW and clipping, and reports nothing.
"""

import importlib.util
import logging
import statistics
import time
import warnings
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim import AdamW
from torch.utils.data import DataLoader, TensorDataset

STEPS, ROUNDS = 300, 5


class Task:
    """What all of them are given: tensors, a net, an optimizer, a loss."""

    def __init__(self, project: Any):
        self.project, self.config = project, project.problem.config
        self.x, self.y = project.feed.kept.x, project.feed.kept.y
        self.loss = F.mse_loss if self.y.is_floating_point() else F.cross_entropy

    def net(self) -> nn.Module:
        return self.project.problem.net().train()

    def optimizer(self, net: nn.Module) -> AdamW:
        lr = self.config.learning_rate
        return AdamW(net.parameters(), lr=lr, weight_decay=0.0, fused=True)

    def loader(self) -> DataLoader:
        size = self.config.batch_size
        return DataLoader(
            TensorDataset(self.x, self.y), size, shuffle=True, drop_last=True
        )


def lightning(task: Task) -> None:
    import lightning as L  # type: ignore

    class Module(L.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = task.net()

        def training_step(self, batch, index):
            return task.loss(self.net(batch[0]), batch[1])

        def configure_optimizers(self):
            return task.optimizer(self.net)

    quiet = (
        "logger",
        "enable_checkpointing",
        "enable_progress_bar",
        "enable_model_summary",
    )
    L.Trainer(
        accelerator="cpu",
        max_steps=STEPS,
        gradient_clip_val=task.config.clip,
        **dict.fromkeys(quiet, False),
    ).fit(Module(), task.loader())


def accelerate(task: Task) -> None:
    from accelerate import Accelerator  # type: ignore

    accelerator, net = Accelerator(cpu=True), task.net()
    net, optimizer, loader = accelerator.prepare(
        net, task.optimizer(net), task.loader()
    )
    done = 0
    while done < STEPS:
        for x, y in loader:
            optimizer.zero_grad()
            accelerator.backward(task.loss(net(x), y))
            accelerator.clip_grad_norm_(net.parameters(), task.config.clip)
            optimizer.step()
            done += 1


def fabric(task: Task) -> None:
    from lightning.fabric import Fabric  # type: ignore

    trainer, net = Fabric(accelerator="cpu"), task.net()
    net, optimizer = trainer.setup(net, task.optimizer(net))
    loader, done = trainer.setup_dataloaders(task.loader()), 0
    while done < STEPS:
        for x, y in loader:
            optimizer.zero_grad()
            trainer.backward(task.loss(net(x), y))
            trainer.clip_gradients(net, optimizer, max_norm=task.config.clip)
            optimizer.step()
            done += 1


def ignite(task: Task) -> None:
    from ignite.engine import Engine  # type: ignore

    net = task.net()
    optimizer = task.optimizer(net)

    def step(engine, batch):
        optimizer.zero_grad()
        task.loss(net(batch[0]), batch[1]).backward()
        nn.utils.clip_grad_norm_(net.parameters(), task.config.clip)
        optimizer.step()

    loader = task.loader()
    Engine(step).run(loader, max_epochs=-(-STEPS // len(loader)))


def transformers(task: Task) -> None:
    from transformers import Trainer, TrainingArguments  # type: ignore

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = task.net()

        def forward(self, x, labels):
            outputs = self.net(x)
            return {"loss": task.loss(outputs, labels), "logits": outputs}

    rows = [{"x": x, "labels": y} for x, y in zip(task.x, task.y, strict=True)]
    arguments = TrainingArguments(
        "/tmp/peers_of_the_loop",
        max_steps=STEPS,
        per_device_train_batch_size=task.config.batch_size,
        max_grad_norm=task.config.clip,
        optim="adamw_torch_fused",
        use_cpu=True,
        disable_tqdm=True,
        report_to=[],
        save_strategy="no",
        logging_strategy="no",
    )
    Trainer(Net(), arguments, train_dataset=rows).train()


PEERS = {
    "accelerate": accelerate,
    "lightning.fabric": fabric,
    "ignite": ignite,
    "lightning": lightning,
    "transformers": transformers,
}


def main(project: Any, bare: Any) -> None:
    """In turns, so that a busy machine is busy for all; medians over the rounds."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    task = Task(project)
    there = {
        name: f
        for name, f in PEERS.items()
        if importlib.util.find_spec(name.partition(".")[0])
    }

    def by_hand(task: Task) -> None:
        stepping = bare(project, task.net())
        for _ in range(STEPS):
            next(stepping)

    def ours(task: Task) -> None:
        problem = project.problem.but(steps=STEPS, evaluate_every=STEPS)
        project.train(problem, task.net(), project.feed)

    runs = {"bare": by_hand, "generated": ours, **there}
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for round in range(ROUNDS + 1):
        for name, run in runs.items():
            torch.manual_seed(0)
            started = time.thread_time()
            run(task)
            if round:  # the first one warms up
                seconds[name].append((time.thread_time() - started) / STEPS)
    first = statistics.median(seconds["bare"])
    for name, values in seconds.items():
        middle = statistics.median(values)
        print(f"  {name:22}{middle * 1e6:9.0f} us a step{first / middle:7.2f} of bare")
