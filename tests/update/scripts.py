"""Random edits, of a project by its user and of a template by its authors. Seeded."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

OWN = ("src/demo/config.py", "src/demo/model.py", "LAB.md")
NAMES = ("mine", "größe", "with space", "new", "a'b", "feed2")


@dataclass
class Author:
    """Edits the files of a folder, and remembers every line written."""

    folder: Path
    random: Random
    name: str  # begins each line, so that it is told from all others
    lines: set[bytes] = field(default_factory=set)

    def line(self) -> bytes:
        text = f"{self.name}_{len(self.lines)} = {self.random.random()}".encode()
        self.lines.add(text)
        return text

    def files(self) -> list[Path]:
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path for path in found if not hidden(path, self.folder))

    def file(self) -> Path | None:
        files = [path for path in self.files() if not path.is_symlink()]
        return self.random.choice(files) if files else None

    def run(self, actions: "list[Action]", count: int) -> None:
        for _ in range(count):
            self.random.choice(actions)(self)


def hidden(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return ".git" in parts or parts[-1].startswith((".copier-answers", "{{ _copier"))


Action = Callable[[Author], None]


def text_of(path: Path) -> list[bytes] | None:
    content = path.read_bytes()
    return None if b"\0" in content else content.splitlines(keepends=True)


def add_lines(author: Author) -> None:
    path = author.file()
    lines = text_of(path) if path else None
    if path is None or lines is None:
        return
    at = author.random.randint(0, len(lines))
    end = b"\r\n" if lines and lines[0].endswith(b"\r\n") else b"\n"
    if at and not lines[at - 1].endswith(b"\n"):
        lines[at - 1] += end
    lines[at:at] = [author.line() + end for _ in range(author.random.randint(1, 3))]
    path.write_bytes(b"".join(lines))


def replace_line(author: Author) -> None:
    path = author.file()
    lines = text_of(path) if path else None
    if path is None or not lines:
        return
    at = author.random.randrange(len(lines))
    end = lines[at][len(lines[at].rstrip(b"\r\n")) :]
    lines[at] = author.line() + end
    path.write_bytes(b"".join(lines))


def drop_lines(author: Author) -> None:
    path = author.file()
    lines = text_of(path) if path else None
    if path is None or not lines:
        return
    at = author.random.randrange(len(lines))
    del lines[at : at + author.random.randint(1, 4)]
    path.write_bytes(b"".join(lines))


def add_file(author: Author) -> None:
    folder = author.random.choice(sorted({path.parent for path in author.files()}))
    path = folder / f"{author.random.choice(NAMES)}.py"
    if not path.exists():
        lines = [author.line() + b"\n" for _ in range(author.random.randint(0, 5))]
        path.write_bytes(b"".join(lines))


def rename_file(author: Author) -> None:
    path = author.file()
    if path:
        to = path.with_name(f"{author.name}_{author.random.randrange(9)}{path.suffix}")
        if not to.exists():
            path.rename(to)


def rename_folder(author: Author) -> None:
    path = next((p for p in author.folder.rglob("recipe*") if p.is_dir()), None)
    to = path.with_name(f"recipe_{author.random.randrange(9)}") if path else None
    if path and to and not to.exists():
        path.rename(to)


def delete_file(author: Author) -> None:
    path = author.file()
    if path and len(author.files()) > 3:
        path.unlink()


def to_crlf(author: Author) -> None:
    path = author.file()
    lines = text_of(path) if path else None
    if path and lines:
        path.write_bytes(b"".join(line.rstrip(b"\r\n") + b"\r\n" for line in lines))


def change_mode(author: Author) -> None:
    path = author.file()
    if path:
        path.chmod(path.stat().st_mode ^ 0o111)


def change_binary(author: Author) -> None:
    path = author.file()
    if path and path.suffix == ".bin":
        path.write_bytes(b"\0" + author.line() + b"\n")


def link(author: Author) -> None:
    path = author.file()
    if path:
        path.unlink()
        os.symlink("elsewhere", path)


def folder_for_file(author: Author) -> None:
    path = author.file()
    if path:
        path.unlink()
        path.mkdir()
        (path / "inside.py").write_bytes(author.line() + b"\n")


COMMON: list[Action] = [
    *(add_lines, replace_line, drop_lines) * 4,
    *(add_file, rename_file, delete_file, change_mode, change_binary),
]
USER: list[Action] = [*COMMON, rename_folder, to_crlf, link, folder_for_file]
TEMPLATE: list[Action] = [*COMMON, rename_folder, add_file]
