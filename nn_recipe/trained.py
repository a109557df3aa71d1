"""What of a training nobody can know afterwards: the net, the split, the machine, the time.

The model card reads it; a run that was trained without the library has none.
"""

import inspect
import json
import os
import platform
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from torch import nn

from .contract import Project
from .ledger.fingerprint import COUNTED, installed
from .side_files import TRAINED

PARTS = ("train", "validation", "test")


def keep(run: Path, project: Project, seconds: float, resumed: bool) -> None:
    """Whole or not at all, as the other files of a run.

    `seconds`: of the whole command; of a run that was resumed those of the last one.
    """
    _, net = project.served(project.new_run(run), "best")
    splits = project.splits
    told = of_net(net) | {
        "examples": {part: len(getattr(splits, part)) for part in PARTS},
        "left out": Counter(why.partition(":")[0] for why in splits.left_out.values()),
        "seconds": round(seconds, 1),
        "resumed": resumed,
        "processes": int(os.environ.get("WORLD_SIZE", "1")),
        "device": str(project.device),
        "hardware": hardware(project.device),
        "threads": torch.get_num_threads(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: installed(name) for name in COUNTED if installed(name)},
    }
    part = run / f"{TRAINED}.part"
    part.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    part.replace(run / TRAINED)


def of_net(net: nn.Module) -> dict[str, Any]:
    """Its class, what that says of itself, and how many weights it has; buffers are none."""
    sizes = [(p.numel(), p.requires_grad) for p in net.parameters()]
    says = inspect.cleandoc(type(net).__doc__ or "").partition("\n")[0]
    return {
        "net": type(net).__name__,
        "says": says,
        "parameters": sum(n for n, _ in sizes),
        "that learn": sum(n for n, learns in sizes if learns),
    }


def hardware(device: torch.device) -> str:
    """The name of what computed, as its maker has it."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    info = Path("/proc/cpuinfo")  # of Linux, where `platform` knows no name
    lines = info.read_text("utf-8", "replace").splitlines() if info.is_file() else []
    names = (line.partition(":")[2] for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine()).strip()
