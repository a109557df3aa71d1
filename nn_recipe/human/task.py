"""What one person is asked: the sample, the form, how it is shown, and what was said so far."""

import math
import threading
from dataclasses import dataclass, field
from typing import Any

from ..contract import Example, Project
from . import kept, shown
from .forms import Form, form_of, stands
from .kept import Said
from .sample import sample

FEW = 3  # examples that stay drawn: the page asks for their files one by one
LONGEST = 86_400.0  # seconds of an answer: whoever left the page for longer has none


@dataclass
class Task:
    """Examples are known by their position alone: an id may tell the answer."""

    annotator: str
    examples: list[Example]  # in the order in which they are asked
    form: Form
    show: shown.Show
    said: dict[str, Said]
    drawn: dict[int, shown.Shown] = field(default_factory=dict)  # the last few
    lock: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def of(
        cls, project: Project, annotator: str, n: int, seed: int, anyway: bool = False
    ) -> "Task":
        """Raises NotOffered where this is no task for a person."""
        form = form_of(project)
        show = shown.of(project, anyway)
        examples = sample(project, n, seed)
        if not examples:
            raise ValueError(
                "Validation has no example whose answer is known: give it a share or a "
                "file in config.py."
            )
        said, asked = kept.read(annotator), {e.id: e for e in examples}
        counts = {
            id: one
            for id, one in said.items()
            if id in asked and (one.skipped or stands(form, one, asked[id]))
        }
        return cls(annotator, examples, form, show, counts)

    @property
    def done(self) -> list[bool]:
        return [example.id in self.said for example in self.examples]

    @property
    def next(self) -> int:
        """The first that waits; n if none does."""
        return next((i for i, d in enumerate(self.done) if not d), len(self.examples))

    def example(self, at: int) -> shown.Shown:
        with self.lock:
            if at not in self.drawn:
                last = list(self.drawn.items())[-FEW:]
                self.drawn = dict(last) | {at: self.show(self.examples[at].raw)}
            return self.drawn[at]

    def before(self, at: int) -> Any:
        """What this person said of it, to be changed."""
        said = self.said.get(self.examples[at].id)
        return said.answer if said else None

    def accept(self, at: int, answer: Any, seconds: Any, skipped: bool) -> None:
        """Keep it; a ValueError where it is no answer, and then nothing is kept."""
        example = self.examples[at]
        if not skipped:
            self.form.encode(answer, example.raw)
        number = isinstance(seconds, int | float) and math.isfinite(seconds)
        took = float(seconds) if number and 0 <= seconds <= LONGEST else None
        said = Said(example.id, None if skipped else answer, took, skipped)
        with self.lock:
            kept.keep(self.annotator, said)
            self.said[example.id] = said
