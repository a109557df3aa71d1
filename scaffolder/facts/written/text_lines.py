"""The lines of a text file: their encoding, and those at its beginning and its end."""

import codecs
import re
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes

HEAD_BYTES = 1_000_000
TAIL_BYTES = 20_000
PAIRED = 20  # words of such bytes, of which half are even by chance


def encoding_of(path: Path, raw: bytes) -> str:
    """A name that both Python and polars know."""
    if not raw.strip(b"\x00 \t\r\n"):
        what = "only NUL bytes" if b"\x00" in raw else "only blank lines"
        raise DataError(
            f"{path} holds {what}. Needed: a table with one example per row; check that"
            " the file was saved or downloaded in full."
        )
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if b"\x00" not in raw:  # which every separator and line end has there
            raise DataError(
                f"{path} begins with the mark of UTF-16 and is written in another encoding."
                f" Needed: the mark away; convert it: tail -c +3 '{path}' > converted.csv"
            )
        return "utf-16"
    if b"\x00" in raw:
        if name := utf16_without_mark(raw):
            raise DataError(
                f"{path} is UTF-16 without the mark that says so. Needed: UTF-8, or UTF-16"
                f" with its mark; convert it: iconv -f {name} -t UTF-8 '{path}' > utf8.csv"
            )
        raise DataError(
            f"{path} is not a text table: its first megabyte holds NUL bytes. Needed:"
            " CSV, TSV, Parquet or JSONL; export the table as CSV and name that file."
        )
    return _eight_bit_encoding(path, raw)


def utf16_without_mark(raw: bytes) -> str:
    """Text in which nearly each second byte is NUL: the name of its encoding, else ""."""
    for name, nul in (("UTF-16LE", raw[1:10_000:2]), ("UTF-16BE", raw[0:10_000:2])):
        if len(nul) > 20 and nul.count(0) > 0.9 * len(nul):
            return name
    return ""


def refuse_holes(path: Path, encoding: str) -> None:
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
    if in_pairs(raw):
        raise DataError(
            f"{path} is not UTF-8: its letters are two bytes each, as in older encodings of"
            " Chinese, Korean or Japanese. Needed: UTF-8; convert it: iconv -f GB18030 -t"
            f" UTF-8 '{path}' > utf8{path.suffix} (Korean: -f EUC-KR, Japanese: -f EUC-JP), and"
            " name that file."
        )
    return "cp1252" if re.search(rb"[\x80-\x9f]", raw) else "latin-1"


def in_pairs(raw: bytes) -> bool:
    """Whether bytes beyond ASCII come in pairs, several of them in a row."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", raw)]
    if raw.decode("utf8", "replace").count("\ufffd") < 0.1 * len(runs):
        return False  # UTF-8 with a broken letter
    even = sum(length % 2 == 0 for length in runs)
    return len(runs) >= PAIRED and even > 0.9 * len(runs) and sum(runs) > 4 * len(runs)


def numbered_lines(path: Path, raw: bytes, encoding: str) -> list[tuple[int, str]]:
    """The first lines that hold anything, each with its number, counted from 0."""
    try:
        text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(raw)
    except UnicodeError as error:
        raise DataError(
            f"{path} is not {encoding} as the training data are ({error}). Needed: one"
            " encoding for all parts; save them again as UTF-8."
        ) from error
    if "\r" in text and "\n" not in text:
        raise DataError(
            f"{path} ends its lines with a carriage return only. Needed: \\n or \\r\\n;"
            f" {_converted(path)}"
        )
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if len(raw) >= HEAD_BYTES and len(lines) > 1:
        lines = lines[:-1]  # the last one may be cut
    return [(i, line) for i, line in enumerate(lines) if line.strip()][:2000]


def mixed_ends(path: Path, line: int) -> str:
    return (
        f"{path}, about line {line}, holds a carriage return without a line feed. Needed:"
        f" lines that end alike; {_converted(path)}"
    )


def _converted(path: Path) -> str:
    packed = first_bytes(path, 2, unpack=False) == b"\x1f\x8b"
    content = f"gzip -dc '{path}' | tr" if packed else "tr"
    source = "" if packed else f" < '{path}'"
    return f"convert it, e.g. {content} '\\r' '\\n'{source} > converted.csv"


def last_lines(path: Path, encoding: str) -> list[str]:
    """The last lines that hold anything; none of a packed file."""
    size = path.stat().st_size
    if encoding == "utf-16" or first_bytes(path, 2, False) == b"\x1f\x8b":
        return []
    with path.open("rb") as file:
        file.seek(max(0, size - TAIL_BYTES))
        text = file.read().decode(encoding, "replace")
    lines = text.replace("\r\n", "\n").split("\n")[size > TAIL_BYTES :]
    return [line for line in lines if line.strip()]
