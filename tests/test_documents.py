"""Documents are whole where groups are, however the project counts them: `pytest tests/test_documents.py`."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.documents import judge_documents
from tests.rendered import Rendered

WORDS = [a + b for a in "bdfgklmnprst" for b in ("a", "en", "ir", "ost", "um")]


def lines() -> Iterator[str]:
    """Thirty documents of six sentences."""
    for i in range(180):
        if i % 6 == 0:
            yield f"# newdoc id = {i // 6}"
        for k in range(5):
            word = WORDS[(i * 37 + k * 11) % len(WORDS)]
            tag = "NOUN" if word.endswith("a") else "VERB"
            yield "\t".join([str(k + 1), word, "_", tag, *"______"])
        yield ""


def made(folder: Path, split: str) -> Generated:
    (folder / "t.conllu").write_text("\n".join([*lines(), ""]))
    data = str(folder / "t.conllu")
    project = Rendered(folder, "text-tagging", data=data, target="UPOS", split=split)
    stand(project.name)
    return Generated.of(project.name, threads=1)


def said(project: Generated, **group: Any) -> str:
    """With another group for each sentence."""
    findings, load = Findings(), project.module("load")
    read = load.read

    def regrouped(path: Any, config: Any) -> Any:
        return [
            replace(e, **{n: of(e) for n, of in group.items()})
            for e in read(path, config)
        ]

    with mock.patch.object(load, "read", regrouped):
        judge_documents(project.again(), findings)
    return " ".join(findings.faults)


def test_a_sentence_taken_for_a_document(tmp_path: Path):
    project = made(tmp_path, "group")
    assert not said(project)
    assert "documents have sentences in train and in" in said(
        project, group=lambda e: e.id
    )


def test_several_documents_of_an_author_taken_together(tmp_path: Path):
    def author(example: Any) -> str:
        return str(int(example.group.rpartition(":")[2]) // 2)

    assert not said(made(tmp_path, "group"), group=author)


@pytest.mark.parametrize("group", [{}, {"group": lambda e: e.id}])
def test_a_split_by_chance_tears_them_by_design(tmp_path: Path, group: Any):
    assert not said(made(tmp_path, "chance"), **group)
