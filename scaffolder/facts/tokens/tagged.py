"""Is a file a list of tokens in columns, or of records that hold lists of tokens?"""

from __future__ import annotations

from pathlib import Path

from scaffolder.facts.listing import IMAGE_ENDINGS, SOUND_ENDINGS, first_bytes
from scaffolder.facts.tokens.records import is_records

NAMED = (".conllu", ".conll", ".conllx", ".iob", ".iob2", ".bio", ".bioes", ".ner")
OTHERS = (
    ".csv",
    ".json",
    ".jsonl",
    ".ndjson",
    ".parquet",
    ".pq",
    ".xml",
    ".yaml",
    ".yml",
)
OTHERS += (".md", ".rst", ".html", ".py", ".sh", ".names", ".npz", ".arff", ".ts")
MEDIA = IMAGE_ENDINGS + SOUND_ENDINGS
LEAST = 3  # sentences
HEAD_BYTES = 100_000


def is_tokens(path: Path) -> bool:
    """By its name, or because its lines fall into as many columns between empty lines."""
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    if path.is_dir() or path.name.startswith("."):
        return False
    if suffix in OTHERS + MEDIA:
        return is_records(path)
    return suffix in NAMED or in_columns(first_bytes(path, HEAD_BYTES))


def in_columns(head: bytes) -> bool:
    text = head.decode(
        "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf8", "replace"
    )
    lines = [line.strip("\r\n") for line in text.split("\n")[:-1]]
    begin = next((i for i, line in enumerate(lines) if line.strip()), 0)
    sentences = "\n".join(line.strip() and line for line in lines[begin:]).split("\n\n")
    rows = [
        line
        for sentence in sentences
        for line in sentence.split("\n")
        if line and not line.startswith(("#", "-DOCSTART-"))
    ]
    tabs = all("\t" in row for row in rows)
    widths = {len(row.split("\t") if tabs else row.split()) for row in rows}
    return len(sentences) >= LEAST and len(widths) == 1 and 2 <= widths.pop() <= 20
