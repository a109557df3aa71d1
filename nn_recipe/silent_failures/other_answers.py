"""x of a row says nothing of the answers of those that validate: they could be anything."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from torch import Tensor

from .. import table_files
from ..additions import Celled
from ..contract import Project
from ..findings import Findings
from ..place import here
from ..specimen import same_bits, some

MOST = 20_000_000  # bytes of a file, which is read five times: two seconds or three
MEASURED = 300  # training rows from which x is measured
LOOKED = 200  # rows of a file whose x is compared
FIELDS = ("data", "validation_data", "test_data")  # of the config, that name files
READ = "read.py: a column made from the answers of all rows; data.py: from_training"
Rows = Sequence[table_files.Row]


def judge_other_answers(project: Project, findings: Findings) -> None:
    """The files once more, with answers dealt anew among all rows that do not train.

    A mean of the answers of all rows of one sort, or a rank among them: x moves, and so has
    seen what it will be measured by. Means over training rows alone stay as they are. Where
    the split is by time a row may know what was answered before it, but in training.
    """
    files = tables(project)
    read = {n: [e.id for e in project.read(str(path))] for n, path in files.items()}
    rows = {n: table_files.read(path, project.config) for n, path in files.items()}
    if not files or any(len(rows[n]) != len(read[n]) for n in files):
        return  # the project makes other examples of them than one a row
    trains = {example.id for example in project.cut_again().train}
    held = {n: [i for i, id in enumerate(read[n]) if id not in trains] for n in files}
    others = {n: dealt_anew(rows[n], held[n], project.config.target) for n in files}
    by_time = project.split_by == "time"
    looked = trains if by_time else {id for ids in read.values() for id in ids}
    with tempfile.TemporaryDirectory() as folder:
        before = xs(project, files, rows, trains, looked, Path(folder, "as it is"))
        after = xs(project, files, others, trains, looked, Path(folder, "anew"))
    moved = [i for i, x in before.items() if i in after and not same_bits(x, after[i])]
    for id in moved[:1]:
        findings.demand(
            False,
            f"With other answers in the {sum(map(len, held.values()))} rows that do not "
            f"train, and no other change, {len(moved)} of {len(before)} rows have another x: "
            f"that of {id} says {difference(project, after[id], before[id])}.",
            READ,
        )


def difference(project: Project, new: Tensor, old: Tensor) -> str:
    """What one x says and the other does not: a column, or all of it."""
    inputs = project.inputs
    if isinstance(inputs, Celled) and new.shape == old.shape == inputs.shape:
        says, said = inputs.cells(new), inputs.cells(old)
        for column in says.keys() & said.keys():
            if says[column] != said[column]:
                return f"{column} = {says[column]} in place of {said[column]}"
    return f"{inputs.show(new)} in place of {inputs.show(old)}"


def tables(project: Project) -> dict[str, Path]:
    """Field of the config -> its file, if the examples are rows, or texts, of small ones."""
    raw, target = project.splits.train[0].raw, getattr(project.config, "target", "")
    texts = isinstance(raw, str) and getattr(project.config, "text", None) is not None
    if not target or not (texts or isinstance(raw, Mapping)):
        return {}
    named = {name: getattr(project.config, name, "") for name in FIELDS}
    files = {name: here().resolve(path) for name, path in named.items() if path}
    small = all(f.is_file() and f.stat().st_size < MOST for f in files.values())
    return files if small else {}


def dealt_anew(rows: Rows, held: Sequence[int], target: str) -> Rows:
    """The answers of these rows, each half of them further on."""
    turned = [*held[len(held) // 2 :], *held[: len(held) // 2]]
    dealt = [dict(row) for row in rows]
    for i, j in zip(held, turned, strict=True):
        if target in rows[j]:
            dealt[i][target] = rows[j][target]
    return dealt


def xs(
    project: Project,
    files: Mapping[str, Path],
    rows: Mapping[str, Rows],
    trains: set[str],
    looked: set[str],
    folder: Path,
) -> dict[str, Tensor]:
    """id -> x, all of it read and measured from these rows."""
    named = {name: folder / name / path.name for name, path in files.items()}
    for name, path in named.items():
        path.parent.mkdir(parents=True)
        table_files.write(rows[name], path, files[name], project.config)
    changes = {name: str(path) for name, path in named.items()}
    found = {
        e.id: e for path in changes.values() for e in project.read(path, **changes)
    }
    known = some([e for id, e in found.items() if id in trains], MEASURED)
    try:
        inputs = project.but(**changes).measured(known).inputs
    except ValueError:
        inputs = project.inputs  # so few are refused: a class may be too rare
    chosen = some([e for id, e in found.items() if id in looked], LOOKED)
    return {e.id: inputs.encode(e.raw) for e in chosen}
