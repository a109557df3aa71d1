"""What a path holds: which files are the data, and which of them are given splits."""

from dataclasses import replace
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files import (
    answers_apart,
    foreign_tables,
    idx_files,
    known_formats,
    links,
    matlab,
    not_fetched,
    npz_files,
    source_code,
    table_files,
    tables_below,
)
from scaffolder.facts.files.source import (
    Source,
    must_be_classes,
    one_family,
    split_of,
    with_siblings,
)
from scaffolder.facts.files.table_names import is_table_name
from scaffolder.facts.listing import (
    IMAGE_ENDINGS,
    SOUND_ENDINGS,
    entries,
    files_below,
    said,
    some,
)
from scaffolder.facts.named import attribute_lists
from scaffolder.facts.named.listed import listed_in
from scaffolder.facts.pictures import class_folders, rows_of_pictures
from scaffolder.facts.pictures import in_cells as pictures_in_cells
from scaffolder.facts.texts import by_source, loose, parallel
from scaffolder.facts.texts.find import is_text_file, label_form, text_classes
from scaffolder.facts.texts.prose import is_corpus, must_be_unpacked
from scaffolder.facts.tokens import in_two_files, spans, webanno, whole_sentences
from scaffolder.facts.tokens.tagged import is_tokens
from scaffolder.facts.written import blocks, sparse_lines


def find(path: Path) -> Source:
    """Looks at names and first bytes only; raises DataError where nothing is usable."""
    found = _find(path)
    links.must_be_followed(found)
    if found.format in ("table", "corpus") and found.train.is_file():
        sparse_lines.must_not_be(found.train)
        return replace(found, format="lines") if label_form(found.train) else found
    return found


def with_given(
    source: Source, validation: str | Path | None, test: str | Path | None
) -> Source:
    """With the splits that were named, in the place of those that were found."""
    named = {"validation": validation, "test": test}
    paths = {split: Path(path).expanduser() for split, path in named.items() if path}
    if source.format == "sounds":  # which may be a pattern of names
        paths = {split: path for split, path in paths.items() if path.exists()}
    return replace(source, **{s: _like(source, path) for s, path in paths.items()})


def _like(source: Source, path: Path) -> Path:
    """Where the data of a given split are: of the format of the training data."""
    found = find(path)
    if found.format != source.format:
        raise DataError(
            f"{path} holds {found.format}, the training data {source.format}. Needed: the"
            " same format in every part; name another with --validation-data or"
            " --test-data."
        )
    return path if path.is_file() or path in found.splits.values() else found.train


def _find(path: Path) -> Source:
    if path.exists() or path.is_symlink():
        not_fetched.refuse(path)
    if not path.exists():
        raise DataError(f"There is nothing at {path}. {_near(path)}")
    if path.is_dir() or path.is_file():
        spans.refuse(path)
        webanno.refuse(path)
    if path.is_dir():
        return _find_in_folder(path)
    if not path.is_file():
        raise DataError(f"{path} is neither a file nor a folder: name one of them.")
    return _find_file(path)


def _near(path: Path) -> str:
    import difflib

    if not path.parent.is_dir():
        return f"The folder {path.parent} does not exist either: check the path."
    names = [entry.name for entry in entries(path.parent)]
    close = difflib.get_close_matches(path.name, names, n=1)
    return f"Did you mean {path.parent / close[0]}?" if close else "Check the path."


def _find_file(path: Path) -> Source:
    if path.stat().st_size == 0:
        raise DataError(
            f"{path} is empty. Needed: a table with one example per row; check that"
            " the file was downloaded or saved in full."
        )
    if path.suffix == ".npz":
        return npz_files.find_file(path)
    foreign_tables.refuse(path)
    if path.suffix.lower() == ".mat":
        matlab.refuse_file(path)
    _foreign_boxes_at(path)
    known_formats.must_be_readable(path)
    if boxes := _boxes_at(path):
        return boxes
    if idx_files.is_idx(path):
        return with_siblings("idx", idx_files.images_of(path), idx_files.is_images)
    if path.suffix.lower() in SOUND_ENDINGS:
        raise DataError(
            f"{path} is one sound. Needed: a folder of them, named by their labels or in"
            f" one folder per class; try {path.parent} or the folder above it."
        )
    if path.suffix.lower() in IMAGE_ENDINGS:
        raise DataError(
            f"{path} is one picture. Needed: a folder with one folder of pictures per"
            f" class; try {path.parent} or the folder above it."
        )
    attribute_lists.refuse(path)
    pictures_in_cells.refuse(path)
    rows_of_pictures.refuse(path)
    if is_tokens(path):
        return whole_sentences.must_not_be(with_siblings("tokens", path, is_tokens))
    if pair := parallel.find_file(path):
        return pair
    if not label_form(path):
        must_be_unpacked(path)
    format = "corpus" if is_corpus(path) else "table"
    return with_siblings(format, path, lambda sibling: sibling.is_file())


def _find_in_folder(folder: Path) -> Source:
    files = [entry for entry in entries(folder) if entry.is_file()]
    answers_apart.refuse(folder)
    pictures_in_cells.refuse_in(folder)
    rows_of_pictures.refuse_in(folder, files)
    _must_be_whole(folder)
    for looks in (
        _tokens_in,
        _boxes_in,
        _masks_in,
        _foreign_boxes_in,
        listed_in,
        _sounds_in,
        in_two_files.or_labels,
        _lone_texts_in,
        loose.corpus_in,
        table_files.find_in_folders,
        table_files.find_in,
        idx_files.find_in,
        npz_files.find_in,
        _class_folders_in,
        _text_folders_in,
    ):
        if source := looks(folder, files):
            return source
    folders = [entry for entry in entries(folder) if entry.is_dir()]
    if len(folders) == 1:
        return _find_in_folder(folders[0])
    matlab.refuse_in(folder)
    known_formats.must_be_readable(folder)
    foreign_tables.refuse_in(files)
    for file in files[:1]:
        must_be_unpacked(file)
    loose.refuse(folder, files)
    links.refuse(folder)
    tables_below.refuse(folder)
    raise DataError(_nothing_usable(folder, files))


def _nothing_usable(folder: Path, files: list[Path]) -> str:
    pictures = [file for file in files if file.suffix.lower() in IMAGE_ENDINGS]
    if pictures:
        found = f"Found {said(len(pictures), 'picture')} in {folder} but no answer for them."
        if told := class_folders.hint(folder, folder):
            return f"{found} {told}"
        return (
            f"{found} Put them into one folder per class, or add a CSV with the columns"
            " path,label beside them."
        )
    for file in files[:3]:
        if told := blocks.advice(file):
            return told
    found = some([entry.name for entry in entries(folder)]) or "nothing"
    return (
        f"Found nothing to learn from in {folder} (it holds: {found}). Needed: a table"
        " (CSV, TSV, Parquet, JSONL), one folder of pictures or sounds per class, idx"
        " files or an .npz; name that file or folder."
    )


def _sounds_in(folder: Path, files: list[Path]) -> Source | None:
    from scaffolder.facts.audio import folders

    return folders.find(folder, files, _find_in_folder)


def _must_be_whole(folder: Path) -> None:
    """DataError where files beside the sounds cut them into pieces."""
    first = next(files_below(folder, IMAGE_ENDINGS + SOUND_ENDINGS), None)
    if not first or first.suffix.lower() in SOUND_ENDINGS:
        from scaffolder.facts.audio import pieces

        pieces.refuse(folder)


def _boxes_at(path: Path) -> Source | None:
    from scaffolder.facts.boxes.find import find_file

    return find_file(path)


def _foreign_boxes_at(path: Path) -> None:
    from scaffolder.facts.boxes import foreign_files

    foreign_files.refuse_file(path)


def _boxes_in(folder: Path, files: list[Path]) -> Source | None:
    from scaffolder.facts.boxes.find import find_folder

    return find_folder(folder)


def _masks_in(folder: Path, files: list[Path]) -> Source | None:
    from scaffolder.facts.masks import folders as mask_folders
    from scaffolder.facts.masks import pieces as mask_pieces

    if not (found := mask_folders.find(folder)):
        return mask_pieces.refuse(folder)
    return mask_folders.source(found)


def _foreign_boxes_in(folder: Path, files: list[Path]) -> Source | None:
    """Raises DataError where nothing but a file of boxes says what pictures show."""
    if not next(files_below(folder, IMAGE_ENDINGS), None):
        return None
    classes = [c for c in class_folders.classes_in(folder) if not split_of(c)]
    if len(classes) < 2 and not any(map(is_table_name, files)):
        from scaffolder.facts.boxes import foreign_files, four_corners, one_a_line

        foreign_files.refuse(folder)
        four_corners.refuse(folder)
        one_a_line.refuse(folder)
    return None


def _tokens_in(folder: Path, files: list[Path]) -> Source | None:
    tokens = [file for file in files if is_tokens(file)]
    if not tokens:
        return None
    if len(tokens) > 1:
        found = one_family(folder, tokens, "tokens", "files of tagged sentences")
    else:
        found = with_siblings("tokens", tokens[0], is_tokens)
    return whole_sentences.must_not_be(found)


def _class_folders_in(folder: Path, files: list[Path]) -> Source | None:
    source_code.refuse(folder)
    return class_folders.find(folder, files, table_files.find_in)


def _lone_texts_in(folder: Path, files: list[Path]) -> Source | None:
    """Folders of texts for each class, beside which a text or two are no data."""
    by_source.refuse(folder)
    split = any(split_of(entry) for entry in entries(folder) if entry.is_dir())
    if split or not any(map(is_text_file, files)) or any(map(is_table_name, files)):
        return None
    return _text_folders_in(folder, files) if by_source.stand_apart(folder) else None


def _text_folders_in(folder: Path, files: list[Path]) -> Source | None:
    """train/pos/1.txt and test/neg/2.txt, or pos/1.txt and neg/2.txt."""
    for place in (folder, folder.parent):
        folders = [entry for entry in entries(place) if entry.is_dir()]
        given = {split_of(e): e for e in folders if split_of(e) and text_classes(e)}
        if "train" in given and (place == folder or split_of(folder) == "train"):
            val, test = given.get("validation"), given.get("test")
            return Source("text folders", given["train"], val, test, tuple(files))
    if len(classes := text_classes(folder)) > 1:
        must_be_classes(folder, [entry.name for entry in classes], "text")
        return Source("text folders", folder, stray=tuple(files))
    return None
