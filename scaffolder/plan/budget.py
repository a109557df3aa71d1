"""What the plans of all kinds share: how long to train, on how many cores."""

from typing import Any

from ..facts.model import Proposal


def chosen(value: Any, proposal: Proposal) -> Proposal:
    """The proposal, if it was accepted."""
    return proposal if value == proposal.value else Proposal(value, "you chose it")


def threads(cores: int, why: str) -> Proposal:
    return Proposal(cores, f"{why}; fixed, as another number changes the last bits")


def lasting(
    examples: int, batch: int, epochs: int, *, fewest: int, most: int, looks: int
) -> dict[str, Proposal]:
    """Steps for so many epochs, within bounds, and `looks` evaluations on the way."""
    steps = min(max(round(epochs * examples / batch / 100) * 100, fewest), most)
    seen = steps * batch / examples
    every = max(steps // looks, 1)
    return {
        "batch_size": Proposal(batch, f"examples per step, of {examples:,}"),
        "steps": Proposal(steps, f"each example is seen about {seen:.3g} times"),
        "evaluate_every": Proposal(
            every, f"steps between two evaluations: {steps // every}"
        ),
    }
