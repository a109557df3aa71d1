"""Weka's sparse form: {1 3, 4 spam} names the columns that are not 0, or not the first class."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from scaffolder.facts.commands import python, text

HEAD = 1_000_000  # lines that may stand above the rows

# names and first values of the columns, then a dictionary of each row; \x27 is a single quote
ROWS = r"""
import csv, re; lines = [x.strip() for x in open({name}, encoding="utf8", errors="replace")];
at = [x.lower() for x in lines].index("@data");
one = r"(\x27[^\x27]*\x27|\"[^\"]*\"|[^,}}\s][^,}}]*)";
heads = re.findall(r"(?im)^@attribute\s+(\x27[^\x27]*\x27|\"[^\"]*\"|\S+)\s+(.*)", "\n".join(lines[:at]));
plain = lambda x: x.strip().strip("\x27\"");
first = [plain(re.match(r"\{{\s*" + one, kind)[1]) if kind[0] == "{{" else "0" for _, kind in heads];
rows = [dict(re.findall(r"(\d+)\s+" + one, x)) for x in lines[at:] if x[:1] == "{{"];
out = csv.writer(open({out}, "w"));
out.writerow(plain(n) for n, _ in heads);
out.writerows([plain(r.get(str(i), f)) for i, f in enumerate(first)] for r in rows)
"""


def is_sparse(file: Path) -> bool:
    """Whether the first row below @data begins with a brace."""
    below = False
    with file.open(encoding="utf8", errors="replace") as lines:
        for line in islice(lines, HEAD):
            line = line.strip()
            if below and line and line[0] != "%":
                return line[0] == "{"
            below = below or line.lower() == "@data"
    return False


def advice(file: Path) -> str:
    """What it is, and the command that writes it as CSV."""
    home = file.with_name(f"{file.stem}_rows.csv")
    code = ROWS.format(name=text(file.name), out=text(home.name))
    code = re.sub(r";\n", "; ", code.strip())
    return (
        "is sparse ARFF, Weka's format for rows that are mostly 0, which is not read. Needed:"
        " CSV, a cell for each column, where 0 (of names the first one) stands for all that a"
        f" row leaves out: {python(file.parent, code)} and name {home}."
    )
