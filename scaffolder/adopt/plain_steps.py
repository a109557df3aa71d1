"""Whether a script takes plain steps at one rate: what Adam written out can be compared with."""

import ast
from pathlib import Path

SCHEDULES = ("lr_scheduler", "param_groups", "LambdaLR", "OneCycleLR", "scheduler")
RESTORES = "load_state_dict"  # the last weights are then not those of the last step
CHANGES = ("clip_grad", "autocast", "GradScaler", "accumul", "no_sync")  # a gradient


def steady(folder: Path) -> bool:
    """Whether no script speaks of a schedule, or of going back: one rate, to the last step.

    Nor of what else a step may do with a gradient or a loss: clip it, add to it, share it.
    """
    texts = [p.read_text("utf-8", errors="ignore") for p in folder.rglob("*.py")]
    words = (*SCHEDULES, RESTORES, *CHANGES)
    if any(word in text for text in texts for word in words):
        return False
    return all(plain(text) for text in texts)


def plain(text: str) -> bool:
    """Whether each loss that goes backward is the value of one call, and of nothing else."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return True
    learned = {
        ast.unparse(n.func.value)
        for n in ast.walk(tree)
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and n.func.attr == "backward"
    }
    changed = (n for n in ast.walk(tree) if isinstance(n, ast.Assign | ast.AugAssign))
    for n in changed:
        targets = n.targets if isinstance(n, ast.Assign) else [n.target]
        called = isinstance(n, ast.Assign) and isinstance(n.value, ast.Call)
        if {ast.unparse(t) for t in targets} & learned and not called:
            return False
    return True
