"""From answers and a plan to a tree. The only module that knows Copier."""

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import __version__
from .answers import Answers
from .declaration import template
from .errors import RenderError
from .plan import Plan


def render(answers: Answers, plan: Plan, folder: Path) -> None:
    """Write the project into `folder`, formatted, and nothing else anywhere."""
    from copier import Settings, run_copy
    from copier.errors import CopierError
    from jinja2 import TemplateError

    with plain_folder(), black_at_render_time():
        try:
            run_copy(
                str(template()),
                folder,
                data=copier_data(answers, plan),
                defaults=True,
                quiet=True,
                settings=Settings(),  # the user's own Copier defaults stay out of this
            )
        except (CopierError, TemplateError, ValueError) as error:
            raise RenderError(f"The templates cannot be rendered: {error}") from error


def copier_data(answers: Answers, plan: Plan) -> dict[str, Any]:
    fields = {
        name: {"source": literal(setting.source), "reason": setting.reason}
        for name, setting in plan.fields.items()
    }
    return {
        **answers.as_data(),
        "version": __version__,
        "plan": fields,
        "facts": plan.facts,
    }


def literal(source: str) -> str:
    """`source`, on one line as black writes it: a value, never code, for config.py."""
    try:
        ast.literal_eval(source)
    except (ValueError, SyntaxError) as error:
        raise RenderError(f"{source!r} in the plan is no Python literal") from error
    assigned = formatted(f"value = {source}", line_length=100_000)
    return assigned.removeprefix("value = ").strip()


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


@lru_cache(maxsize=256)
def formatted(source: str, line_length: int = 88) -> str:
    import black
    from black.parsing import InvalidInput

    try:
        return black.format_str(source, mode=black.Mode(line_length=line_length))
    except InvalidInput as error:
        raise RenderError(f"A rendered file is no Python: {error}") from error


def tree(folder: Path) -> Mapping[str, int]:
    """Each file of a rendered project, in order, and its number of lines; 0 for binary."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): lines(path) for path in files}


def lines(path: Path) -> int:
    content = path.read_bytes()
    return 0 if b"\0" in content else content.count(b"\n")
