"""What Tab completes beside paths and flags: tips, kinds, releases."""

import click
from click.shell_completion import CompletionItem

Items = list[CompletionItem]


def tips(context: click.Context, option: click.Parameter, begun: str) -> Items:
    """The numbers, with the names beside them where the shell shows such."""
    from .explain import tips as known

    found = [tip for tip in known().values() if tip.id.startswith(begun)]
    return [CompletionItem(tip.id, help=tip.name) for tip in found]


def kinds(context: click.Context, option: click.Parameter, begun: str) -> Items:
    from .kinds import kinds as known

    found = [kind for kind in known() if kind.name.startswith(begun)]
    return [CompletionItem(kind.name, help=kind.about) for kind in found]


def releases(context: click.Context, option: click.Parameter, begun: str) -> Items:
    from .releases import names

    return [CompletionItem(name) for name in names() if name.startswith(begun)]


def things(context: click.Context, option: click.Parameter, begun: str) -> Items:
    from .declaration import declared

    found = declared()["things"]["default"].items()
    return [CompletionItem(n, help=t["about"]) for n, t in found if n.startswith(begun)]
