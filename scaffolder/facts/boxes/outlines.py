"""Outlines in text files as YOLO's: read as boxes, with the way to masks of their shapes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from scaffolder.facts import commands
from scaffolder.facts.boxes.found import Listed
from scaffolder.facts.commands import text
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import IMAGE_ENDINGS, said

DRAWN = (  # a mask of each picture: 0 where nothing is, 1 for the first class
    "import shutil; from pathlib import Path; from PIL import Image, ImageDraw, ImageOps; top, to ="
    " Path({top}), Path({to}); points = lambda x, y, *r: [*zip((x, *r[::2]), (y, *r[1::2]))] if"
    " len(r) > 3 else [(x + a * r[0] / 2, y + b * r[1] / 2) for a, b in ((-1, -1), (1, -1), (1, 1),"
    ' (-1, 1))]; of = lambda p: Path("/labels/".join(p.with_suffix(".txt").as_posix().rsplit('
    '"/images/", 1))); lines = lambda t: [v.split() for v in t.read_text().splitlines() if'
    ' v.strip()] if t.is_file() else []; drawn = lambda p: (m := Image.new("L",'
    " ImageOps.exif_transpose(Image.open(p)).size), d := ImageDraw.Draw(m),"
    " [d.polygon([(x * m.width, y * m.height) for x, y in points(*map(float, v))], fill=int(k) + 1)"
    " for k, *v in lines(of(p))], m)[-1]; write = lambda p, a, b: ([f.parent.mkdir(parents=True,"
    " exist_ok=True) for f in (a, b)], shutil.copy(p, a), drawn(p).save(b.with_suffix("
    '".png"))); [write(p, *(to / what / part / p.relative_to(top / way) for what in ("images",'
    ' "masks"))) for part, way in {ways}.items() for p in sorted((top / way).rglob("*")) if'
    " p.suffix.lower() in {endings}]"
)


def sentences(source: Source, listed: Sequence[Listed]) -> list[str]:
    """That shapes were in the files, of which boxes are learnt alone."""
    shapes = sum(one.outlines for one in listed)
    if not shapes:
        return []
    ways = dict(source.splits)
    top = Path(os.path.commonpath([folder.parent for folder in ways.values()]))
    top = top.parent if top.name == "images" else top
    to = top.with_name(f"{top.name}_masks")
    code = DRAWN.format(
        top=text(top.name),
        to=text(to.name),
        ways=text({s: f.relative_to(top).as_posix() for s, f in ways.items()}),
        endings=text(IMAGE_ENDINGS),
    )
    boxes = said(sum(len(one.boxes) for one in listed), "box")
    return [
        f"{shapes:,} of {boxes} are outlines in the files (corners of a shape): the box around"
        " each is taken, its shape is not learnt. For a class of each pixel draw the shapes as"
        f" masks: {commands.python(top.parent, code)} and name {to}."
    ]
