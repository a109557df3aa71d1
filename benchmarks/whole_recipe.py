"""From a fresh project to the last points: the whole recipe by its commands, on data of yours.

    python benchmarks/whole_recipe.py FOLDER NAME --data PATH --try weight_decay=0.1 --trials 12

Makes the project FOLDER/NAME, goes through the stages, and after each says the score on the test
split (which a person would open once: here it is the measuring stick). What does not hold is not
kept. Everything is also in FOLDER/NAME.json. Hours for pictures, minutes for tables.
"""

import argparse
import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any


class Lab:
    """One project, its commands, and what came of them."""

    def __init__(self, folder: Path, name: str):
        self.folder, self.package = folder / name, re.sub(r"\W", "_", name)
        self.rows: list[dict[str, Any]] = []
        self.out = folder / f"{name}.json"

    def run(self, *command: str) -> str:
        """Its output; what goes wrong ends the benchmark with what was said."""
        path = os.pathsep.join(["src", *sys.path[1:]])
        done = subprocess.run(
            [sys.executable, "-m", self.package, *command],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": path},
            capture_output=True,
            text=True,
        )
        print(f"  {' '.join(command)}: exit {done.returncode}", flush=True)
        if done.returncode > 1:
            sys.exit(done.stdout + done.stderr)
        return done.stdout

    def records(self, *command: str) -> list[dict[str, Any]]:
        return json.loads(self.run(*command, "--json"))

    def scored(self, stage: str, said: str, *verb: str) -> None:
        """The test split as it stands now, and the CPU seconds since the last row."""
        text = self.run(*verb, "--split", "test", "--json")
        score = json.loads(text)
        spent = sum(os.times()[2:4])
        before = sum(row["seconds"] for row in self.rows)
        row = {"stage": stage, "said": said, "score": score, "seconds": spent - before}
        self.rows.append(row)
        self.out.write_text(json.dumps(self.rows, indent=1))
        print(f"{stage}: {said}\n    {json.dumps(score)[:300]}", flush=True)

    def keep(self, field: str, value: Any) -> None:
        """Write what held into config.py."""
        path = self.folder / "src" / self.package / "config.py"
        text = path.read_text("utf-8")
        new, found = re.subn(
            rf"(?m)^(    {field}: [^=\n]+ = )[^#\n]*?(  #.*)?$",
            lambda found: f"{found[1]}{value!r}{found[2] or ''}",
            text,
        )
        assert found == 1, field
        path.write_text(new, "utf-8")


def whole(lab: Lab, given: argparse.Namespace) -> None:
    flags = given.train.split()
    rungs = lab.run("baseline", "--json")
    best = [name for name in json.loads(rungs.splitlines()[0])]
    lab.run("train", "--model", "linear", "--name", "linear", *flags)
    lab.scored("2 baselines", f"linear net; rungs: {', '.join(best)}", "evaluate")
    (fits,) = lab.records("curve", "overfit")
    lab.run("train", "--name", "overfit", *flags)
    lab.scored("3 overfit", f"{fits['verdict']}: {fits['because']}", "evaluate")
    said = []
    for change in given.tries:
        more = ("--seeds", str(given.seeds), "--because", "the recipe, stage 4")
        (record,) = lab.records("try", change, *more)
        said.append(f"{change} {record['verdict']}: {record['because']}")
        if record["verdict"] == "holds":
            for field, value in record["measured"]["config"].items():
                lab.keep(field, value)
    lab.run("train", "--name", "regularized", *flags)
    lab.scored("4 regularize", " | ".join(said), "evaluate")
    if given.trials:
        steps = ("--steps", str(given.tune_steps)) if given.tune_steps else ()
        record = lab.records("tune", "--trials", str(given.trials), "--apply", *steps)[
            -1
        ]
        lab.run("train", "--name", "tuned", *flags)
        lab.scored("5 tune", f"{record['verdict']}: {record['because']}", "evaluate")
    members = given.members
    (record,) = lab.records("squeeze", "ensemble", "--seeds", str(members))
    said = f"{record['verdict']}: {record['because']}"
    lab.scored("6 squeeze", said, "squeeze", "evaluate", f"ensemble-{members}")
    if given.longer:
        last = "tuned" if given.trials else "regularized"
        (record,) = lab.records("squeeze", "longer", last)
        lab.run("train", "--resume", last, "--steps", str(given.longer))
        said = f"{record['verdict']}: {record['because']}"
        lab.scored(f"6 left to train, {given.longer} steps", said, "evaluate")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("name")
    parser.add_argument("--data", required=True)
    parser.add_argument("--new", default="", help="further flags of `recipe new`")
    parser.add_argument("--add", nargs="*", default=[], help="things to add")
    parser.add_argument("--train", default="", help="flags of every `train`")
    parser.add_argument(
        "--config", nargs="*", default=[], help="key=value of config.py, from the start"
    )
    parser.add_argument("--try", dest="tries", nargs="*", default=[])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--trials", type=int, default=0)
    parser.add_argument("--tune-steps", type=int, default=0)
    parser.add_argument("--members", type=int, default=5)
    parser.add_argument("--longer", type=int, default=0, help="steps of the last run")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)

    def command(*words: str) -> None:
        call = "from scaffolder.cli import main; main()"
        subprocess.run([sys.executable, "-c", call, *words], check=True)

    lab = Lab(given.folder.resolve(), given.name)
    more = given.new.split()
    command(
        "new", str(lab.folder), "--data", given.data, "--defaults", "--no-checks", *more
    )
    for thing in given.add:
        command("add", thing, str(lab.folder))
        subprocess.run(["git", "commit", "-qam", thing], cwd=lab.folder, check=True)
    for change in given.config:
        field, value = change.split("=", 1)
        lab.keep(field, ast.literal_eval(value))
    whole(lab, given)


if __name__ == "__main__":
    main()
