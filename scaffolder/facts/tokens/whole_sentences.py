"""Files that look like tagged tokens, and hold a label and a whole sentence in each line."""

from __future__ import annotations

from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import python, text
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import first_bytes, some

HEAD_BYTES = 100_000
FEWEST = 20  # lines
MOST_LABELS = 30
BLANK = "\n[ \r]*\n"  # between two blocks
WORDS = 3  # of a token on average: "New York City"; a sentence has more


def must_not_be(source: Source) -> Source:
    """DataError for "LABEL<tab>sentence" in blocks, which a token and its tag are not."""
    if not (columns := of_sentences(source.train)):
        return source
    labels = columns[1]
    homes = {file: file.with_suffix(".csv") for file in source.splits.values()}
    pairs = [[file.name, home.name] for file, home in homes.items()]
    names = ["document", *columns[0]]
    code = (
        "import csv, re; from pathlib import Path; [csv.writer(open(new,"
        f" {text('w')}, newline={text('')}, encoding={text('utf8')})).writerows([{text(names)},"
        f" *[[old + {text(' ')} + str(n), *line.split({text(chr(9))})] for n, block in"
        f" enumerate(re.split({text(BLANK)}, Path(old).read_text({text('utf8')}))) for line in"
        f" block.splitlines() if {text(chr(9))} in line]]) for old, new in {text(pairs)}]"
    )
    raise DataError(
        f"Each line of {source.train} holds a label and a whole sentence"
        f" ({some(labels)}), in blocks parted by empty lines: a text and its class, and no"
        " tokens with tags. Needed: a table of both; write it, with a column that says which"
        f" block a sentence is of: {python(source.train.parent, code)} and"
        f" name {homes[source.train]}."
    )


def of_sentences(path: Path) -> tuple[list[str], list[str]] | None:
    """(names of the two columns in their order, the labels); None of other files."""
    if path.is_dir():
        return None
    lines = first_bytes(path, HEAD_BYTES).decode("utf8", "replace").split("\n")[:-1]
    plain = [line.strip("\r") for line in lines if not line.startswith("#")]
    rows = [line.split("\t") for line in plain if line.strip()]
    if len(rows) < FEWEST or {*map(len, rows)} != {2}:
        return None
    for place, names in enumerate((["label", "text"], ["text", "label"])):
        labels = sorted({row[place] for row in rows})
        words = sum(len(row[1 - place].split()) for row in rows)
        few = 1 < len(labels) <= min(MOST_LABELS, len(rows) / 4)
        if few and words > WORDS * len(rows):
            return names, labels
    return None
