"""The pictures of the page: inlined, each once, with names of their own inside the page."""

import base64
import os
import re
from pathlib import Path
from urllib.parse import quote

from ..place import here, relative
from .words import section, text

PNG = b"\x89PNG\r\n"
ROOM = 15_000_000  # bytes of pictures; what does not fit is linked, so the page stays < 20 MB


class Album:
    """Collects pictures while the page is written; what no section shows comes at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder  # of the page, for links that survive a move
        self.captions: dict[Path, str] = {}  # file -> caption, in the order of the page
        self.shown: set[Path] = set()
        self.room = ROOM

    def link(self, path: str | Path, caption: str) -> str:
        """Put a picture into the album and return a link to it there."""
        file = here().root / path
        if not file.is_file():
            return f"{text(path)} (no longer there)"
        return f'<a href="#picture-{self.number(file, caption)}">{text(file.name)}</a>'

    def is_there(self, path: str | Path) -> bool:
        return (here().root / path).is_file()

    def show(self, path: str | Path, caption: str) -> str:
        """The picture, here and now, with its caption and the path of its file."""
        file = here().root / path
        number = self.number(file, caption)
        self.shown.add(file)
        about = f"{text(caption)} <small>{text(relative(file))}</small>"
        picture = self.inline(file, f"p{number}")
        return f'<figure id="picture-{number}"><figcaption>{about}</figcaption>{picture}</figure>'

    def number(self, file: Path, caption: str) -> int:
        self.captions.setdefault(file, caption)
        return list(self.captions).index(file)

    def pages(self) -> str:
        """The pictures that are only linked so far."""
        waiting = [file for file in self.captions if file not in self.shown]
        figures = "".join(self.show(file, self.captions[file]) for file in waiting)
        return section(
            "Evidence", figures, "What was looked at, in the order of the recipe."
        )

    def inline(self, file: Path, prefix: str) -> str:
        """The picture itself, or a link once the page has become heavy."""
        self.room -= file.stat().st_size
        if self.room < 0:
            link = quote(os.path.relpath(file, self.folder))
            return f'<a href="{text(link)}">{text(file.name)}</a>'
        content = file.read_bytes()
        if file.suffix == ".svg" and b"<svg" in content:
            return own_names(content.decode("utf-8", "replace"), prefix)
        if not content.startswith(PNG):
            return "This picture is damaged: draw it again."
        data = base64.b64encode(content).decode()
        return f'<img class="paper" alt="{text(file.stem)}" src="data:image/png;base64,{data}">'


def own_names(svg: str, prefix: str) -> str:
    """The <svg> element alone, its ids prefixed: two pictures on one page must not share any."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", svg)
    return re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', svg)
