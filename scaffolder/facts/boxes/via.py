"""Regions of the VGG Image Annotator: Python that writes the boxes around them."""

from __future__ import annotations

from collections.abc import Mapping

from scaffolder.facts.commands import text
from scaffolder.facts.listing import some

COLUMNS = ("region_shape_attributes", "region_attributes")
TELLING = ("class", "label", "type", "name", "category", "object")
HEADER = '("image", "xmin", "ymin", "xmax", "ymax", "class")'
EMPTY = '("",) * 5'  # of a picture without boxes
ENDS = (  # of a shape, along x or y: "rx" is an ellipse's, "width" a rectangle's
    'ends = lambda s, x, r, side: s.get("all_points_" + x) or ([s[x], s[x] + s[side]] if x in s'
    ' else [s["c" + x] - s.get("r", s.get(r, 0)), s["c" + x] + s.get("r", s.get(r, 0))]);'
    ' corners = lambda s: [f(ends(s, *w)) for f in (min, max) for w in (("x", "rx", "width"),'
    ' ("y", "ry", "height"))];'
)


def chosen(attributes: Mapping[str, int]) -> str:
    """The attribute that is the class: by its name, or the one that most regions have."""
    named = [a for a in attributes if a.lower() in TELLING]
    return next(iter(named), max(attributes, key=attributes.__getitem__, default=""))


def needed(attributes: Mapping[str, int]) -> str:
    found = chosen(attributes)
    others = [name for name in attributes if name != found]
    kind = f"the attribute {found!r} is the class" if found else "one class, 'thing'"
    kind += f", of {some([found, *others])}" * bool(others)
    return (
        "Needed: a table with the columns image,xmin,ymin,xmax,ymax,class; write it, with the"
        f" box around each shape ({kind})"
    )


def kind(attribute: str) -> str:
    """Python that knows the class of a region; a tick box holds {"crop": true}."""
    if not attribute:
        return 'kind = lambda a: "thing";'
    return (
        f'kind = lambda a: (k if isinstance(k := a.get({text(attribute)}, ""), str) else'
        ' next(iter(k), "")) or "unnamed";'
    )


def of_rows(path: str, attribute: str, written: str) -> str:
    """Of a table `t`, whose cells hold JSON."""
    shape, more = (f"json.loads(r[{text(name)}])" for name in COLUMNS)
    name = f"r[{text(path)}]"
    row = (
        f"({name}, *corners(s), kind({more})) if (s := {shape}) else ({name}, *{EMPTY})"
    )
    return (
        f'{ENDS} {kind(attribute)} csv.writer(open({text(written)}, "w", newline="")).writerows('
        f"[{HEADER}, *({row} for r in t.iter_rows(named=True))])"
    )
