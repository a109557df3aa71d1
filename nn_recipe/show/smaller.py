"""What each column costs to lose, and what each size of picture scores."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from .style import BLUE, GREY, ORANGE, canvas, save, shortened, style

MOST = 40  # bars


def columns(
    costs: Mapping[str, float], names: Sequence[str], chance: float, path: str | Path
) -> str:
    """A bar for each column, the dearest first; the line is the best of the shuffled copies."""
    shown = names[:MOST]
    with style():
        figure, axes = canvas(9, 0.9 + 0.22 * len(shown))
        values = [costs[name] for name in shown]
        colours = [BLUE if value > chance else GREY for value in values]
        axes.barh(range(len(shown)), values, color=colours)
        axes.axvline(chance, color=ORANGE, linewidth=1.2)
        axes.set_yticks(range(len(shown)), [shortened(name, 34) for name in shown])
        axes.invert_yaxis()
        axes.set(xlabel="loss worse by, once shuffled; orange: by chance")
        axes.set_title("What each column tells")
        return save(figure, path)


def sizes(
    scores: Mapping[int, Sequence[float]], least: int, metric: str, path: str | Path
) -> str:
    """A dot for each seed at each size in pixels; orange is the smallest that is enough."""
    with style():
        figure, axes = canvas(9, 3.2)
        means = [sum(some) / len(some) for some in scores.values()]
        axes.plot(list(scores), means, color=BLUE)
        for size, some in scores.items():
            colour = ORANGE if size == least else GREY
            axes.plot([size] * len(some), some, "o", color=colour, markersize=4)
        axes.set_xticks(list(scores), [str(size) for size in scores])
        axes.set(xlabel="pixels of a side", ylabel=metric)
        axes.set_title("A smaller picture")
        return save(figure, path)
