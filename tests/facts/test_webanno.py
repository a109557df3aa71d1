"""WebAnno's own form, named with the way on: `pytest tests/facts/test_webanno.py`."""

from pathlib import Path

import pytest

from scaffolder.facts import read

from .test_places import carried_out, refused

WEBANNO = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Drug|value\n\n" + "".join(
    f"\n#Text=give {i} mg folic acid\n{i}-1\t0-4\tgive\t_\t\n{i}-2\t5-6\t{i}\tDOSE[1]\t\n"
    f"{i}-3\t7-9\tmg\tDOSE[1]\t\n{i}-4\t10-15\tfolic\tDRUG\t\n{i}-5\t16-20\tacid\tDRUG\t\n"
    for i in range(1, 40)
)


@pytest.mark.parametrize("several", [False, True])
def test_webanno_becomes_tokens(tmp_path: Path, several: bool):
    (tmp_path / "a 1.tsv").write_text(WEBANNO)
    if several:
        (tmp_path / "b.tsv").write_text(WEBANNO)
    carried_out(refused(tmp_path))
    written = tmp_path / ("annotations.conll" if several else "a 1.conll")
    lines = written.read_text().split("\n\n")[1].strip().splitlines()
    assert lines == ["give O", "1 B-DOSE", "mg I-DOSE", "folic B-DRUG", "acid B-DRUG"]
    assert read(written).counts == {"train": 39 * (1 + several)}
