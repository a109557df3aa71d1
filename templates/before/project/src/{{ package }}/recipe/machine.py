"""The machine the numbers are made on: seeds, device, threads, determinism."""

import os
import platform
import sys

import torch

from ..config import Config

MASK = 2**63 - 1  # seeds of torch are 64-bit; keep them positive


def fix_random_seed(*keys: int) -> None:
    """Seed torch's global generator from a few whole numbers (recipe 2.2).

    `fix_random_seed(seed, step)` before each step makes dropout a function of (seed, step),
    so that nothing run in between, such as an evaluation, can change what training draws.
    6 us, where `torch.manual_seed` takes 280: it also visits every accelerator.
    """
    seed = mix(*keys)
    torch.default_generator.manual_seed(seed)
    if torch.cuda.is_available():
        torch.cuda.manual_seed_all(seed)


def mix(*keys: int) -> int:
    """One seed out of several, so that (1, 2) and (2, 1) share nothing (splitmix64)."""
    state = 0
    for key in keys:
        state = (state + key + 0x9E3779B97F4A7C15) % 2**64
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB % 2**64
        state ^= state >> 31
    return state & MASK


def use(config: Config) -> torch.device:
    """Fix what changes the last bits (threads, algorithms) and return the device to compute on."""
    # cuBLAS repeats itself only so
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.backends.cudnn.benchmark = False
    torch.set_num_threads(config.threads)
    return torch.device(best_device() if config.device == "auto" else config.device)


def best_device() -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def environment() -> dict[str, str | int]:
    """What two runs must share before their bits may be compared."""
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "device": torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu",
        "platform": platform.platform(),
        "command": " ".join(sys.argv),
    }
