"""Trainings of one project, each once: here, or several at once in processes of their own."""

import multiprocessing
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from torch import nn

from ..contract import Look, NotOffered, Project, Run, open_project
from ..place import here, stand
from ..refused import sentence
from ..specimen import fresh_net
from ..tuned import target_of
from .asked import Asked, Changed, How
from .kept import Trained, code_of, keep, kept, key_of
from .shut import shut
from .subset import subset

Follow = Callable[[Run], Look]  # who looks on while a run is trained
PAUSE = 0.1  # seconds between two looks at what others have finished


@dataclass
class Trainings:
    """Of the project that is open; each config reads its data once, and no test split."""

    project: Project
    known: dict[Changed, Project] = field(default_factory=dict)
    code: dict[Changed, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.project = shut(self.project)

    def of(self, changed: Changed) -> Project:
        """The project with this change; read anew where the change could matter to that."""
        if not changed:
            return self.project
        if changed not in self.known:
            other = self.project.but(**dict(changed))
            ours, theirs = self.coded(()), self.coded(changed, other.config)
            parts = ("data", "split", "loss")
            if here().adapter or any(ours[p] != theirs[p] for p in parts):
                other = shut(self.project.again(**dict(changed)))
            self.known[changed] = other
        return self.known[changed]

    def key(self, asked: Asked) -> str:
        config = self.of(asked.changed).config
        code = self.coded(asked.changed, config)
        way = f"{asked.share:g}" + (f" {asked.how!r}" if asked.how else "")
        return key_of(config, code, asked.seed, way)

    def coded(self, changed: Changed, config: Any = None) -> dict[str, str]:
        """Its fingerprints, for which every file of the project is read."""
        if changed not in self.code:
            self.code[changed] = code_of(config or self.project.config)
        return self.code[changed]

    def kept(self, asked: Asked) -> Trained | None:
        found = kept(self.key(asked), asked.seed)
        return None if found and asked.weights and not found.net else found

    def train(self, asked: Asked, follow: Follow | None = None) -> Trained:
        """Kept when this returns, as is whatever else this way of training finds."""
        project = self.of(asked.changed).but(seed=asked.seed)
        kept: dict[Asked, Trained] = {}
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            run = project.new_run(Path(folder))
            look = follow(run) if follow else None
            for how, (name, found) in trained(project, asked, run, look).items():
                one = replace(asked, how=how)
                weights = Path(folder, f"{name}.pt") if asked.weights else None
                config = project.config
                kept[one] = keep(found, self.key(one), asked.what, config, weights)
        return kept[asked]

    def each(self, asked: Sequence[Asked], at_once: int = 1) -> Iterator[Trained]:
        """In the order asked; what stands already is not trained again."""
        missing = [one for one in asked if self.kept(one) is None]
        if at_once < 2 or len(missing) < 2:
            yield from ((self.kept(one) or self.train(one)) for one in asked)
            return
        with beside(self.project.config, missing, at_once) as others:
            for one in asked:
                yield others.waited(self, one)


def trained(
    project: Project, asked: Asked, run: Run, look: Look | None = None
) -> dict[How | None, tuple[str, Trained]]:
    """The nets by the names under which they are saved, each on all of validation."""
    began, split = time.perf_counter(), project.splits
    some = subset(project, asked.share, asked.seed)
    train, validation = project.feed(some), project.feed(split.validation)
    names: Mapping[How | None, str] = {asked.how: "best"}
    broke = ""
    try:
        if asked.how:
            names = asked.how(project, fresh_net(project), train, validation, run)
        else:
            project.train(fresh_net(project), train, validation, run, look=look)
    except ValueError as error:
        broke = str(error)
        if not broke.startswith("Loss "):  # as the loop says of one that is no number
            raise
    seconds = time.perf_counter() - began

    def judged(name: str) -> Trained:
        if broke:
            return Trained(asked.seed, len(some), seconds, None, broke)
        served, net = weights_of(project, run, name)
        found = served.evaluate(net, served.feed(validation.examples))
        return Trained(asked.seed, len(some), seconds, found)

    return {how: (name, judged(name)) for how, name in names.items()}


def weights_of(project: Project, run: Run, name: str) -> tuple[Project, nn.Module]:
    """The net as it was saved, and the project whose target tells its answers."""
    try:
        served, net = project.served(run, name)
        project = project.having(target=target_of(served, project))
    except NotOffered:  # an adapter builds its net itself
        net = project.net()
        net.load_state_dict(run.checkpoint(name)["net"])
    return project, net.to(project.device)


# --- several at once


class beside:
    """So many processes; each writes what it has finished to where all look."""

    def __init__(self, config: Any, asked: Sequence[Asked], at_once: int):
        spawn = multiprocessing.get_context("spawn")
        self.said = spawn.SimpleQueue()
        parts = [asked[i::at_once] for i in range(min(at_once, len(asked)))]
        given = (here().package, vars(config), self.said)
        self.processes = [
            spawn.Process(target=work, args=(*given, one), daemon=True) for one in parts
        ]

    def __enter__(self) -> "beside":
        for process in self.processes:
            process.start()
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.join()

    def waited(self, trainings: Trainings, asked: Asked) -> Trained:
        while True:
            alive = any(process.is_alive() for process in self.processes)
            if found := trainings.kept(asked):
                return found
            if not self.said.empty():
                raise ValueError(self.said.get())
            if not alive:
                raise ValueError(
                    "A training ended without a word: repeat without --at-once."
                )
            time.sleep(PAUSE)


def work(package: str, knobs: dict[str, Any], said: Any, asked: list[Asked]) -> None:
    """Ctrl-C ends it without a word: the first process speaks for all."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        stand(package)
        trainings = Trainings(open_project(package, **knobs))
        for one in asked:
            if trainings.kept(one) is None:
                trainings.train(one)
    except Exception as error:
        said.put(sentence(error) or f"{type(error).__name__}: {error}")
