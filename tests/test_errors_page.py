"""The page of errors in a browser: causes tagged by keys, saved, read back: `pytest tests/test_errors_page.py`."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from nn_recipe.ledger import Ledger
from nn_recipe.stage1_become_one_with_the_data import mispredictions
from tests.chromium import CHROMIUM, chromium
from tests.test_errors import planted, wine  # noqa: F401

TOLD = "document.getElementById('told').textContent"


@pytest.mark.skipif(not CHROMIUM, reason="no chromium here")
def test_ten_causes_tagged_by_keys_are_counted_saved_and_settle_the_row(
    wine,  # noqa: F811
    tmp_path: Path,
):
    project, net = wine
    changed, _ = planted(project, 0, 0.5)
    ledger = Ledger(tmp_path / "ledger.jsonl")
    before, found = mispredictions.judged(changed, net, ledger, tmp_path)
    assert before.verdict == "unclear" and len(found.asked) == 10
    with chromium(tmp_path / "browser") as browser:
        browser.open((tmp_path / mispredictions.PAGE).as_uri())
        browser.wait("typeof cards === 'object' && cards.length > 10")
        assert browser.says(
            "cards.slice(0, 10).every(c => c.article.querySelectorAll('.one').length === 6)"
        )
        for i in range(10):
            browser.press("j")
            browser.press("1" if i < 7 else "2")
        browser.press("0")  # the last was a slip
        assert browser.says(TOLD).endswith("of the first 10, 9.")
        browser.press("2")
        browser.wait(f"{TOLD}.endsWith('of the first 10, 10.')")
        bars = browser.says(
            "[...document.querySelectorAll('#pareto div')].map(d => d.textContent)"
        )
        assert bars == ["7", "3"], "the most frequent first"
        saved = browser.says("document.getElementById('save').href")
        browser.open((tmp_path / mispredictions.PAGE).as_uri())
        browser.wait(
            f"typeof cards === 'object' && {TOLD}.endsWith('of the first 10, 10.')"
        )
        assert all(
            url.startswith(("file:", "data:", "about:")) for url in browser.asked
        )
    (tmp_path / mispredictions.GIVEN).write_text(unquote(saved.partition(",")[2]))
    after, _ = mispredictions.judged(changed, net, ledger, tmp_path)
    assert after.verdict == "holds"
    assert "Causes: wrong label 7, ambiguous 3." in after.because
