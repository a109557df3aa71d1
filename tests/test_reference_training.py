"""Training against AdamW by hand on healthy targets: `pytest tests/test_reference_training.py`."""

from pathlib import Path
from typing import Any

import torch

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.reference_training import judge_training
from nn_recipe.specimen import altered
from tests.rendered import Rendered


def test_a_loss_that_rounding_can_turn_is_compared_at_its_own_precision(tmp_path: Path):
    """Two boxes at one distance in float32 have another nearest in float64, as in BCCD."""
    lines = "\n".join(f"{i * 37 % 101}.5,{i % 7}.1" for i in range(200))
    (tmp_path / "t.csv").write_text(f"size,y\n{lines}")
    made = Rendered(
        tmp_path, "tabular-regression", data=str(tmp_path / "t.csv"), target="y"
    )
    stand(made.name)
    project, findings = Generated.of(made.name), Findings()
    plain = project.target

    def loss(self: Any, outputs: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return plain.loss(outputs, y) * (1 if y.dtype == torch.float32 else 2)

    judge_training(project.having(target=altered(plain, loss=loss)), findings)
    assert not findings.faults
