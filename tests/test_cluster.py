"""What the docs give to Slurm runs, as far as one machine can tell: `pytest tests/test_cluster.py`.

`srun` and `scontrol` are stand-ins: the one runs its command here, the other names this machine.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nn_recipe
from tests.rendered import Rendered

ROOT = Path(nn_recipe.__file__).parents[1]
STAND_INS = {
    "srun": 'exec "$@"',
    "scontrol": "echo localhost",
    "torchrun": f'exec {sys.executable} -m torch.distributed.run "$@"',
    "python": f'exec {sys.executable} "$@"',
}
JOB = {"SLURM_NNODES": "1", "SLURM_JOB_NODELIST": "localhost", "SLURM_GPUS_ON_NODE": ""}
BASH = "/bin/bash"


def scripts(page: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text("utf-8")
    return [s for s in re.findall(r"```bash\n(.*?)```", text, re.S) if "#SBATCH" in s]


def submitted(
    script: str, project: Rendered, *given: str, code: int = 0, **job: str
) -> str:
    """What it says, run as Slurm does but for two things: here, and not on other machines."""
    names = project.folder / "stand-ins"
    names.mkdir(exist_ok=True)
    for name, line in STAND_INS.items():
        (names / name).write_text(f"#!{BASH}\n{line}\n")
        (names / name).chmod(0o755)
    where = {
        "PATH": f"{names}:{os.environ['PATH']}",
        "PYTHONPATH": f"{project.folder / 'src'}:{ROOT}",
        "SLURM_SUBMIT_DIR": str(project.folder),
    }
    script = script.replace("incomes", project.name)
    command = [BASH, "-s", "--", *given]
    asked = subprocess.run(
        command,
        input=script,
        env=os.environ | JOB | where | job,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert (asked.returncode == 0) == (code == 0), asked.stderr[-2000:]
    return asked.stderr if code else asked.stdout


@pytest.mark.parametrize("page", ["adding.md", "tuning.md"])
def test_each_is_a_script_of_bash(page: str):
    (script,) = scripts(page)
    assert script.startswith("#!/bin/bash\n#SBATCH")
    checked = subprocess.run([BASH, "-n"], input=script, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_two_processes_make_one_run(tmp_path: Path):
    """They meet at a port, share each step, and the first alone writes."""
    made = Rendered(tmp_path, "tabular-classification", add=("distributed",))
    short = ("--model", "linear", "--steps", "20", "--evaluate-every", "20")
    job = {"SLURM_JOB_ID": str(os.getpid())}
    out = submitted(scripts("adding.md")[0], made, *short, **job)
    (run,) = (made.folder / "runs").glob("0*")
    assert (run / "best.pt").exists() and out.count("accuracy") >= 1
    rows = (run / "metrics.csv").read_text().splitlines()
    assert len(rows) == len({row.rsplit(",", 1)[0] for row in rows})  # none twice
    submitted(scripts("adding.md")[0], made, "--resume", "last", "--steps", "40", **job)
    assert (run / "metrics.csv").read_text().splitlines()[-1].startswith("40,")
    one = (*short, "--batch-size", "1")
    said = submitted(scripts("adding.md")[0], made, *one, code=1, **job)
    assert "2 processes need a larger batch_size" in said


def test_the_first_of_an_array_begins_a_study_that_the_others_join(tmp_path: Path):
    made = Rendered(tmp_path, "tabular-classification")
    (script,) = scripts("tuning.md")
    (study := made.folder / "runs" / "tune" / "study").mkdir(parents=True)
    (study / "settings.json").write_text("{}")  # as if begun
    said = script.replace("python -m", "echo python -m")
    first, other = (submitted(said, made, SLURM_ARRAY_TASK_ID=n) for n in ("0", "3"))
    assert "tune --trials 30" in first and "--worker" not in first
    assert "tune --worker" in other and "--trials" not in other
