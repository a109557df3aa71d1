"""How a text file writes a table: encoding, separator, quote character, header.

Only the first megabyte is looked at, so that a file of any size is answered at once.
"""

import codecs
import csv
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes

HEAD_BYTES = 1_000_000
SEPARATORS = ",\t;|"
MISSING = ("", "?", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "#N/A", "<NA>")
SEPARATOR_NAMES = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "pipes"}
SEPARATOR_NAMES |= {" ": "single spaces"}


@dataclass(frozen=True)
class Dialect:
    """What a reader must be told; `columns` names the columns of a file without header."""

    separator: str
    quote: str
    encoding: str
    header: bool
    names: tuple[str, ...]
    head: tuple[tuple[str, ...], ...]  # the first rows as text, without the header

    @property
    def columns(self) -> tuple[str, ...]:
        return () if self.header else self.names


def sniff(path: Path) -> Dialect:
    raw = first_bytes(path, HEAD_BYTES)
    encoding = encoding_of(path, raw)
    _refuse_holes(path, encoding)
    lines = _lines(path, raw, encoding)
    quote = _quote(lines)
    separator = _separator(path, lines, quote)
    if quote and _misquoted(lines, separator, quote):
        quote, separator = "", _separator(path, lines, "")
    rows = _cells(lines, separator, quote)
    header = _has_header(rows)
    names = _names(rows[0], header)
    _refuse_decimal_commas(path, separator, rows)
    return Dialect(separator, quote, encoding, header, names, tuple(rows[header:]))


def sniff_like(path: Path, like: Dialect) -> Dialect:
    """A sibling of a file read before: the same dialect, its own columns if it says so."""
    lines = _lines(path, first_bytes(path, HEAD_BYTES), like.encoding)
    rows = _cells(lines, like.separator, like.quote)
    if like.header:
        return replace(like, names=_names(rows[0], True), head=tuple(rows[1:]))
    if len(rows[0]) == len(like.names):
        return replace(like, head=tuple(rows))
    raise DataError(
        f"{path} has {len(rows[0])} columns, its training file {len(like.names)}, and no"
        " header says which are which. Needed: the same columns; correct the file, or"
        " move it away."
    )


def encoding_of(path: Path, raw: bytes) -> str:
    """A name that both Python and polars know."""
    if not raw.strip(b"\x00 \t\r\n"):
        what = "only NUL bytes" if b"\x00" in raw else "only blank lines"
        raise DataError(
            f"{path} holds {what}. Needed: a table with one example per row; check that"
            " the file was saved or downloaded in full."
        )
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in raw:
        raise DataError(
            f"{path} is not a text table: its first megabyte holds NUL bytes. Needed:"
            " CSV, TSV, Parquet or JSONL; export the table as CSV and name that file."
        )
    return _eight_bit_encoding(path, raw)


def _refuse_holes(path: Path, encoding: str) -> None:
    """A file cut short while it was copied is often filled up with NUL bytes."""
    size = path.stat().st_size
    if size <= HEAD_BYTES or encoding == "utf-16" or path.suffix == ".gz":
        return
    with path.open("rb") as file:
        for place in range(1, 9):
            file.seek(size * place // 8 - 4096)
            if b"\x00" in file.read(4096):
                raise DataError(
                    f"{path} holds NUL bytes {place}/8 of the way: part of it was never"
                    " written. Needed: the whole file; download or copy it again."
                )


def _eight_bit_encoding(path: Path, raw: bytes) -> str:
    try:
        codecs.getincrementaldecoder("utf8")().decode(raw)
        return "utf8"
    except UnicodeDecodeError:
        pass
    control = sum(byte < 32 and byte not in b"\t\r\n\f" for byte in raw[:10_000])
    if control > len(raw[:10_000]) * 0.02:  # random bytes have 11 %, text has none
        raise DataError(
            f"{path} is not a text table: {control} of its first 10,000 bytes are"
            " control characters. Needed: CSV, TSV, Parquet or JSONL; export it as CSV."
        )
    return "cp1252" if re.search(rb"[\x80-\x9f]", raw) else "latin-1"


def _refuse_decimal_commas(
    path: Path, separator: str, rows: list[tuple[str, ...]]
) -> None:
    cells = [cell for row in rows[1:200] for cell in row]
    commas = [cell for cell in cells if re.fullmatch(r"[-+]?\d+,\d+", cell)]
    points = [cell for cell in cells if re.fullmatch(r"[-+]?\d+\.\d+", cell)]
    if separator != "," and len(commas) > len(points) and len(commas) > 1:
        raise DataError(
            f"{path} writes numbers with a decimal comma, such as {commas[0]}. Needed: a"
            " decimal point; export the table with points, or replace the commas."
        )


def _lines(path: Path, raw: bytes, encoding: str) -> list[str]:
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(raw)
    if "\r" in text and "\n" not in text:
        raise DataError(
            f"{path} ends its lines with a carriage return only. Needed: \\n or \\r\\n;"
            f" convert it, e.g. tr '\\r' '\\n' < '{path}' > converted.csv"
        )
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if len(raw) >= HEAD_BYTES and len(lines) > 1:
        lines = lines[:-1]  # the last one may be cut
    return [line for line in lines if line.strip()][:2000]


def _quote(lines: list[str]) -> str:
    """The character that encloses whole cells; "" where a lone " would eat rows."""
    if _enclosed(lines, '"') == 0 and _enclosed(lines, "'") > len(lines) / 2:
        return "'"
    odd = any(line.count('"') % 2 for line in lines)
    return "" if odd and _enclosed(lines, '"') == 0 else '"'


def _enclosed(lines: list[str], mark: str) -> int:
    """Cells that begin and end with the mark."""
    cell = rf"(?:^|[,;|\t])[ ]*{mark}[^{mark}]*{mark}[ ]*(?=$|[,;|\t])"
    return len(re.findall(cell, "\n".join(lines), re.MULTILINE))


def _misquoted(lines: list[str], separator: str, quote: str) -> bool:
    """Quotes that are part of a text: some cell goes on after the one that would close it."""
    if _enclosed(lines, quote) > 0.05 * len(lines):
        return False
    try:
        list(csv.reader(lines, delimiter=separator, quotechar=quote, strict=True))
    except csv.Error as error:
        return "expected after" in str(error)  # not the cell that the head cuts off
    return False


def _separator(path: Path, lines: list[str], quote: str) -> str:
    """The candidate that cuts most lines into the same number (> 1) of cells."""
    best, best_score = "", 0.0
    for separator in SEPARATORS:
        widths = Counter(len(row) for row in _cells(lines[:200], separator, quote))
        width, count = widths.most_common(1)[0]
        score = count / widths.total() + 0.001 * min(width, 100)
        if width > 1 and score > best_score:
            best, best_score = separator, score
    if best and best_score > 0.5:
        return best
    if _spaced(lines):
        return " "
    raise DataError(
        f"Found one column in {path}: no comma, tab, semicolon or pipe cuts its lines"
        f" alike. First line: {lines[0][:80]!r}. Needed: the answer and at least one"
        " more column; save the table with one of these separators."
    )


def _spaced(lines: list[str]) -> bool:
    """Numbers between single spaces: three and more in every line, no words."""
    rows = [line.split(" ") for line in lines[:200]]
    numbers = all(is_number(cell) for row in rows[1:] for cell in row)
    return len(rows[0]) > 2 and len(set(map(len, rows))) == 1 and numbers


def _cells(lines: list[str], separator: str, quote: str) -> list[tuple[str, ...]]:
    reader = csv.reader(
        lines,
        delimiter=separator,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    return [tuple(cell.strip() for cell in row) for row in reader]


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text


def _has_header(rows: list[tuple[str, ...]]) -> bool:
    """A header has no numbers and is unlike the cells that stand below it."""
    first, body = rows[0], rows[1:]
    filled = [cell for cell in first if cell not in MISSING]
    if not filled or any(is_number(cell) for cell in filled):
        return False
    if not body:
        return True
    below = [[row[i] for row in body if i < len(row)] for i in range(len(first))]
    if any(_mostly_numbers(column) for column in below):
        return True
    return not any(
        cell in column for cell, column in zip(first, below, strict=True) if cell
    )


def _mostly_numbers(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell not in MISSING]
    return bool(filled) and sum(map(is_number, filled)) > 0.9 * len(filled)


def _names(first: tuple[str, ...], header: bool) -> tuple[str, ...]:
    if not header:
        return tuple(f"column_{number}" for number in range(1, len(first) + 1))
    seen: Counter[str] = Counter()
    names = []
    for name in first:  # a name that comes again is numbered, as polars does
        names.append(f"{name}_duplicated_{seen[name] - 1}" if seen[name] else name)
        seen[name] += 1
    return tuple(names)


def refusal(path: Path, dialect: Dialect, reason: str) -> str:
    """What to say when the parser gives up: the row with too many cells, if it is that."""
    import gzip

    width = len(dialect.names)
    opened = gzip.open if first_bytes(path, 2, False) == b"\x1f\x8b" else open
    with opened(path, "rt", encoding=dialect.encoding, errors="replace") as file:
        quoting = csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE
        quote = dialect.quote or None
        rows = csv.reader(
            file, delimiter=dialect.separator, quotechar=quote, quoting=quoting
        )
        for row in rows:
            if len(row) > width:
                return (
                    f"{path}: line {rows.line_num} has {len(row)} cells, the first"
                    f" {width}. Needed: the same number in every row; quote cells that"
                    " hold the separator, or remove the line."
                )
    return (
        f"{path} cannot be read as {width} columns: {reason.splitlines()[0]}. Save the"
        " table again as CSV, with quotes around text."
    )
