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

ROWS = 2000  # of a file, from its first to its last
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
    held, before, after = twice(project, tables(project))
    moved = [i for i, x in before.items() if i in after and not same_bits(x, after[i])]
    for id in moved[:1]:
        findings.demand(
            False,
            f"With other answers in the {held} rows that do not train, and no other change, "
            f"{len(moved)} of {len(before)} rows have another x: that of {id} says "
            f"{difference(project, after[id], before[id])}.",
            READ,
        )


def twice(
    project: Project, files: Mapping[str, Path]
) -> tuple[int, dict[str, Tensor], dict[str, Tensor]]:
    """How many rows have other answers; x by id before, and after.

    Of nobody, where the project makes other examples of a file than one a row.
    """
    rows = {n: spread(table_files.read(p, project.config)) for n, p in files.items()}
    with tempfile.TemporaryDirectory() as folder:
        plain = written(project, files, rows, Path(folder, "as it is"))
        read = {name: [e.id for e in plain.read(p)] for name, p in paths(plain, files)}
        one_each = all(len(rows[name]) == len(read[name]) for name in files)
        trains = trained_by(plain) if files and one_each else set[str]()
        if not trains:
            return 0, {}, {}
        held = {
            n: [i for i, id in enumerate(read[n]) if id not in trains] for n in files
        }
        others = {n: dealt_anew(rows[n], held[n], project.config.target) for n in files}
        anew = written(project, files, others, Path(folder, "anew"))
        both = [xs(each, files, trains) for each in (plain, anew)]
    return sum(map(len, held.values())), both[0], both[1]


def trained_by(project: Project) -> set[str]:
    """Ids; none where so few rows are refused, as a class may be too rare."""
    try:
        return {example.id for example in project.cut_again().train}
    except ValueError:
        return set()


def spread(rows: Rows) -> Rows:
    """Up to ROWS of them, from the first to the last."""
    return rows[:: len(rows) // ROWS + 1]


def written(
    project: Project, files: Mapping[str, Path], rows: Mapping[str, Rows], folder: Path
) -> Project:
    """The same project, with files of these rows."""
    new = {name: folder / name / path.name for name, path in files.items()}
    for name, path in new.items():
        path.parent.mkdir(parents=True)
        table_files.write(rows[name], path, files[name], project.config)
    return project.but(**{name: str(path) for name, path in new.items()})


def paths(project: Project, files: Mapping[str, Path]) -> list[tuple[str, str]]:
    return [(name, getattr(project.config, name)) for name in files]


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
    """Field of the config -> its file, if the examples are rows of it, or texts of rows."""
    raw, target = project.splits.train[0].raw, getattr(project.config, "target", "")
    texts = isinstance(raw, str) and getattr(project.config, "text", None) is not None
    if not target or not (texts or isinstance(raw, Mapping)):
        return {}
    named = {name: getattr(project.config, name, "") for name in FIELDS}
    files = {name: here().resolve(path) for name, path in named.items() if path}
    return files if all(path.is_file() for path in files.values()) else {}


def dealt_anew(rows: Rows, held: Sequence[int], target: str) -> Rows:
    """The answers of these rows, each half of them further on."""
    turned = [*held[len(held) // 2 :], *held[: len(held) // 2]]
    dealt = [dict(row) for row in rows]
    for i, j in zip(held, turned, strict=True):
        if target in rows[j]:
            dealt[i][target] = rows[j][target]
    return dealt


def xs(
    project: Project, files: Mapping[str, Path], trains: set[str]
) -> dict[str, Tensor]:
    """id -> x, all of it read and measured from the files of this project."""
    found = {e.id: e for _, path in paths(project, files) for e in project.read(path)}
    known = [example for id, example in found.items() if id in trains]
    looked = known if project.split_by == "time" else [*found.values()]
    try:
        inputs = project.measured(some(known, MEASURED)).inputs
    except ValueError:
        inputs = project.inputs  # so few are refused: a class may be too rare
    return {e.id: inputs.encode(e.raw) for e in some(looked, LOOKED)}
