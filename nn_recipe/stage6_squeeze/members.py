"""The nets that are taken together: runs of yours by name, or the same config with other seeds."""

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from torch import nn

from .. import same_data
from ..contract import Project
from ..ledger.fingerprint import BOOKKEEPING
from ..place import here
from ..report.folders import Folder, runs_in
from ..specimen import weight_hash
from ..trials.training import Asked, Trainings, weights_of
from ..tuned import TOLD, bare

NEAR = 1e-3  # of the loss that the run itself found: another machine rounds otherwise


@dataclass(frozen=True)
class Member:
    """One net, by the file of its weights."""

    name: str
    path: Path  # best.pt
    seed: int

    @property
    def digest(self) -> str:
        with open(self.path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]

    def net(self, project: Project) -> tuple[Project, nn.Module]:
        """In evaluation mode, on the device of the config; its own target, if it has one."""
        run = project.new_run(self.path.parent)
        project, net = weights_of(project, run, self.path.stem)
        return project, net.eval()


def of_seeds(
    project: Project, seeds: int, at_once: int, told: Callable[[str], object]
) -> list[Member]:
    """The config as it is, so many times; what stands in runs/try/ is not trained again."""
    first, trainings = project.config.seed, Trainings(project)
    asked = [Asked((), seed, weights=True) for seed in range(first, first + seeds)]
    kept = sum(trainings.kept(one) is not None for one in asked)
    told(f"{len(asked)} trainings, {kept} of them kept from before")
    found = []
    for one in trainings.each(asked, at_once):
        if one.net is None:
            raise ValueError(f"The config as it is does not train: {one.broke}")
        seconds = "kept" if one.again else f"{one.seconds:.1f} s"
        told(f"seed {one.seed}  loss {one.evaluation.loss:.5g}  ({seconds})")  # type: ignore[union-attr]
        found.append(Member(f"seed {one.seed}", one.net, one.seed))
    return found


def of_runs(project: Project, names: Sequence[str]) -> list[Member]:
    """Runs by number or name, each fit to stand beside the others."""
    if here().adapter:
        raise ValueError("Found no runs: your own code keeps none. Ask for --seeds 5.")
    folders = [named(name) for name in names]
    twice = [f.name for f, n in Counter(folders).items() if n > 1]
    if twice:
        raise ValueError(f"{twice[0]} is named twice: one net twice is one net.")
    members, configs = [], list[Any]()
    for folder in folders:
        served, net = project.served(project.new_run(folder.path), "best")
        fits(project, served, folder)
        configs.append((weight_hash(net), knobs(served.config)))
        member = Member(folder.name, folder.path / "best.pt", served.config.seed)
        members.append(member)
    apart(members, configs)
    return members


def named(name: str) -> Folder:
    known = runs_in(here().runs)
    for folder in reversed(known):
        number, _, slug = folder.name.partition("-")
        if name in ("last", folder.name, slug, number, str(int(number))):
            return folder
    raise ValueError(
        f"No run {name!r} among {[f.name for f in known[-5:]]}: `train` makes one."
    )


def knobs(config: Any) -> dict[str, Any]:
    """What decides the weights, but for how long they were trained."""
    skip = {*BOOKKEEPING, "steps"}
    return {k: v for k, v in asdict(config).items() if k not in skip}


def fits(project: Project, served: Project, folder: Folder) -> None:
    """The same examples validate, x and y mean the same, and the files have not changed."""
    if other := same_data.since(folder.path):
        raise ValueError(
            f"{other} changed since {folder.name} was trained: what validates now may have "
            "trained it. Put it back, or `train` anew."
        )
    ours, theirs = project.state(), served.state()
    loose = bare if project.target.answers_are in TOLD else str
    if str(ours["inputs"]) != str(theirs["inputs"]) or loose(ours["target"]) != loose(
        theirs["target"]
    ):
        raise ValueError(
            f"{folder.name} has other x or y than config.py: what it says has another "
            "meaning. Take runs of one data and one split."
        )
    mine, other = project.config, served.config
    changed = {
        f.name: getattr(other, f.name)
        for f in fields(mine)
        if getattr(mine, f.name) != getattr(other, f.name)
    }
    changed = {k: v for k, v in changed.items() if k not in ("seed", *BOOKKEEPING)}
    splits = Trainings(project).of(tuple(changed.items())).splits
    if validating(splits) != validating(project.splits):
        said = ", ".join(f"{k}={v!r}" for k, v in changed.items())
        raise ValueError(
            f"With {folder.name} ({said}) other examples validate: those that validate here "
            "may have trained it. Take runs of one split."
        )


def validating(splits: Any) -> list[tuple[str, str]]:
    return [(example.id, str(example.answer)) for example in splits.validation]


def apart(members: Sequence[Member], configs: Sequence[tuple[str, Any]]) -> None:
    """Checkpoints of one training are no ensemble: they are wrong about the same examples."""
    for i, (bits, one) in enumerate(configs):
        for j, (others, other) in enumerate(configs[:i]):
            if bits == others or one == other:
                names = f"{members[j].name} and {members[i].name}"
                raise ValueError(
                    f"{names} are one config and one seed ({members[i].seed}): one net, not "
                    "two. Train with another --seed, or ask for --seeds 5."
                )


def alike(members: Sequence[Member]) -> str:
    """A remark on seeds that repeat: other configs, but the same first weights and batches."""
    seeds = {member.seed for member in members}
    if len(seeds) == len(members):
        return ""
    return (
        f"{len(members)} runs, {len(seeds)} seed{'s' * (len(seeds) > 1)}: nets of one seed "
        "see the same batches in the same order, and differ less than others would."
    )


def unchanged(name: str, loss: float, checkpoint: dict[str, Any]) -> None:
    """A run says what its best weights cost on validation: they still must.

    `rank` of best.pt: what `watch` says, and the loss.
    """
    rank = checkpoint.get("rank")
    then = rank[1] if isinstance(rank, tuple | list) and len(rank) == 2 else math.nan
    if math.isfinite(then) and abs(loss - then) > NEAR * max(abs(then), NEAR):
        raise ValueError(
            f"{name} had a loss of {then:.5g} on validation, and has {loss:.5g} now: its "
            "data, its split or the code is another. `train` anew."
        )
