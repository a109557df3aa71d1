"""Does this torch use the hardware that is here?"""

import platform
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .finding import Finding

INDEX = "https://pytorch.org/get-started/locally says which"


def hardware() -> str:
    """ "nvidia", "amd", "apple" or "": the accelerator this machine has."""
    if Path("/proc/driver/nvidia/version").exists() or lists_a_gpu("nvidia-smi", "-L"):
        return "nvidia"
    if Path("/dev/kfd").exists():
        return "amd"
    apple = platform.system() == "Darwin" and platform.machine() == "arm64"
    return "apple" if apple else ""


def lists_a_gpu(*command: str) -> bool:
    if not shutil.which(command[0]):
        return False
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode == 0 and "GPU" in done.stdout


def torch(found: Mapping[str, Any], here: str) -> Finding:
    """The build of torch against the hardware."""
    if "error" in found:
        because = f"torch cannot be imported: {found['error']}"
        return Finding("fails", "torch", because, "pip install -c constraints.txt -e .")
    built = found["built for"]
    if here in ("nvidia", "amd") and not built:
        because = f"there is an {here} GPU, and this torch is built for CPUs alone"
        return Finding("look", "torch", because, f"install another build: {INDEX}")
    if here in ("nvidia", "amd") and not found["cuda"]:
        because = f"there is an {here} GPU, and this torch for {built} cannot use it"
        return Finding(
            "look", "torch", because, f"the driver is too old for it: {INDEX}"
        )
    if built and not here and not found["cuda"]:
        because = f"this torch for {built} finds no GPU: gigabytes that do nothing here"
        return Finding(
            "look", "torch", because, f"a build for CPUs is smaller: {INDEX}"
        )
    if here == "apple" and not found["mps"]:
        because = "the GPU of this Mac is not used: Python or torch is built for Intel"
        return Finding("look", "torch", because, "install Python for arm64")
    known = found["architectures"]
    if found["capability"] and known and not runs(found["capability"], known):
        because = f"{found['gpu']} is {found['capability']}; this torch has {known}"
        return Finding("fails", "torch", because, f"install another build: {INDEX}")
    device = found["gpu"] or ("the GPU of this Mac" if found["mps"] else "the CPU")
    return Finding("holds", "torch", f"it computes on {device}")


def runs(capability: str, known: list[str]) -> bool:
    """Code for 8.0 runs on 8.6, that for 9.0 does not; `compute_` is compiled on the fly."""
    major = capability[:-1]
    same = [a for a in known if a.rstrip("a").startswith(major) and a <= capability]
    later = [a for a in known if a.startswith("compute_")]
    return bool(same or later)
