"""Nine trials by chance against a grid of three by three, of which one knob does nothing.

The learning rate is measured at 33 values on the diabetes sample, 100 steps each; what random
and grid search find on that curve is then simulated: `python benchmarks/random_against_grid.py`.
About a minute of CPU.
"""

import os
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "generated_examples" / "tabular-regression"
SIDE, WORLDS = 3, 10_000
LOW, HIGH, POINTS = 3e-5, 3e-2, 33


def curve() -> tuple[np.ndarray, np.ndarray]:
    """[points], the logarithms of the rates and the RMSE of the best look with each."""
    sys.path[:0] = [str(ROOT), str(SAMPLE / "src")]
    from nn_recipe.contract import open_project
    from nn_recipe.trials.training import Asked, Trainings

    project = open_project("diabetes", steps=100, evaluate_every=20)
    rates, found = np.geomspace(LOW, HIGH, POINTS), []
    for rate in rates:
        asked = Asked((("learning_rate", float(rate)),), project.config.seed)
        evaluation = Trainings(project).train(asked).evaluation
        found.append(evaluation.metrics["RMSE"] if evaluation else np.inf)
        print(f"rate {rate:.2g}  RMSE {found[-1]:.4g}", flush=True)
    return np.log(rates), np.array(found)


def main() -> None:
    x, y = curve()
    chance, width = np.random.default_rng(0), x[-1] - x[0]
    random = x[0] + width * chance.random((WORLDS, SIDE**2))
    offsets = chance.random((WORLDS, 1))
    grid = x[0] + width * (np.arange(SIDE) + offsets) / SIDE
    print(
        f"\nbest of all {y.min():.4g}, of the config {np.interp(np.log(3e-4), x, y):.4g}"
    )
    for name, tried in (("random", random), ("grid", grid)):
        best = np.interp(tried, x, y).min(1)
        print(
            f"{name}: {tried.shape[1]} rates of {SIDE**2} trials; best of them RMSE "
            f"{best.mean():.4g} in the mean, {np.quantile(best, 0.95):.4g} in 95 of 100"
        )


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
