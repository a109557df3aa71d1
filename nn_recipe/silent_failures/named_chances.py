"""The file that `predict` writes: does each chance stand under its own name?"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from ..additions import Tabled
from ..contract import Project, Run
from ..findings import Findings

MARK = "p "  # of the columns of chances: "p cat"
SIGNS = ("|", ",", ";", "/", " ")  # between the names of several labels
SURE = 20.0  # log odds: whatever rule decides, it decides so


class Given(nn.Module):
    """A net that answers what it is told to, example after example."""

    def __init__(self, outputs: Tensor):
        super().__init__()
        self.outputs, self.said = outputs, 0

    def forward(self, x: Tensor) -> Tensor:
        first, self.said = self.said, self.said + len(x)
        return self.outputs[first : self.said].to(x.device)


def judge_chances(
    project: Project, run: Run, outputs: Tensor, findings: Findings
) -> None:
    """A net that is sure of one name after the other: that name is the answer, and likely.

    `outputs`: [batch, names], of any net, for their shape alone.
    """
    if not isinstance(project, Tabled) or outputs.ndim != 2 or outputs.shape[1] < 2:
        return
    net = Given(SURE * (2 * torch.eye(outputs.shape[1]) - 1))
    known = [*project.splits.train, *project.splits.validation][: outputs.shape[1]]
    for row in project.predicted_rows(run, known, net):
        chances = {c[len(MARK) :]: row[c] for c in row if c.startswith(MARK)}
        likely = {name for name, chance in chances.items() if chance > 0.5}
        answer = held(row.get("prediction"), [*chances])
        if likely and answer and likely != answer:
            findings.demand(
                False,
                f"`predict` answers {row['prediction']!r} and writes the chance of it under"
                f" {sorted(likely)[0]!r}.",
                "predict.py: said, in which order are the names?",
            )
            return


def held(prediction: Any, names: Sequence[str]) -> set[str]:
    """One name, or several with a sign between them."""
    text = str(prediction)
    if text in names:
        return {text}
    ways = ({part.strip() for part in text.split(sign)} for sign in SIGNS)
    return next((way for way in ways if way <= {*names}), set())
