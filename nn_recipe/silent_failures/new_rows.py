"""New data has no answers: the same rows without that column must give the same x."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from .. import table_files
from ..contract import Project
from ..findings import Findings
from ..place import here
from ..specimen import same_bits

ROWS = 200
READ = "read.py; data.py: Inputs"


def judge_new_rows(project: Project, findings: Findings) -> None:
    """Read with the answers and without, each row by its id: what looks at them is found out."""
    config, first = project.config, project.splits.train[0]
    target = getattr(config, "target", "")
    if not target or not isinstance(first.raw, (str, Mapping)):
        return
    if project.target.answers_are == "series":
        return  # a forecast goes on from the past of its column: new data has it
    if isinstance(first.raw, str) and getattr(config, "text", None) is None:
        return  # the path of a file
    given = here().resolve(config.data)
    rows = table_files.read(given, config)[:ROWS] if given.is_file() else []
    if not rows or target not in rows[0]:
        return
    bare = [{c: cell for c, cell in row.items() if c != target} for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, given.name)
        table_files.write(rows, path, given, config)
        known = {e.id: e.raw for e in project.read(str(path))}
        table_files.write(bare, path, given, config)
        try:
            new = {e.id: e.raw for e in project.read(str(path))}
        except (ValueError, KeyError) as error:
            findings.demand(
                False,
                f"Without the column {target} the rows cannot be read ({error}), and new data "
                "has none.",
                READ,
            )
            return
    encode = project.inputs.encode
    for id in known.keys() & new.keys():
        findings.demand(
            same_bits(encode(known[id]), encode(new[id])) or bool(findings.faults),
            f"Without the column {target}, which new data has not, the x of {id} is another: "
            f"{project.inputs.show(encode(new[id]))} in place of "
            f"{project.inputs.show(encode(known[id]))}.",
            READ,
        )
