"""Where things lie. Every path is relative to the project's folder, never to where you stand."""

from pathlib import Path

PACKAGE = (
    Path(__file__).resolve().parent.parent
)  # config.py, data.py, target.py, model.py


def project() -> Path:
    """The folder that holds pyproject.toml; where you stand, if the package was installed."""
    for folder in PACKAGE.parents:
        if (folder / "pyproject.toml").is_file():
            return folder
    return Path.cwd()


def runs() -> Path:
    """`runs/`: everything the project ever measured."""
    return project() / "runs"


def relative(path: str | Path) -> str:
    """The path as seen from the project, for a person to read; unchanged if it is elsewhere."""
    path = Path(path)
    return str(path.relative_to(project()) if path.is_relative_to(project()) else path)
