"""`python -m tests.bugs [ID or WORD ...] [--kind KIND]`: who notices these bugs?

Without an id or a word all bugs are planted, in every kind where they fit.
`--record` keeps what was found: scaffolder/bugs/finds.json, docs/planted_bugs.md, the table in the README.
"""

import argparse
import textwrap
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from scaffolder.bugs import CATALOGUE, Bug, NoLongerApplies
from scaffolder.bugs.finds import Find, Heard, Quiet
from scaffolder.kinds import kind as row_of
from tests.examples import PACKAGES, ROOT, beside, render_whole

from . import apart, page
from .blind import BUGS
from .edits import EDITS
from .healthy import SEEDS, SIZES, examples, listen
from .hunt import hunt
from .layouts import LAYOUTS
from .layouts.hearing import hear
from .listen import PLANTED, listen_to
from .record import Matrix, pairs


def hunting(
    folder: Path, todo: list[tuple[str, str]], model: str, at_once: int
) -> Iterator[Find]:
    """Plant each bug in its kind."""
    sources = {kind: folder / kind for _, kind in todo}
    list(apart.calls(render_whole, [(path, kind) for kind, path in sources.items()]))
    must_fit(sources, todo)
    many = [(sources[kind], kind, id, model) for id, kind in todo]
    yield from apart.calls(hunt, many, at_once)


def must_fit(sources: dict[str, Path], todo: list[tuple[str, str]]) -> None:
    """All that no longer apply, at once and before hours are spent."""
    stale = []
    for id, kind in todo:
        source = beside(sources[kind], CATALOGUE[id].add)
        package = source / "src" / PACKAGES[kind]
        try:
            CATALOGUE[id].planted(package, row_of(kind).parts)
        except NoLongerApplies as error:
            stale.append(f"{id} in {kind}: {error}")
    if stale:
        raise NoLongerApplies("\n".join(stale))


def listening(
    folder: Path, kinds: list[str], at_once: int, missing: bool
) -> Iterator[Quiet]:
    """Run the checks of healthy projects: all kinds, then the next size, the long checks last."""
    asked = [(kind, share, by) for by in SEEDS for share in SIZES for kind in kinds]
    if missing:
        known = {(q.kind, q.examples, q.by) for q in Matrix.read().healthy}
        asked = [a for a in asked if (a[0], examples(*a[:2]), a[2]) not in known]
    many = [(folder / str(i), *one) for i, one in enumerate(asked)]
    yield from apart.calls(listen, many, at_once)


def edited(asked: argparse.Namespace) -> Iterator[Heard]:
    """Run the checks of the generated examples after one healthy edit, or blind bug, each."""
    chosen = BUGS if asked.blind else EDITS.values()
    todo = [
        (edit.id, edit.kind)
        for edit in chosen
        if edit.kind in (asked.kind or PACKAGES)
        and (not asked.words or any(edit.id.startswith(w) for w in asked.words))
    ]
    many = [
        (ROOT / "generated_examples" / kind, kind, id, asked.model, asked.all)
        for id, kind in todo
    ]
    yield from apart.calls(listen_to, many, asked.at_once)


def forms(asked: argparse.Namespace) -> Iterator[Heard]:
    """Run the checks of healthy projects, each written for one form of a sample."""
    todo = [
        (name, asked.model)
        for name, layout in LAYOUTS.items()
        if layout.kind in (asked.kind or PACKAGES)
        and (not asked.words or any(word in name for word in asked.words))
    ]
    yield from apart.calls(hear, todo, asked.at_once)


def chosen(asked: argparse.Namespace) -> list[tuple[str, str]]:
    known = {(find.bug, find.kind): find for find in Matrix.read().finds}
    return [
        (id, kind)
        for id, kind in pairs()
        if kind in (asked.kind or PACKAGES)
        and (not asked.words or any(wanted(w, CATALOGUE[id]) for w in asked.words))
        and not (asked.missing and (id, kind) in known)
        and not (asked.survivors and not survives(known.get((id, kind))))
    ]


def survives(find: Find | None) -> bool:
    """Is it on record that nothing noticed it?"""
    return find is not None and not find.checks


def wanted(word: str, bug: Bug) -> bool:
    return bug.id.startswith(word) or (len(word) > 3 and word in bug.name)


def shown(find: Find) -> str:
    name = CATALOGUE[find.bug].name
    head = f"{find.bug:3}  {find.kind:22}  {name:45}  {find.seconds:3} s"
    lines = [f"{head}  {find.by or 'NOT CAUGHT'}: {', '.join(find.checks)}"]
    lines += textwrap.wrap(
        find.message, 110, initial_indent=" " * 5, subsequent_indent=" " * 5
    )
    lines += [f"     -> {place}" for place in find.look_at]
    lines += [f"     DOES NOT TRAIN: {find.stopped}"] * bool(find.stopped)
    return "\n".join(lines)


def heard(quiet: Quiet) -> str:
    head = f"{quiet.kind:22}  {quiet.examples:5} examples  {quiet.by:12}"
    head += f"  {quiet.runs} runs, {len(quiet.alarms)} alarms"
    return "\n     ".join([head, *quiet.alarms])


def told(one: Find | Quiet | Heard) -> str:
    if isinstance(one, Find):
        return shown(one)
    return after(one) if isinstance(one, Heard) else heard(one)


def after(one: Heard) -> str:
    said = (*one.alarms, *one.unclear, one.stopped)
    name = f"  {PLANTED[one.edit].name}" if one.edit in PLANTED else ""
    head = f"{one.edit + name:60}  {one.kind:22}  {one.seconds:3} s"
    verdict = f"{len(one.alarms)} alarms, {len(one.unclear)} unclear"
    return "\n     ".join([f"{head}  {verdict}", *filter(None, said)])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bugs", description=__doc__)
    add = parser.add_argument
    add("words", nargs="*", help="ids, the beginning of ids (T), or words of the name")
    add("--kind", choices=PACKAGES, action="append", help="[default: every kind]")
    add("--survivors", action="store_true", help="only what survives in the record")
    add("--missing", action="store_true", help="only what the record does not have")
    add("--healthy", action="store_true", help="no bug at all: who cries wolf?")
    add("--layouts", action="store_true", help="healthy data in other forms")
    add("--edits", action="store_true", help="healthy edits: who cries wolf?")
    add(
        "--blind",
        action="store_true",
        help="bugs of people who had not read the checks",
    )
    add("--all", action="store_true", help="of edits, the long checks as well")
    add("--record", action="store_true", help="write record, page and README anew")
    nets = (
        "[default: tiny, which takes seconds; of --blind reference, as `check` has it]"
    )
    add("--model", choices=["linear", "tiny", "reference"], help=nets)
    add("--at-once", type=int, default=2, help="processes [default: 2]")
    asked = parser.parse_args()
    asked.model = asked.model or ("reference" if asked.blind else "tiny")
    return asked


def main() -> None:
    asked = arguments()
    apart.warm_up()
    with TemporaryDirectory() as folder:
        if asked.healthy:
            kinds = asked.kind or list(PACKAGES)
            found = listening(Path(folder), kinds, asked.at_once, asked.missing)
        elif asked.layouts:
            found = forms(asked)
        elif asked.edits or asked.blind:
            found = edited(asked)
        else:
            found = hunting(Path(folder), chosen(asked), asked.model, asked.at_once)
        for one in found:
            print(told(one), flush=True)
            if (
                asked.record and not asked.layouts
            ):  # read anew: `make healthy` may run beside it
                Matrix.read().having(one).write()
    if asked.record:
        page.write(Matrix.read())


if __name__ == "__main__":
    main()
