"""The kinds of project: the one table from kind to parts, read from `copier.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .declaration import declared, template


@dataclass(frozen=True)
class Kind:
    """One row of the table."""

    name: str
    about: str  # what goes in and what comes out, for a person
    parts: Mapping[
        str, str
    ]  # config, data, target, model -> the file in templates/parts
    sample: str  # name of the embedded sample in the project's data/
    sample_target: str  # its column to predict; "" where the file itself says
    sample_about: str

    @property
    def sample_path(self) -> Path:
        """The embedded sample, before it is in a project."""
        return template() / "templates" / "project" / "data" / self.sample


def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order of the table."""
    return tuple(
        Kind(
            name=name,
            about=row["about"],
            parts=row["parts"],
            sample=row["sample"]["file"],
            sample_target=row["sample"]["target"],
            sample_about=row["sample"]["about"],
        )
        for name, row in declared()["kinds"]["default"].items()
    )


def kind(name: str) -> Kind:
    return next(kind for kind in kinds() if kind.name == name)
