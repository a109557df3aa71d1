"""Where things are: the project root, its runs, and the files your config names."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = next((p for p in PACKAGE.parents if (p / "pyproject.toml").exists()), Path.cwd())
RUNS = ROOT / "runs"


def resolve(path: str) -> Path:
    """A path of config.py: relative ones start at the project root, not where you stand."""
    return ROOT / Path(path).expanduser()
