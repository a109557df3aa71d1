"""What a step or a training of your own does, seen from outside: the net is looked at, alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from .named import outputs_in


@dataclass
class Seen:
    """Each pass that could be learned from, when and what it gave, and the last gradients."""

    passes: list[tuple[int, Tensor]] = field(default_factory=list)
    squares: dict[nn.Parameter, Tensor] = field(default_factory=dict)

    @property
    def gradient_norm(self) -> Tensor:
        """Of all gradients together, as backward left them: before anything is clipped."""
        return torch.stack([*self.squares.values(), torch.zeros(())]).sum().sqrt()


@contextmanager
def in_its_mode(net: nn.Module) -> Iterator[None]:
    """Within it the net stays in the mode it came in, whatever `net.train()` your step says.

    In evaluation mode a step can be compared with one by hand: dropout draws nothing.
    """
    net.train = lambda mode=True: net  # type: ignore[method-assign]
    try:
        yield
    finally:
        del net.train


@contextmanager
def watched(net: nn.Module, when: Callable[[], int] = lambda: 0) -> Iterator[Seen]:
    """Changes no bit of what goes on within it, and draws no random number."""
    seen = Seen()

    def passed(net: nn.Module, given: object, answer: object) -> None:
        if torch.is_grad_enabled():
            outputs = outputs_in(net, answer)
            seen.passes.append((when(), outputs.detach().clone()))

    def felt(parameter: nn.Parameter) -> None:
        assert parameter.grad is not None
        seen.squares[parameter] = parameter.grad.detach().double().square().sum()

    hooks = [net.register_forward_hook(passed)]
    for parameter in net.parameters():
        if parameter.requires_grad:
            hooks.append(parameter.register_post_accumulate_grad_hook(felt))
    try:
        yield seen
    finally:
        for hook in hooks:
            hook.remove()
