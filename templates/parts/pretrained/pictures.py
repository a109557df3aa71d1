"""Weights that were trained on many more pictures than these: it rarely hurts (recipe 4.4).

Yours to edit. `pretrained` in config.py names a file of PyTorch or safetensors for a ResNet, or
best.pt of a run of a project like this one, for its own net; hf:OWNER/NAME is read from the
Hugging Face hub once, then from its cache. All but the head is taken, or nothing; x is scaled as
it was then.
"""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from . import place
from .config import Config

IMAGENET = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]  # mean, sd of pixels in 0..1
RESNETS = {  # blocks per stage, has a block three convolutions?
    "resnet18": ((2, 2, 2, 2), False),  # 11,689,512 parameters with 1,000 outputs
    "resnet34": ((3, 4, 6, 3), False),  # 21,797,672
    "resnet50": ((3, 4, 6, 3), True),  # 25,557,032
}
CALLED = {"conv1.": "stem.", "fc.": "head."}  # by torchvision and timm, and here
FROM_SCRATCH = ("linear", "tiny")  # baselines and tests


def scale(config: Config) -> tuple[list[float], list[float]]:
    """Mean and sd per channel of the pictures that the weights are of, not of these."""
    _, (mean, sd) = given(config.pretrained)
    if len(mean) != config.channels:
        raise ValueError(
            f"{config.pretrained} sees {len(mean)} channels, x has {config.channels}: "
            f"--channels {len(mean)}."
        )
    return mean, sd


def begin(net: nn.Module, config: Config) -> None:
    """The weights of another training, but for the head, which answers another question."""
    if config.model in FROM_SCRATCH:
        return
    if config.pretrained:
        tensors, _ = given(config.pretrained)
        own, found = trunk(net.state_dict()), trunk(tensors)
        here, there = own.keys(), found.keys()
        faults = [f"{name} is missing" for name in sorted(here - there)]
        faults += [f"{name} has no place" for name in sorted(there - here)]
        faults += [
            f"{name} has the shape {[*found[name].shape]}, here {[*own[name].shape]}"
            for name in sorted(here & there)
            if found[name].shape != own[name].shape
        ]
        if faults:
            raise ValueError(
                f"{config.pretrained} is not of this net: {'; '.join(faults[:3])}. "
                "Give the `model`, `width` and `depth` it was trained with."
            )
        net.load_state_dict(found, strict=False)  # what is missing is the head
    if config.trains == "head":
        if not config.pretrained:
            raise ValueError(
                "Only the head trains, on weights nobody trained: give some."
            )
        freeze(net)


def freeze(net: Any) -> None:
    """The head alone trains; norms stay as they came, too."""
    net.requires_grad_(False)
    net.head.requires_grad_(True)
    net.register_forward_pre_hook(lambda net, given: still(net))


def still(net: nn.Module) -> None:
    for layer in net.modules():
        if isinstance(layer, _BatchNorm):
            layer.eval()


def trunk(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Without the head, and without what counts batches, which older files lack."""
    apart = ("head.", "num_batches_tracked")
    return {n: t for n, t in tensors.items() if not any(a in n for a in apart)}


def given(name: str) -> tuple[dict[str, Tensor], tuple[list[float], list[float]]]:
    """Tensors by their names here; mean and sd per channel of the pictures behind them."""
    path = on_the_hub(name[3:]) if name.startswith("hf:") else place(name)
    try:
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            found: dict[str, Any] = load_file(path)
        else:
            found = torch.load(path, weights_only=True, map_location="cpu")
    except ImportError:
        raise ValueError(f"For {path.name}: pip install safetensors") from None
    except Exception as error:  # each format has its own
        raise ValueError(f"{path} holds no weights, or is damaged: {error}") from None
    if "problem" in found:
        inputs = found["problem"]["inputs"]
        return found["net"], (inputs["mean"], inputs["sd"])
    return {renamed(n): t for n, t in found.items()}, IMAGENET


def renamed(name: str) -> str:
    for there, here in CALLED.items():
        if name.startswith(there):
            return here + name.removeprefix(there)
    return name


def on_the_hub(name: str) -> Path:
    """model.safetensors of timm/resnet18.a1_in1k, say; kept where HF_HOME says."""
    try:
        from huggingface_hub import hf_hub_download
    except ImportError:
        raise ValueError("pip install huggingface_hub safetensors") from None
    return Path(hf_hub_download(name, "model.safetensors"))


class ResNet(nn.Module):
    """[batch, channels, size, size] -> [batch, outputs]

    He et al. 2016, "Deep Residual Learning for Image Recognition", table 1, for 224 pixels; of
    three convolutions the middle one has the stride, as in the files that are around.
    """

    def __init__(self, name: str, channels: int, outputs: int):
        super().__init__()
        repeats, three = RESNETS[name]
        self.stem = nn.Conv2d(channels, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        before = 64
        for stage, blocks in enumerate(repeats):
            after = 2**stage * (256 if three else 64)
            strides = [2 if stage else 1] + [1] * (blocks - 1)
            layer = nn.Sequential()
            for stride in strides:
                layer.append(Residual(before, after, stride, three))
                before = after
            self.add_module(f"layer{stage + 1}", layer)
        self.head = nn.Linear(before, outputs)

    def forward(self, x: Tensor) -> Tensor:
        h = self.pool(self.bn1(self.stem(x)).relu())  # [batch, 64, size / 4, size / 4]
        for stage in range(1, 5):
            h = self.get_submodule(f"layer{stage}")(h)
        return self.head(h.mean((2, 3)))


class Residual(nn.Module):
    """shortcut(h) + f(h), f two convolutions, or three of which the middle one is thin."""

    def __init__(self, before: int, after: int, stride: int, three: bool):
        super().__init__()
        thin = after // 4
        plan = [(before, after, 3, stride), (after, after, 3, 1)]
        if three:
            plan = [(before, thin, 1, 1), (thin, thin, 3, stride), (thin, after, 1, 1)]
        for i, (wide, out, size, step) in enumerate(plan, 1):
            conv = nn.Conv2d(wide, out, size, step, size // 2, bias=False)
            self.add_module(f"conv{i}", conv)
            self.add_module(f"bn{i}", nn.BatchNorm2d(out))
        self.convolutions = len(plan)
        self.downsample: nn.Module = nn.Identity()
        if stride > 1 or before != after:
            narrower = nn.Conv2d(before, after, 1, stride, bias=False)
            self.downsample = nn.Sequential(narrower, nn.BatchNorm2d(after))

    def forward(self, h: Tensor) -> Tensor:
        f = h
        for i in range(1, self.convolutions + 1):
            f = self.get_submodule(f"bn{i}")(self.get_submodule(f"conv{i}")(f))
            f = f.relu() if i < self.convolutions else f
        return (self.downsample(h) + f).relu()
