"""False issues of `look` on the samples, in which nothing is wrong, over 20 splits of each.

Run: python benchmarks/looking_at_the_samples.py [seeds] [kind ...]
A seed cuts training, validation and test anew. A false issue is a verdict "fails", or an example
that is called broken or odd or contradicts another. Promised: none in 95 % of the splits.
"""

import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), *map(str, ROOT.glob("generated_examples/*/src"))]

from nn_recipe.checks import measured_by, verdicts  # noqa: E402
from nn_recipe.contract import open_project  # noqa: E402
from nn_recipe.ledger import Ledger  # noqa: E402
from nn_recipe.place import stand  # noqa: E402
from tests.examples import PACKAGES  # noqa: E402

ISSUES = ("broken", "odd", "contradicting")


def issues(package: str, seed: int) -> list[str]:
    """What `look` holds against one split of a healthy sample."""
    stand(package)
    config = import_module(f"{package}.config").Config(seed=seed)
    project = open_project(package, **vars(config))
    rows = [(row, seed) for row in measured_by("look")]
    found = []
    for record in verdicts(rows, project, Ledger()):
        counts = record.measured if isinstance(record.measured, dict) else {}
        told = [name for name in ISSUES if counts.get(name)]
        if record.verdict == "fails" or told:
            found.append(f"{record.id} {record.verdict}: {record.because}")
    return found


def main() -> None:
    seeds, *kinds = sys.argv[1:] or ["20"]
    for kind in kinds or PACKAGES:
        quiet, said = 0, Counter[str]()
        for seed in range(int(seeds)):
            found = issues(PACKAGES[kind], seed)
            quiet += not found
            said.update(found)
        print(f"{kind:22} nothing said of {quiet} of {seeds} splits", flush=True)
        for words, times in said.items():
            print(f"  {times} x {words}", flush=True)


if __name__ == "__main__":
    main()
