"""Files of COCO's form that say what a picture shows and not where: refused with a command.

Collections of camera traps are written so: an annotation has a category and no box.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.commands import text
from scaffolder.facts.listing import said

# fields of an image that say which belong together, the widest first
TOGETHER = ("patient", "patient_id", "subject", "location", "site", "camera", "station")
TOGETHER += ("video_id", "seq_id")
NOTHING = (
    "empty",
    "blank",
    "background",
    "none",
    "nothing",
)  # categories without a box
FEW = 0.05  # of the pictures show several: of these the class is not known
LOADED = 'import json; s = json.load(open({file}, encoding="utf8"));'
NAMES = ' names = {c["id"]: c["name"] for c in s["categories"]};'


def refuse(file: Path, stored: Any) -> None:
    """Raises DataError where annotations have categories and no boxes."""
    try:
        several = list(stored.get("annotations", ()))
        without = [a for a in several if not a.get("bbox")]
        known = {row["id"]: str(row["name"]) for row in stored.get("categories", ())}
        told = all(a["category_id"] in known for a in without)
    except (AttributeError, KeyError, TypeError):
        return  # whoever reads it says what is wrong
    if not without or not told:
        return
    if all(a.get("segmentation") for a in without):
        raise DataError(of_outlines(file, len(without), len(several)))
    if len(without) < len(several):
        raise DataError(of_some(file, len(without), len(several)))
    raise DataError(of_classes(file, stored, several))


def refuse_in(file: Path) -> None:
    try:
        stored = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return  # as above
    refuse(file, stored)


def of_classes(file: Path, stored: Any, several: list[Any]) -> str:
    found: dict[Any, set[Any]] = defaultdict(set)
    for one in several:
        found[one["image_id"]].add(one["category_id"])
    more = sum(len(classes) > 1 for classes in found.values())
    many = more > FEW * len(found)
    made = file.with_name(f"{file.stem}_labels.csv")
    first = next(iter(stored.get("images", ())), {})
    group = next((name for name in TOGETHER if name in first), "")
    line = commands.python(file.parent, code(file, made, group, many))
    what = "a column of 0 and 1 for each class" if many else "the class"
    if more and not many:
        what += f", without the {more:,} that show several"
    beside = f", and {column(group)}, which says what belongs together" * bool(group)
    return (
        f"{file} has the form of COCO, but its annotations say what a picture shows, a category"
        f" for each of {said(len(found), 'picture')}, and hold no box. Needed for classes: a table"
        f" of pictures with {what}{beside}; write it: {line} and name {made}. For boxes: bbox in"
        " each annotation."
    )


def code(file: Path, made: Path, group: str, many: bool) -> str:
    cells = f', i.get({text(group)}, "")' * bool(group)
    head = f", {text(column(group))}" * bool(group)
    labels = "*sorted(names.values())" if many else '"label"'
    own = (
        '*(int(n in of[i["id"]]) for n in sorted(names.values()))'
        if many
        else '*of[i["id"]]'
    )
    kept = 'i["id"] in of' if many else 'len(of.get(i["id"], ())) == 1'
    return (
        f"import csv; {LOADED.format(file=text(file.name))}{NAMES} of = {{}};"
        ' [of.setdefault(a["image_id"], set()).add(names[a["category_id"]]) for a in'
        f' s["annotations"]]; csv.writer(open({text(made.name)}, "w", newline="",'
        f' encoding="utf8")).writerows([("path", {labels}{head}),'
        f' *((i["file_name"], {own}{cells}) for i in s["images"] if {kept})])'
    )


def column(group: str) -> str:
    """As a column of groups is called: "location_id" of "location"."""
    return group if group.endswith("_id") else f"{group}_id"


def of_outlines(file: Path, without: int, every: int) -> str:
    made = file.with_name(f"{file.stem}_boxes.json")
    line = (
        f"{LOADED.format(file=text(file.name))} box = lambda x, y: [min(x), min(y), max(x) -"
        ' min(x), max(y) - min(y)]; [a.update(bbox=box(*([p for q in a["segmentation"] for p in'
        ' q[k::2]] for k in (0, 1)))) for a in s["annotations"] if not a.get("bbox")];'
        f' json.dump(s, open({text(made.name)}, "w"))'
    )
    return (
        f"{without:,} of {said(every, 'annotation')} of {file} have an outline and no box. Needed:"
        f" bbox as left, top, width, height; write the box around each outline:"
        f" {commands.python(file.parent, line)} and name {made}."
    )


def of_some(file: Path, without: int, every: int) -> str:
    made = file.with_name(f"{file.stem}_boxes.json")
    line = (
        f'{LOADED.format(file=text(file.name))}{NAMES} gone = {{a["image_id"] for a in'
        ' s["annotations"] if not a.get("bbox") and names[a["category_id"]].lower() not in'
        f' {text(NOTHING)}}}; s["images"] = [i for i in s["images"] if i["id"] not in gone];'
        ' s["annotations"] = [a for a in s["annotations"] if a.get("bbox") and a["image_id"] not'
        f' in gone]; json.dump(s, open({text(made.name)}, "w"))'
    )
    return (
        f"{without:,} of {said(every, 'annotation')} of {file} have a category and no box. Needed:"
        " boxes of all that a picture shows; leave the pictures out of which only the class is"
        f" known (those called {' or '.join(NOTHING[:2])} stay, without a box):"
        f" {commands.python(file.parent, line)} and name {made}."
    )
