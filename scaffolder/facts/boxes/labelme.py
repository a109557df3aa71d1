"""Files of labelme, one beside each picture: refused with the command that writes a table."""

from __future__ import annotations

import re
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.boxes import via
from scaffolder.facts.commands import text
from scaffolder.facts.listing import IMAGE_ENDINGS, first_bytes, said

HEAD = 4096  # bytes in which a file shows what it is
MARK = re.compile(r'^\s*\{.*"shapes"\s*:\s*\[', re.S)
OWN = re.compile(r'"(version|flags|imagePath|shape_type|lineColor)"\s*:')
TABLE = "boxes.csv"
CODE = (  # the picture of a file's own name, or else the one that it names
    "import csv, json; from math import dist; from pathlib import Path, PureWindowsPath;"
    " files = sorted(Path().rglob('*.*')); known = {{p.with_suffix(''): p for p in files if"
    " p.suffix.lower() in {endings}}}; named = {{p.name: p for p in known.values()}}; box = lambda k, p: [f(c[i] for c in p) for f in (min,"
    " max) for i in (0, 1)] if k != 'circle' else [p[0][i] + d * dist(*p) for d in (-1, 1) for"
    " i in (0, 1)]; read = ((f, json.loads(f.read_bytes())) for f in files if f.suffix =="
    " '.json'); rows = [((known.get(f.with_suffix('')) or"
    " named.get(PureWindowsPath(s['imagePath']).name, f)).as_posix(), *row) for f, s in read if"
    " 'shapes' in s for row in [(*box(g.get('shape_type'), g['points']), g['label'].strip())"
    " for g in s['shapes'] if len(g['points']) > 1 and 'line' not in str(g.get('shape_type'))]"
    " or [{empty}]]; csv.writer(open('{table}', 'w', newline='')).writerows([{header}, *rows])"
)


def refuse(top: Path, files: list[Path]) -> None:
    """DataError where some of the files are of labelme; `top` is the folder of all."""
    own = [file for file in files if is_of(file)]
    if not own:
        return
    code = CODE.format(
        endings=text(IMAGE_ENDINGS), table=TABLE, empty=via.EMPTY, header=via.HEADER
    ).replace("'", '"')
    raise DataError(
        f"{own[0]} is a file of labelme: shapes that are marked in a picture"
        f" ({said(len(own), 'file')}). Needed: a table with the columns"
        " image,xmin,ymin,xmax,ymax,class; write it, with the box around each shape:"
        f" {commands.python(top, code)} and name {top / TABLE}. A label that is spelt in two"
        " ways makes two classes: mend it there."
    )


def is_of(file: Path) -> bool:
    if file.suffix.lower() != ".json":
        return False
    head = first_bytes(file, HEAD).decode("utf8", "replace")
    return bool(MARK.search(head) and OWN.search(head))
