"""New sentences in another form than the training file has: `pytest tests/test_new_tokens.py`."""

from pathlib import Path

import pytest

from tests.facts.test_tokens import conllu
from tests.rendered import Rendered


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    folder = tmp_path_factory.mktemp("tagger")
    sentences = [
        f"Zoé{i}\tB-WHO\nwent\tO\nto\tO\nLima{i % 5}\tB-WHERE\n" for i in range(90)
    ]
    (folder / "t.conll").write_text("\n".join(sentences), "utf-8")
    return Rendered(folder, "text-tagging", data=str(folder / "t.conll"))


def refused(tagger: Rendered, file: Path) -> str:
    with pytest.raises(ValueError) as found:
        tagger.module("read").read(file, tagger.config())
    return str(found.value)


@pytest.mark.parametrize("sign", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_table_is_no_list_of_tokens(
    tmp_path: Path, tagger: Rendered, sign: str, encoding: str
):
    rows = ["no,token,pos", "s 1,Zoé,N", ",left,V", ",for,P", ",Peru,N", ',",",S']
    (tmp_path / "new.csv").write_text("\n".join(rows).replace(",", sign), encoding)
    told = refused(tagger, tmp_path / "new.csv")
    assert "new.csv cannot be read (a table" in told
    assert told.endswith(
        "write a token on each line, an empty line between two sentences."
    )


NEW = {
    "tokens": "Zoé\nleft\n,\nsaid\nBen\n\nGo\n,\nBen\n",
    "commas alone": ",\n,\n",
    "columns": "Zoé\tB-WHO\n,\tO\nBen\tB-WHO\n",
    "tags with commas": "Zoé\tB-WHO,a\nand\tO,b\nBen\tB-WHO,c\n",
}


@pytest.mark.parametrize("text", NEW.values(), ids=NEW)
def test_tokens_are_no_table(tmp_path: Path, tagger: Rendered, text: str):
    (tmp_path / "new.txt").write_text(text, "utf-8")
    found = tagger.module("read").read(tmp_path / "new.txt", tagger.config())
    assert found[0].raw[0] in ("Zoé", ",")


def test_another_encoding_is_still_said(tmp_path: Path, tagger: Rendered):
    (tmp_path / "new.txt").write_text("Zoé\nleft\nLima\n", "cp1252")
    told = refused(tagger, tmp_path / "new.txt")
    assert told.endswith("correct `encoding` in config.py.")


def test_a_table_is_no_conllu(tmp_path: Path):
    (tmp_path / "t.conllu").write_text(conllu(), "utf-8")
    tagger = Rendered(tmp_path, "text-tagging", data=str(tmp_path / "t.conllu"))
    (tmp_path / "new.csv").write_text("token;tag\nLima;\nis;\nfar;\n")
    assert "new.csv is a table" in refused(tagger, tmp_path / "new.csv")
    for name, text in NEW.items():
        (tmp_path / "new.txt").write_text(text.replace("\t", ""), "utf-8")
        if name != "tags with commas":
            assert tagger.module("read").read(tmp_path / "new.txt", tagger.config())
