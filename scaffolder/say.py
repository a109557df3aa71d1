"""Every sentence the user reads."""

import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nn_recipe.printable import document, escaped

from .layout import aligned, columns, paragraph, widths
from .progress import Bar, bar

if TYPE_CHECKING:
    from rich.console import Console

    from .answers import Answers
    from .exercise import Exercise, Solution
    from .facts.model import Facts
    from .kinds import Kind
    from .new import Design, Project


class Say:
    """Speaks to the terminal; with `quiet` only errors, with `as_json` one document."""

    def __init__(self, quiet: bool = False, as_json: bool = False) -> None:
        from rich.console import Console

        plain: dict[str, Any] = {"markup": False, "highlight": False, "soft_wrap": True}
        self.out = Console(quiet=quiet or as_json, **plain)
        self.stderr = Console(stderr=True, **plain)
        self.as_json = as_json
        self.told: Facts | None = (
            None  # what `noticed` said last, so as not to repeat it
        )

    def progress(self) -> AbstractContextManager[Bar]:
        """For what takes long; quiet where there is no terminal."""
        return bar(self.stderr)

    @contextmanager
    def busy(self, doing: str) -> Iterator[None]:
        """A sign of life while something takes seconds; on a terminal only."""
        if not self.stderr.is_terminal or self.out.quiet:
            yield
            return
        with self.stderr.status(doing):
            yield

    def line(self, text: str = "", style: str = "") -> None:
        """Wrapped between words at a terminal; a pipe gets whole lines."""
        self.verbatim(within(self.out, escaped(text)), style)

    def verbatim(self, text: str, style: str = "") -> None:
        """What is copied and pasted, or read line by line: commands, code, differences."""
        self.out.print(text, style=style or None)

    def complain(self, text: str, style: str = "") -> None:
        """To stderr."""
        self.stderr.print(within(self.stderr, escaped(text)), style=style or None)

    def error(self, text: str) -> None:
        self.complain(f"Error: {text}", "red")

    def why(self, reason: str) -> None:
        self.line(f"  {reason}", "dim")

    def document(self, content: Any) -> None:
        """The one JSON document of `--json`."""
        print(document(content, indent=2, default=as_plain))

    def table(self, rows: list[tuple[str, ...]], title: str) -> None:
        """Aligned columns; cells wrap at a terminal, and nothing does in a pipe."""
        self.line(title, "bold")
        terminal = self.out.is_terminal
        lines = (
            columns(rows, self.out.width) if terminal else aligned(rows, widths(rows))
        )
        self.verbatim(escaped("\n".join(lines)))

    def summary(self, answers: "Answers", facts: "Facts") -> None:
        """What was decided, before anything is written."""
        self.noticed(facts)
        self.table(decided(answers), title="\nThe project will be")

    def noticed(self, facts: "Facts") -> None:
        """What a person should know about the data, once."""
        if facts == self.told:
            return
        self.told = facts
        self.line(f"\n{facts.path}: {facts.format}, {counted(facts.counts)}", "bold")
        for sentence in facts.sentences:
            self.line(f"  {sentence}")

    def kinds(self, kinds: "tuple[Kind, ...]") -> None:
        if self.as_json:
            return self.document(kinds)
        rows = [(k.name, k.about, f"sample: {k.sample_about}") for k in kinds]
        self.table(rows, title="The kinds, and what goes in and comes out")

    def facts(self, facts: "Facts") -> None:
        from scaffolder.facts.splits.evident_groups import adopted

        facts = adopted(facts)
        if self.as_json:
            return self.document(facts)
        self.noticed(facts)
        self.table(proposals(facts), title="\n`recipe new` would propose")
        if facts.reader == "table" and not facts.target.value:
            series = "--task series-forecasting" in facts.target.reason
            way = ", unless it is a series" if series else ""
            self.line(
                f"\nNothing says what to predict, and no task without it:"
                f" {facts.target.reason}. Name the column with --target{way}."
            )

    def preview(self, design: "Design", folder: Path, files: Mapping[str, int]) -> None:
        """`--dry-run`: the tree, then the plan, which is what to judge: it stays in sight."""
        if self.as_json:
            return self.document(described(design, folder, files))
        lines = [
            (path, f"{count} lines" if count else "") for path, count in files.items()
        ]
        self.table(lines, title=f"\n{folder}")
        self.noticed(design.facts)
        rows = [(name, s.source, s.reason) for name, s in design.plan.fields.items()]
        self.table(rows, title="\nThe plan: config.py, and the reason of each value")
        self.line("\nNothing was written: leave --dry-run away to create it.")

    def created(self, project: "Project") -> None:
        if self.as_json:
            return self.document(reported(project))
        self.noticed(project.design.facts)
        self.line(f"\nCreated {project.folder}: {len(project.files)} files", "bold")
        if project.not_committed not in ("", "--no-git"):
            self.line(f"There is no first commit: {project.not_committed}.")
        if project.replaced:
            self.line("Your README.md made room: `git show HEAD:./README.md` has it.")
        self.verdict(project)
        self.line("\nNext:")
        for command in next_steps(project):
            self.verbatim(f"  {command}")

    def verdict(self, project: "Project") -> None:
        verdict = project.verdict
        command = f"python -m {project.design.answers.package} check"
        if verdict.passed:
            self.line(f"Fast checks on a few examples: {verdict.because}.", "green")
        elif verdict.ran:
            self.complain(f"Its fast checks found something:\n{verdict.because}")
            self.complain(f"The project stands; look closer with `{command}`.")
        else:
            self.line(f"Its checks were not run: {verdict.because}. Run `{command}`.")

    def exercises(self, exercises: "tuple[Exercise, ...]") -> None:
        """The shelf: what the owner of each bug sees, and no more."""
        rows = [shelved(exercise) for exercise in exercises]
        if self.as_json:
            return self.document(rows)
        for stage, difficulty in dict.fromkeys(
            (row["stage"], row["difficulty"]) for row in rows
        ):
            lines = [
                (str(row["number"]), row["symptom"])
                for row in rows
                if (row["stage"], row["difficulty"]) == (stage, difficulty)
            ]
            self.table(lines, title=f"\nStage {stage}, {difficulty}")
        self.line("\nNext: recipe exercise NUMBER FOLDER")

    def exercise(self, project: "Project") -> None:
        if self.as_json:
            return self.document(reported(project))
        self.line(
            f"\nCreated {project.folder}. Somewhere in it is one silent bug.", "bold"
        )
        self.line("Everything runs, training finishes, no test of Python would notice.")
        self.line(
            "Follow the recipe until a check objects; its message says where to look:"
        )
        for command in next_steps(project):
            self.verbatim(f"  {command}")
        solve = (
            f"recipe exercise --solve {shlex.quote(os.path.relpath(project.folder))}"
        )
        self.line("\nWhen you have repaired it, or had enough:")
        self.verbatim(f"  {solve}")

    def solution(self, solution: "Solution") -> None:
        if self.as_json:
            return self.document(solved(solution))
        bug, find = solution.bug, solution.find
        self.line(f"{bug.id}: {bug.name}", "bold")
        self.line(f"\n{bug.story}")
        if find and find.checks:
            self.line(f"\nNamed by `{find.by}`: {', '.join(find.checks)}")
            self.why(find.message)
        self.line()
        for place in solution.places:
            self.line(f"{place.file}:{place.line}  {STATES[place.state]}")
        self.line("\nIt is repaired: well done." if solution.fixed else "")
        self.verbatim(solution.diff)


STATES = {
    "planted": "stands as it was planted",
    "healthy": "is repaired",
    "rewritten": "was rewritten since: compare it with the lines below",
}


def as_plain(value: Any) -> Any:
    """What json does not know: paths and dataclasses."""
    return str(value) if isinstance(value, Path) else asdict(value)


def within(console: "Console", text: str) -> str:
    if not console.is_terminal:
        return text
    return "\n".join(paragraph(text, console.width))


def counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} in {split}" for split, count in counts.items())


def decided(answers: "Answers") -> list[tuple[str, ...]]:
    shown = {**asdict(answers), "data": answers.data or "an embedded sample"}
    shown["drop"] = ", ".join(answers.drop)
    return [(f"  {name}", str(value)) for name, value in shown.items() if value]


def proposals(facts: "Facts") -> list[tuple[str, ...]]:
    named = {"kind": facts.kind, "target": facts.target, "split": facts.split}
    named |= {"split_column": facts.split_column, **facts.settings}
    rows = [(name, str(p.value), p.reason) for name, p in named.items() if p.value]
    return rows + [("drop", str(p.value), p.reason) for p in facts.drop]


def described(
    design: "Design", folder: Path, files: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "folder": folder,
        "answers": design.answers,
        "plan": {name: asdict(setting) for name, setting in design.plan.fields.items()},
        "noticed": design.facts.sentences,
        "files": files,
    }


def reported(project: "Project") -> dict[str, Any]:
    return {
        **described(project.design, project.folder, project.files),
        "verdict": project.verdict,
        "committed": not project.not_committed,
        "next": next_steps(project),
    }


def next_steps(project: "Project") -> list[str]:
    """Commands to paste, in the order of the recipe."""
    here = os.path.relpath(project.folder)
    module = f"python -m {project.design.answers.package}"
    verbs = ("look", "check", "baseline", "train", "evaluate", "report")
    return [
        *([f"cd {shlex.quote(here)}"] if here != "." else []),
        "python -m pip install -c constraints.txt -e .",
        *(f"{module} {verb}" for verb in verbs),
    ]


def shelved(exercise: "Exercise") -> dict[str, Any]:
    """What may be told before the bug is found."""
    bug = exercise.bug
    return {
        "number": exercise.number,
        "stage": bug.stage,
        "difficulty": bug.difficulty,
        "symptom": bug.symptom,
        "kinds": exercise.kinds,
    }


def solved(solution: "Solution") -> dict[str, Any]:
    bug = solution.bug
    return {
        "id": bug.id,
        "name": bug.name,
        "story": bug.story,
        "kind": solution.kind,
        "fixed": solution.fixed,
        "places": solution.places,
        "named_by": solution.find,
        "diff": solution.diff,
    }
