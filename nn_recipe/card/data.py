"""The data: which files, how many examples, what was left out, and what is odd about them."""

from collections import Counter

import polars as pl

from ..ledger.experiment import Record
from ..place import here
from ..same_data import FILE, since
from ..side_files import read_json
from ..stage1_become_one_with_the_data.table import PLACE
from .markdown import bullets, code, missing, section, source, table, text
from .subject import ANSWERS, Subject

MOST = 20  # classes that the card names
LOOKED = ("1.2", "1.3", "1.4", "1.6", "1.9")  # what `look` finds, in the ledger
PARTS = ("train", "validation", "test")


def data(about: Subject, own: str) -> str:
    parts = (noticed(about), files(about), counts(about), shares(about))
    return section("Data", *parts, left_out(about), problems(about), own)


def noticed(about: Subject) -> str:
    """What `recipe new` saw in the files."""
    found = about.answers.get("facts")
    said = found.get("sentences", []) if isinstance(found, dict) else []
    shown = bullets(text(line) for line in said)
    return f"{shown}\n\n{source(ANSWERS)}" if said else ""


def files(about: Subject) -> str:
    """Each with a digest of its bytes, as they were when the run was trained."""
    kept = read_json(about.run.path / FILE) if about.run else {}
    rows = [(*map(code, name.split(" ", 1)), code(kept[name])) for name in kept]
    if not rows:
        return ""
    few = rows[:MOST] + [(f"and {len(rows) - MOST} more", "", "")] * (len(rows) > MOST)
    head = ("field of config.py", "file", "sha256, 16 digits")
    other = since(about.run.path) if about.run else ""
    changed = f"Changed since the run was trained: {text(other)}." if other else ""
    shown = [table(head, few), changed, source(about.file(FILE))]
    return "\n\n".join(filter(None, shown))


def counts(about: Subject) -> str:
    """How many examples train, validate and test, and what decides which."""
    kept, file = about.trained.get("examples", {}), about.file("trained.json")
    if not kept:
        frame, file = attributes(about), f"runs/{PLACE}"
        found = Counter(frame["split"]) if frame is not None else {}
        kept = {part: found[part] for part in PARTS if part in found}
    if not kept:
        return missing("Examples", "train" if not here().adapter else "look")
    row = [f"{kept[part]:,}" if part in kept else "–" for part in PARTS]
    how = split(about)
    return "\n\n".join(filter(None, [table(PARTS, [row]), how, source(file)]))


def split(about: Subject) -> str:
    plan = about.answers.get("plan")
    found = plan.get("split", {}) if isinstance(plan, dict) else {}
    if not isinstance(found, dict) or not found:
        return ""
    how, why = str(found.get("source", "")).strip("\"'"), str(found.get("reason", ""))
    return f"Split by {text(how)}: {text(why)}."


def attributes(about: Subject) -> pl.DataFrame | None:
    """What `look` measured, a row for each example that trains or validates."""
    try:
        frame = pl.read_parquet(about.runs / PLACE)
    except (OSError, pl.exceptions.PolarsError):
        return None
    return frame if "split" in frame.columns else None


def shares(about: Subject) -> str:
    """How often each answer is found, where answers have a name."""
    frame = attributes(about)
    if frame is None:
        return missing("Shares of the answers", "look")
    if "label" not in frame.columns:
        return ""
    counted = Counter(frame["label"].drop_nulls().to_list())
    whole = sum(counted.values())
    rows = [(text(n), f"{k:,}", f"{k / whole:.1%}") for n, k in counted.most_common()]
    few = rows[:MOST] + [(f"and {len(rows) - MOST} more", "", "")] * (len(rows) > MOST)
    head = ("answer", "train and validation", "share")
    return f"{table(head, few)}\n\n{source(f'runs/{PLACE}')}" if whole else ""


def left_out(about: Subject) -> str:
    """How many, by the reason that `load.py` gave."""
    if "left out" not in about.trained:
        return ""
    found = about.trained["left out"]
    said = "; ".join(f"{text(why)} ({n:,})" for why, n in found.items()) or "nothing"
    beside = [about.file("left_out.json")] * bool(found)
    return f"Left out: {said}.\n\n{source(about.file('trained.json'), *beside)}"


def problems(about: Subject) -> str:
    """What the data were asked, with the answer; stale where data or split have changed."""
    latest = about.ledger.latest()
    found = [latest[id] for id in LOOKED if id in latest]
    if not found:
        return missing("What is odd about them", "look")
    return f"{bullets(map(said, found))}\n\n{source(experiments=[r.number for r in found])}"


def said(record: Record) -> str:
    return f"{text(record.check)} ({record.verdict}): {text(record.because)}"
