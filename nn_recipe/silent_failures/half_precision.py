"""Training in float16: small gradients are lost unless the loss is scaled (recipe 0.3)."""

from typing import Any
from unittest import mock

import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_pre_hook

from ..contract import Project
from ..findings import Findings
from ..specimen import fresh_net, plain, some

EXAMPLES, STEPS = 8, 2


def judge_half(project: Project, findings: Findings) -> None:
    """Micikevicius et al. 2018, "Mixed Precision Training", section 3.2: what is below 6e-8 in
    float16 is 0, and so are many gradients. bfloat16 has the range of float32.

    Seen on the device at hand alone: what a training does on another one only, nobody saw.
    """
    batch = min(EXAMPLES, len(project.splits.train))
    short = plain(project, steps=STEPS, batch_size=batch, evaluate_every=10**9)
    feed, net = short.feed(some(project.splits.train, EXAMPLES)), fresh_net(short)
    halved, scaled = list[str](), list[bool]()
    scale = torch.amp.GradScaler.scale

    def noted(scaler: Any, outputs: Any) -> Any:
        scaled.append(True)
        return scale(scaler, outputs)

    def listen(layer: nn.Module, given: Any) -> None:
        if torch.is_grad_enabled() and computes_in_half(layer, project.device.type):
            halved.append(type(layer).__name__)

    hook = register_module_forward_pre_hook(listen)
    try:
        with mock.patch.object(torch.amp.GradScaler, "scale", noted):
            short.train(net, feed)
    finally:
        hook.remove()
    findings.demand(
        not halved or bool(scaled),
        f"In training {halved[0] if halved else ''} computes in float16, and no GradScaler "
        "scales the loss: gradients below 6e-8 are 0.",
        "train.py: train_step, scale the loss, or compute in bfloat16",
    )


def computes_in_half(layer: nn.Module, device: str) -> bool:
    """By autocast, or because its own weights are float16."""
    if torch.is_autocast_enabled(device):
        return torch.get_autocast_dtype(device) == torch.float16
    return any(p.dtype == torch.float16 for p in layer.parameters(recurse=False))
