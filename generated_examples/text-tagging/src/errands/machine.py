"""The machine the numbers are made on: seeds, device, threads."""

import os

import torch

from .config import Config


def fix_random_seed(*keys: int) -> None:
    """Seed torch's generators (recipe 2.2); 6 us, where `torch.manual_seed` takes 280."""
    torch.default_generator.manual_seed(mix(*keys))
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(mix(*keys))


def mix(*keys: int) -> int:
    """One seed out of several, so that (1, 2) and (2, 1) share nothing (splitmix64)."""
    state = 0
    for key in keys:
        state = (state + key + 0x9E3779B97F4A7C15) % 2**64
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB % 2**64
        state ^= state >> 31
    return state % 2**63  # seeds of torch are 64-bit; keep them positive


def use(config: Config) -> torch.device:
    """Fix what changes the last bits; return the device."""
    if (world := os.environ.get("WORLD_SIZE", "1")) != "1":
        raise ValueError(f"WORLD_SIZE is {world}, not 1: `recipe add distributed`.")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS repeats itself
    torch.set_deterministic_debug_mode("warn")  # the same setting, 1.5 s sooner
    torch.set_num_threads(config.threads)
    name = config.device
    if name == "auto":
        found = torch.accelerator.current_accelerator(check_available=True)
        name = found.type if found else "cpu"
    return torch.device(name)
