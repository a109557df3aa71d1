"""Where to look, in the code that is looked at: a project of ours has files of known names.

Of code that was adopted only its adapter says which file holds what.
"""

import re

from .place import here
from .script_lines import line_of

PARTS = {  # of our files: what an adapter calls it
    "read": "data",
    "load": "data",
    "split": "data",
    "data": "data",
    "feed": "data",
    "model": "model",
    "problem": "model",
    "target": "loss",
    "evaluate": "loss",
    "train": "optimiser",
}
OTHERS = ("config", "run", "predict", "baselines", "pictures", "machine", "__main__")
SAID = {"data": "data", "model": "net", "loss": "loss", "optimiser": "training"}
# never a place in a file of yours, such as train.py:12
OURS = re.compile(
    rf"(?<![\w/.])(?P<name>{'|'.join([*PARTS, *OTHERS])})\.py(?!:\d)(?P<only>: \w+$)?"
)


def in_this_code(place: str) -> str:
    """The same hint; of adopted code with the file that the adapter names for it."""
    return OURS.sub(yours, place) if here().adapter else place


def yours(found: re.Match[str]) -> str:
    """ "your net (train.py:12)"; a function alone, which only our file has, is left out."""
    part = PARTS.get(found["name"])
    files = [name for name in here().files.get(part or "", ()) if name.endswith(".py")]
    if part is None or not files:
        return f"{here().package}.py"
    return f"your {SAID[part]} ({line_of(part, files)})"
