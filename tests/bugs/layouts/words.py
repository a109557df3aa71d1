"""Texts, tags and a corpus."""

import json
from pathlib import Path

import polars as pl

from .layout import Asked, Layouts, given, sample

CLASS, TAGS, CORPUS = "text-classification", "text-tagging", "language-model"
LAYOUTS = Layouts()
TOPIC = {"target": "topic"}


def notes() -> pl.DataFrame:
    lines = sample(CLASS).read_text("utf-8").splitlines()
    topics, texts = zip(*(line.split("\t", 1) for line in lines), strict=True)
    return pl.DataFrame({"topic": topics, "text": texts}).sample(
        fraction=1.0, shuffle=True, seed=0
    )


def sentences() -> list[list[tuple[str, str]]]:
    """The words of each sentence, with their tags."""
    blocks = sample(TAGS).read_text("utf-8").strip().split("\n\n")
    rows = ([r.split("\t") for r in b.splitlines() if r[0] != "#"] for b in blocks)
    return [[(cells[1], cells[3]) for cells in block] for block in rows]


@LAYOUTS.of(CLASS, "notes as a table with an id")
def table(folder: Path) -> Asked:
    notes().with_row_index("id").write_csv(folder / "notes.csv")
    return given(folder / "notes.csv", **TOPIC)


@LAYOUTS.of(CLASS, "notes as JSON lines")
def json_lines(folder: Path) -> Asked:
    notes().write_ndjson(folder / "notes.jsonl")
    return given(folder / "notes.jsonl", **TOPIC)


@LAYOUTS.of(CLASS, "notes as one JSON array")
def json_array(folder: Path) -> Asked:
    notes().write_json(folder / "notes.json")
    return given(folder / "notes.json", **TOPIC)


@LAYOUTS.of(CLASS, "notes as Parquet")
def parquet(folder: Path) -> Asked:
    notes().write_parquet(folder / "notes.parquet")
    return given(folder / "notes.parquet", **TOPIC)


@LAYOUTS.of(CLASS, "a folder for each topic")
def folders(folder: Path) -> Asked:
    for i, (topic, text) in enumerate(notes().iter_rows()):
        path = folder / "notes" / topic / f"{i:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return given(folder / "notes")


@LAYOUTS.of(CLASS, "texts and topics in parallel files")
def parallel(folder: Path) -> Asked:
    (folder / "notes").mkdir()
    for name in ("topic", "text"):
        text = "\n".join(notes()[name]) + "\n"
        (folder / "notes" / f"train.{name}").write_text(text, "utf-8")
    return given(folder / "notes")


@LAYOUTS.of(CLASS, "lines that begin with __label__")
def labelled(folder: Path) -> Asked:
    lines = [f"__label__{topic} {text}" for topic, text in notes().iter_rows()]
    (folder / "notes.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return given(folder / "notes.txt")


@LAYOUTS.of(CLASS, "notes of 100 houses, split by house")
def by_group(folder: Path) -> Asked:
    house = pl.Series("house", [f"h{i % 100:02}" for i in range(len(notes()))])
    notes().with_columns(house).write_csv(folder / "notes.csv")
    asked = {"split": "group", "split_column": "house", **TOPIC}
    return given(folder / "notes.csv", **asked)


@LAYOUTS.of(CLASS, "notes with given validation and test files")
def three(folder: Path) -> Asked:
    frame = notes()
    frame[:800].write_csv(folder / "train.tsv", separator="\t")
    frame[800:1000].write_csv(folder / "dev.tsv", separator="\t")
    frame[1000:].write_csv(folder / "test.tsv", separator="\t")
    files = {"validation_data": "dev.tsv", "test_data": "test.tsv"}
    paths = {name: str(folder / file) for name, file in files.items()}
    return given(folder / "train.tsv", **paths, **TOPIC)


def conll(chosen: list[list[tuple[str, str]]]) -> str:
    return "\n\n".join("\n".join(map(" ".join, one)) for one in chosen) + "\n"


@LAYOUTS.of(TAGS, "errands in two columns")
def two_columns(folder: Path) -> Asked:
    (folder / "errands.conll").write_text(conll(sentences()), "utf-8")
    return given(folder / "errands.conll")


@LAYOUTS.of(TAGS, "errands, train, dev and test")
def given_parts(folder: Path) -> Asked:
    every = sentences()
    cuts = {"train": every[:-120], "dev": every[-120:-60], "test": every[-60:]}
    for name, chosen in cuts.items():
        (folder / f"{name}.conll").write_text(conll(chosen), "utf-8")
    files = {"validation_data": "dev", "test_data": "test"}
    paths = {name: str(folder / f"{file}.conll") for name, file in files.items()}
    return given(folder / "train.conll", **paths)


@LAYOUTS.of(TAGS, "errands without documents")
def without_documents(folder: Path) -> Asked:
    lines = sample(TAGS).read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("# newdoc")]
    (folder / "errands.conllu").write_text("\n".join(kept) + "\n", "utf-8")
    return given(folder / "errands.conllu", target="UPOS")


@LAYOUTS.of(CORPUS, "tales, a file each for validation and test")
def corpus_given(folder: Path) -> Asked:
    lines = sample(CORPUS).read_text("utf-8").splitlines(keepends=True)
    cuts = {"train": lines[:400], "valid": lines[400:460], "test": lines[460:]}
    for name, chosen in cuts.items():
        (folder / f"{name}.txt").write_text("".join(chosen), "utf-8")
    files = {"validation_data": "valid.txt", "test_data": "test.txt"}
    paths = {name: str(folder / file) for name, file in files.items()}
    return given(folder / "train.txt", **paths)


@LAYOUTS.of(CORPUS, "tales in a folder of texts")
def corpus_folder(folder: Path) -> Asked:
    lines = sample(CORPUS).read_text("utf-8").splitlines(keepends=True)
    (folder / "tales").mkdir()
    for i in range(0, len(lines), 10):
        path = folder / "tales" / f"{i // 10:03}.txt"
        path.write_text("".join(lines[i : i + 10]), "utf-8")
    return given(folder / "tales")


@LAYOUTS.of(TAGS, "errands as lists of tokens and tags")
def lists(folder: Path) -> Asked:
    rows = [
        {"tokens": [word for word, _ in one], "tags": [tag for _, tag in one]}
        for one in sentences()
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "errands.jsonl").write_text(text, "utf-8")
    return given(folder / "errands.jsonl")
