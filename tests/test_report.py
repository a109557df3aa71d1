"""report.html of a generated project: complete, traceable, and it opens without a network.

Run: python -m pytest tests/test_report.py
"""

import csv
import importlib
import json
import re
import subprocess
import sys
from collections import Counter
from html import unescape
from html.parser import HTMLParser

import numpy as np
import pytest

from nn_recipe import place
from tests.probe_project import make_probe

probe = pytest.fixture(make_probe)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0"/></svg>'
VOID = ("meta", "br", "img", "link", "hr", "input")
PANELS = (
    "Look first",
    "All runs",
    "Every step is an experiment",
    "Waived, stale, interrupted",
    "Dumb baselines, and yours",
    "Runs",
    "The last training: 0002-train",
    "Evidence",
)
PICTURES = (
    "all_runs",
    "loss_curves",
    "prediction_dynamics",
    "ladder_loss",
    "overfit",
)


def part(name):
    return importlib.import_module(f"nn_recipe.{name}")


def estimate(value, width=0.02):
    return [value, value - width, value + width]


def add_run(probe, name, **meta):
    """A run folder as `train` and `evaluate` leave it."""
    folder = probe.folder / "runs" / name
    (folder / "evidence").mkdir(parents=True)
    (folder / "config.json").write_text(
        json.dumps({"learning_rate": 3e-4, "steps": 40})
    )
    (folder / "meta.json").write_text(
        json.dumps({"started": "2026-01-02T03:04:05", **meta})
    )
    with open(folder / "metrics.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["step", "split", "name", "value"])
        for step in range(10, 41, 10):
            rows.writerow([step, "train", "loss", 2 / step])
            rows.writerow([step, "train", "learning rate", 3e-4])
            rows.writerow([step, "validation", "loss", 3 / step + 0.001 * (step == 40)])
    found = {"n": 50, "loss": estimate(3 / 40 + 0.001), "accuracy": estimate(0.91)}
    (folder / "evaluation-validation.json").write_text(json.dumps(found))
    (folder / "prediction_dynamics.svg").write_text(SVG)
    return folder


def history(probe):
    """A ledger and two runs, with one verdict of each kind."""
    ledger = probe.ledger()
    picture = probe.folder / "runs/evidence/overfit.svg"
    part("show").overfit_one_batch([1.0, 0.1, 0.01], 0.0, ["a"], ["a"], picture)
    for id, holds, evidence in (
        ("2.5", True, ()),
        ("2.6", False, ()),
        ("2.11", True, ["runs/evidence/overfit.svg"]),
        ("2.13", None, ()),
    ):
        experiment = ledger.expect(
            id, "it does", value=1.25, how="on paper", tolerance=0.01
        )
        experiment.conclude(
            {"loss": 1.3}, holds, "so it was", ["model.py: head"], evidence
        )
    ledger.waive("2.10", "trees win on <this> table, and we know")
    ledger.expect("2.15", "output i feels input i", value=0, how="gradient")
    ledger.opened_test("0001-first")
    baselines = {
        "class shares": {"loss": 1.25, "accuracy": 0.5},
        "1 nearest neighbour": {"accuracy": 0.93},
        "logistic regression": {
            "loss": 0.3,
            "accuracy": 0.85,
            "95 %": [0.83, 0.87],
        },
    }
    (probe.folder / "runs/baselines.json").write_text(json.dumps(baselines))
    add_run(probe, "0001-first")
    add_run(probe, "0002-train")


def page(probe):
    path = probe.folder / "runs" / "report.html"
    part("report").write(path, probe.ledger())
    return path.read_text(encoding="utf-8")


class Balance(HTMLParser):
    """Collects tags that were closed in the wrong order, and every id."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.ids = [], [], Counter()

    def handle_starttag(self, tag, attrs):
        self.ids.update(value for name, value in attrs if name == "id")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.ids.update(value for name, value in attrs if name == "id")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_the_page_fetches_nothing(probe):
    history(probe)
    html = page(probe)
    fetched = re.findall(
        r"<(?:script|link|iframe)|@import|src=\"(?!data:)|url\((?!#)", html
    )
    assert fetched == []
    assert not re.search(r'href="(?!#|data:)', html)


def test_every_panel_is_there_with_data_in_it(probe):
    history(probe)
    html = page(probe)
    for panel in PANELS:
        body = html.partition(f"<h2>{panel}</h2>")[2].partition("</section>")[0]
        assert len(body) > 200, panel
    for picture in PICTURES:
        figure = html.partition(f"{picture}.svg</small>")[2].partition("</figure>")[0]
        assert "<path" in figure, picture


def test_every_number_is_the_one_in_the_row_it_names(probe):
    history(probe)
    html = page(probe)
    found = re.findall(r'data-source="([^":]+metrics\.csv):(\d+)"[^>]*>([^<]+)<', html)
    assert (
        len(found) >= 4
    )  # the best loss of each run, and the last values of the last one
    for file, line, shown in found:
        row = (probe.folder / file).read_text().splitlines()[int(line) - 1]
        assert float(shown) == pytest.approx(float(row.split(",")[-1]), rel=1e-3)


def test_verdicts_name_the_experiment_they_come_from(probe):
    history(probe)
    numbers = {record.number for record in probe.ledger().latest().values()}
    named = re.findall(r"runs/ledger\.jsonl, experiment (\d+)", page(probe))
    assert {int(number) for number in named} == numbers


def test_the_best_row_is_the_one_whose_weights_were_evaluated(probe):
    history(probe)
    run = probe.folder / "runs/0002-train"
    folder = part("report.folders").Folder
    assert folder(run).best().step == 40
    found = json.loads((run / "evaluation-validation.json").read_text())
    other = {**found, "loss": estimate(3 / 30)}
    (run / "evaluation-validation.json").write_text(json.dumps(other))
    assert folder(run).best().step == 30


def test_a_waiver_stays_on_the_page_after_the_row_holds(probe):
    history(probe)
    ledger = probe.ledger()
    ledger.expect("2.10", "beats them", value=0, how="paired").conclude(
        1, True, "it does"
    )
    html = page(probe)
    assert "trees win on &lt;this&gt; table, and we know" in html


def test_a_stale_verdict_says_what_changed(probe):
    history(probe)
    probe.edit("src/probe/model.py", "* 2", "* 3")
    text = page(probe)
    assert "model changed since it held" in text
    assert 'class="chip stale"' in text


def test_an_interrupted_measurement_is_listed(probe):
    history(probe)
    assert "begun, never concluded" in page(probe)


def test_looks_at_the_test_split_are_counted(probe):
    assert "The test split has never been opened." in page(probe)
    history(probe)
    assert "The test split has been opened once." in page(probe)
    probe.ledger().opened_test("0001-first")
    assert "The test split has been opened 2 times." in page(probe)


def test_a_net_that_does_not_beat_the_best_dumb_baseline_is_marked(probe, monkeypatch):
    history(probe)
    monkeypatch.setattr(part("report.baselines"), "watch", lambda: "accuracy")
    html = page(probe)
    assert "not clearly above 1 nearest neighbour" in html
    file = probe.folder / "runs/0002-train/evaluation-validation.json"
    found = json.loads(file.read_text())
    file.write_text(json.dumps({**found, "accuracy": estimate(0.96)}))
    assert "beats 1 nearest neighbour" in page(probe)


@pytest.mark.parametrize(
    ("package", "metric", "less"),
    [
        ("wine", "loss", True),
        ("wine", "accuracy", False),
        ("diabetes", "RMSE", True),
        ("diabetes", "R2", False),
        ("tank", "MASE at 12", True),
    ],
)
def test_whether_less_is_better_is_declared_by_the_target(package, metric, less):
    before = place.here()
    try:
        place.stand(package)
        assert part("report.baselines").less_is_better(metric) is less
    finally:
        place._now[:] = [before]


def test_heavy_pictures_are_linked_so_that_the_page_stays_under_20_mb(probe):
    ledger = probe.ledger()
    for number, id in enumerate(("2.5", "2.6", "2.11")):
        file = probe.folder / "runs/evidence" / f"heavy{number}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9_000_000))
        experiment = ledger.expect(id, "it does", value=1, how="")
        experiment.conclude(1, True, "yes", (), [f"runs/evidence/heavy{number}.png"])
    html = page(probe)
    assert 12e6 < len(html) < 20e6
    assert html.count("data:image/png") == 1


def test_text_from_outside_is_escaped(probe):
    ledger = probe.ledger()
    bad = '<script>alert("1")</script>'
    ledger.expect("2.5", bad, value=bad, how=bad).conclude(
        {bad: 1.0}, False, bad, [bad]
    )
    add_run(probe, "0001-first", started=bad)
    html = page(probe)
    assert "<script" not in html
    assert unescape(html).count(bad) >= 4


def test_the_page_is_well_formed_and_ids_are_unique(probe):
    history(probe)
    parsed = Balance()
    parsed.feed(page(probe))
    assert (parsed.wrong, parsed.open) == ([], [])
    assert [id for id, count in parsed.ids.items() if count > 1] == []


def test_a_project_without_runs_has_a_page_with_the_next_command(probe):
    html = page(probe)
    assert "python -m probe check" in html and "you are here" in html


def test_a_torn_row_of_metrics_is_passed_over(probe):
    folder = add_run(probe, "0001-first")
    with open(folder / "metrics.csv", "a") as file:
        file.write("50,validation,lo")
    assert "0001-first" in page(probe)


def test_a_picture_leaves_matplotlib_as_it_was(probe):
    show = part("show")
    import matplotlib

    before = dict(matplotlib.rcParams)
    show.dependency_matrix(np.eye(3), probe.folder / "a.svg")
    assert dict(matplotlib.rcParams) == before


def test_the_same_picture_is_the_same_file(probe):
    show = part("show")
    for name in ("a.svg", "b.svg"):
        show.two_starts(
            [2.0, 1.0, 0.5], [1.0, 0.6, 0.4], probe.folder / name, expected=1.0
        )
    assert (probe.folder / "a.svg").read_bytes() == (
        probe.folder / "b.svg"
    ).read_bytes()


def test_a_wrong_prediction_is_seen_in_the_overfit_picture(probe):
    path = probe.folder / "a.svg"
    part("show").overfit_one_batch(
        [1.0, 0.1], 0.0, ["cat", "dog"], ["cat", "cat"], path
    )
    assert path.read_text().count(">✗<") == 1


def test_report_and_pictures_need_neither_torch_nor_a_window(probe):
    history(probe)
    code = """if True:
        import sys
        from nn_recipe.verbs import main
        main("probe", ["report"])
        sys.exit(bool({"torch", "matplotlib.pyplot"} & set(sys.modules)))
    """
    environment = {"PYTHONPATH": str(probe.folder / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True
    )
    assert done.returncode == 0, done.stderr


def test_a_person_stands_across_the_curve_and_is_always_in_sight(probe):
    history(probe)
    runs = probe.folder / "runs"
    for config in runs.glob("*/config.json"):
        config.write_text(json.dumps({"steps": 40, "watch": "accuracy"}))
    with open(runs / "0002-train/metrics.csv", "a") as file:
        file.writelines(f"{s},validation,accuracy,{0.5 + s / 100}\n" for s in (10, 40))
    told = {"annotator": "ada", "n": 50, "metrics": {"accuracy": [0.96, 0.87, 0.99]}}
    page(probe)
    curve = runs / "0002-train/evidence/watched.svg"
    alone = curve.read_text()
    assert "1 nearest neighbour" in alone and "a person" not in alone
    asked = probe.ledger().expect("2.8", "it does", value=0.5, how="by hand")
    asked.conclude(told, True, "so")
    assert "accuracy over training" in page(probe)
    both = curve.read_text()
    assert "ada, a person, n = 50" in both and "1 nearest neighbour" in both
    # the axis of the curve alone ends at .9: the person made it longer
    assert "0.95" not in alone and "0.95" in both


def test_pictures_of_data_and_errors_come_before_every_number(probe):
    history(probe)
    run = probe.folder / "runs/0002-train"
    for name in ("first_weights", "over_time", "errors", "just_before_the_net"):
        (run / f"{name}.svg").write_text(SVG)
    html = page(probe)
    order = ("just_before_the_net", "errors", "over_time", "first_weights", "all_runs")
    places = [html.index(f"{name}.svg</small>") for name in order]
    assert places == sorted(places) and places[-1] < html.index("Every step is an")


def test_every_run_stands_in_one_plot_by_its_name(probe):
    history(probe)
    html = page(probe)
    figure = html.partition("all_runs.svg</small>")[2].partition("</figure>")[0]
    assert all(f">{name}<" in figure for name in ("0001-first", "0002-train"))
    assert 'id="picture-' not in figure


def test_one_run_is_not_drawn_twice(probe):
    add_run(probe, "0001-first")
    assert "<h2>All runs</h2>" not in page(probe)


def test_a_stage_with_nothing_in_it_is_folded(probe):
    history(probe)
    html = page(probe)
    open_ = re.findall(r"<h3>(\d?) ?[^<]*</h3>(?!</summary>)", html)
    folded = re.findall(r"<summary><h3>(\d?) ", html)
    empty = re.findall(r"<h3>(\d) [^<]*<small>nothing to measure", html)
    assert (open_, folded, empty) == (["2"], ["", "1", "3", "4", "5", "6"], [])


def test_the_verdict_is_the_last_of_five_columns_and_never_hidden(probe):
    """Below 46 rem the columns in the middle go, and it stays."""
    history(probe)
    probe.edit("src/probe/model.py", "* 2", "* 3")
    html = page(probe)
    narrow = html.partition("@media (max-width: 46rem)")[2].partition("</style>")[0]
    hidden = re.findall(r"> :nth-child\((\d)\)", narrow.partition("none")[0])
    assert hidden == ["3", "4"]
    lines = re.findall(r'class="hypothesis[^"]*">(.*?)(?:</summary>|</div>)', html)
    assert lines and all("chip" in row.rpartition("<span")[2] for row in lines)
