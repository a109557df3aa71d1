"""Tables in a folder, or in its folders of given parts."""

from dataclasses import replace
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files import (
    foreign_tables,
    known_formats,
    lists_of_others,
    main_table,
    names_apart,
    several_tables,
    tables_below,
)
from scaffolder.facts.files.source import Source, of_splits, one_family, split_of
from scaffolder.facts.files.table_names import (
    are_notes_on_arrays,
    is_table_name,
    json_arrays,
    plain_text,
    without_submissions,
)
from scaffolder.facts.listing import entries
from scaffolder.facts.named import attribute_lists
from scaffolder.facts.pictures import class_folders


def find_in(folder: Path, files: list[Path]) -> Source | None:
    named = [file for file in files if is_table_name(file)] or json_arrays(files)
    tables = without_submissions(
        named or lists_of_others.without(plain_text(files), folder)
    )
    attribute_lists.refuse_in(tables)
    names_apart.refuse(files)
    notes = not named and are_notes_on_arrays(tables, files)
    if tables and not named and (notes or class_folders.are_below(folder)):
        return None
    if not tables or len(class_folders.classes_in(folder)) > 1:
        return None
    try:
        found = one_family(folder, tables, "table")
    except DataError as error:
        told = several_tables.advice(folder, tables)
        told = told or tables_below.beside_pieces(folder, tables)
        told = told or main_table.advice(folder, tables)
        raise DataError(told or str(error)) from error
    found = with_test(found, files)
    read = found.splits.values()
    known_formats.must_be_readable(found.train)
    foreign_tables.refuse(found.train)
    return replace(found, stray=tuple(file for file in files if file not in read))


def with_test(found: Source, files: list[Path]) -> Source:
    """With "iris.test" beside "iris.data", as C4.5 and the archive of UCI name them."""
    if found.train.suffix.lower() != ".data" or len(found.splits) > 1:
        return found
    tests = [
        f for f in files if f.suffix.lower() == ".test" and f.stem == found.train.stem
    ]
    return replace(found, test=tests[0]) if tests else found


def find_in_folders(folder: Path, files: list[Path]) -> Source | None:
    """train/rows.csv, val/rows.csv and test/rows.csv."""
    given: dict[str, Path] = {}
    for inside in [e for e in entries(folder) if e.is_dir() and split_of(e)]:
        held = [e for e in entries(inside) if e.is_file()]
        tables = without_submissions([e for e in held if is_table_name(e)])
        if (
            len(tables) != 1
            or split_of(inside) in given
            or class_folders.classes_in(inside)
        ):
            return None
        given[split_of(inside)] = tables[0]
    return of_splits("table", given) if "train" in given and len(given) > 1 else None
