"""The machine the numbers are made on: seeds, device, threads, processes."""

import atexit
import os

import torch
import torch.distributed as dist
from torch import Tensor

from .config import Config

RANK = int(os.environ.get("RANK", 0))  # of this process; `torchrun` says
WORLD = int(os.environ.get("WORLD_SIZE", 1))  # how many processes share each step


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
    """Fix what changes the last bits; join the other processes; return the device."""
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS repeats itself
    torch.set_deterministic_debug_mode("warn")  # the same setting, 1.5 s sooner
    torch.set_num_threads(config.threads)
    name = config.device
    if name == "auto":
        found = torch.accelerator.current_accelerator(check_available=True)
        name = found.type if found else "cpu"
    if name == "cuda":
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", 0)))
    if WORLD > 1 and not dist.is_initialized():
        dist.init_process_group("nccl" if name == "cuda" else "gloo")
        atexit.register(dist.destroy_process_group)
    return torch.device(name)


def mean_over_processes(value: Tensor) -> Tensor:
    """Of what each process holds, in place."""
    if WORLD > 1:
        dist.all_reduce(value)
        value /= WORLD
    return value
