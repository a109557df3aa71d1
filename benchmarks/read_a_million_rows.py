"""Reads a table of a million rows and 20 columns: seconds and memory of `facts.read`.

    python benchmarks/read_a_million_rows.py

It writes the table to a temporary folder, then reads it in fresh processes, once with the
facts reader and once with plain polars, so that the ratio holds on any machine. Fails if
the facts need more than 1 GB of resident memory.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 1_000_000
MOST_MEGABYTES = 1000

READ_FACTS = "from scaffolder.facts import read; facts = read(path); rows = facts.counts['train']"
READ_PLAIN = "import polars; rows = len(polars.read_csv(path))"
MEASURED = """
import json, resource, sys, time
path, begun = sys.argv[1], time.perf_counter()
{read}
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux: kB
assert rows == {rows}, rows
print(json.dumps(dict(seconds=seconds, cpu_seconds=time.process_time(), megabytes=peak)))
"""


def write_table(path: Path) -> None:
    """12 measurements, 3 counts, 4 categories (one with gaps) and a label; 260 MB."""
    chance = random.Random(0)
    names = [f"measured_{i}" for i in range(12)] + [f"count_{i}" for i in range(3)]
    names += [f"category_{i}" for i in range(4)] + ["label"]
    colours = ("red", "green", "blue", "a longer name", "NA")
    with path.open("w") as file:
        file.write(",".join(names) + "\n")
        for _ in range(ROWS):
            cells = [str(chance.random()) for _ in range(12)]
            cells += [str(int(chance.random() * 1000)) for _ in range(3)]
            cells += [colours[int(chance.random() * 5)] for _ in range(4)]
            file.write(
                ",".join(cells) + ("," + "no\n", "," + "yes\n")[len(cells[0]) % 2]
            )


def measured(read: str, path: Path) -> dict[str, float]:
    code = MEASURED.format(read=read, rows=ROWS)
    command = [sys.executable, "-c", code, str(path)]
    root = Path(__file__).resolve().parents[1]
    answer = subprocess.run(
        command, cwd=root, check=True, capture_output=True, text=True
    )
    return json.loads(answer.stdout)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.csv"
        write_table(path)
        print(f"{ROWS:,} rows x 20 columns, {path.stat().st_size / 1e6:,.0f} MB of CSV")
        results = {
            name: measured(read, path)
            for name, read in (("plain polars", READ_PLAIN), ("facts", READ_FACTS))
        }
    for name, result in results.items():
        seconds = f"{result['seconds']:5.1f} s, {result['cpu_seconds']:5.1f} s of CPU"
        print(f"{name:>12}: {seconds}, peak {result['megabytes']:,.0f} MB")
    plain, facts = results["plain polars"], results["facts"]
    print(
        f"       ratio: {facts['cpu_seconds'] / plain['cpu_seconds']:.1f} of CPU time"
    )
    return int(facts["megabytes"] > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
