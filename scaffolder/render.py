"""From answers and a plan to a tree. The only module that knows Copier."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from .answers import Answers
from .declaration import template
from .errors import RenderError
from .plan import Plan
from .releases import home

UNRELEASED = "unreleased"  # what a project remembers of templates that are no release


def render(
    answers: Answers,
    plan: Plan,
    folder: Path,
    templates: Path | None = None,
    release: str = UNRELEASED,
    add: Sequence[str] = (),
) -> None:
    """Write the project into `folder`, formatted, and nothing else anywhere.

    `templates` are those of `release`; without them, the ones beside this code. `add` is
    what `recipe add` would put into it afterwards.
    """
    data = {**copier_data(answers, plan), "add": [*add]}
    fill(templates or template(), data, folder, release)


def fill(templates: Path, data: Mapping[str, Any], folder: Path, release: str) -> None:
    """Fill `templates` with `data` as Copier takes it; what it says of a mistake is ours."""
    from copier import Settings, run_copy
    from copier.errors import CopierError
    from jinja2 import TemplateError

    # releases before v0.3.0 call their own name `version`
    named = {"release": release, "version": release.removeprefix("v"), "home": home()}
    with plain_folder(), black_at_render_time(), compiled_once():
        try:
            run_copy(
                str(templates),
                folder,
                data={**data, **named},
                defaults=True,
                quiet=True,
                settings=Settings(),  # the user's own Copier defaults stay out of this
            )
        except (CopierError, TemplateError, ValueError) as error:
            raise RenderError(f"The templates cannot be rendered: {error}") from error


def copier_data(answers: Answers, plan: Plan) -> dict[str, Any]:
    types = annotations(answers.kind)
    fields = {
        name: {
            "source": literal(setting.source, name, types.get(name, "")),
            "reason": setting.reason,
        }
        for name, setting in plan.fields.items()
    }
    return {**answers.as_data(), "plan": fields, "facts": plan.facts}


FIELD = re.compile(r"^ *(\w+): (.+) = \{\{ plan\.\1\.source \}\}$", re.MULTILINE)


@cache
def annotations(kind: str) -> Mapping[str, str]:
    """The type of each planned field of config.py, as its templates write it."""
    folder = template() / "templates" / "parts" / "config"
    texts = [file.read_text("utf-8") for file in sorted(folder.glob("*.jinja"))]
    return dict(found for text in texts for found in FIELD.findall(text))


def literal(source: str, name: str = "value", type: str = "") -> str:
    """`source` as black writes it behind `NAME: TYPE =` in config.py: a value, never code.

    So Copier alone, which formats nothing, writes the same bytes.
    """
    try:
        ast.literal_eval(source)
    except (ValueError, SyntaxError) as error:
        raise RenderError(f"{source!r} in the plan is no Python literal") from error
    field = f"{name}: {type}" if type else name
    assigned = formatted(f"class Config:\n    {field} = {source}\n")
    return assigned.partition(f"{field} = ")[2].strip()


@contextmanager
def plain_folder() -> Iterator[None]:
    """Hide git from Copier: a template is a folder, whatever repository it stands in.

    Saves one process per file, and keeps GIT_DIR and its like from doing harm.
    """
    from plumbum import local

    with local.env(PATH=""):
        yield


@contextmanager
def black_at_render_time() -> Iterator[None]:
    """Every `*.py.jinja` comes out formatted, without a task that would need trust."""
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

    class Formatted(Template):
        def render(self, *args: Any, **kwargs: Any) -> str:
            text = super().render(*args, **kwargs)
            return formatted(text) if str(self.name).endswith(".py.jinja") else text

    SandboxedEnvironment.template_class = Formatted
    try:
        yield
    finally:
        del SandboxedEnvironment.template_class


@contextmanager
def compiled_once() -> Iterator[None]:
    """A text that Jinja has compiled is not compiled again: half the time of a render.

    Copier hands it each part of each path anew, some 3,000 times for 170 texts.
    """
    from jinja2.sandbox import SandboxedEnvironment

    compile = SandboxedEnvironment.compile
    known: dict[tuple[Any, ...], Any] = {}

    def once(self: Any, source: Any, *rest: Any, **more: Any) -> Any:
        key = (source, rest, tuple(more.items()))
        if key not in known:
            known[key] = compile(self, source, *rest, **more)
        return known[key]

    SandboxedEnvironment.compile = once  # type: ignore[assignment]
    try:
        yield
    finally:
        del SandboxedEnvironment.compile


@lru_cache(maxsize=256)
def formatted(source: str) -> str:
    import black
    from black.parsing import InvalidInput

    try:
        return black.format_str(source, mode=black.Mode())
    except InvalidInput as error:
        raise RenderError(f"A rendered file is no Python: {error}") from error


def tree(folder: Path) -> Mapping[str, int]:
    """Each file of a rendered project, in order, and its number of lines; 0 for binary."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): lines(path) for path in files}


def lines(path: Path) -> int:
    content = path.read_bytes()
    return 0 if b"\0" in content else content.count(b"\n")
