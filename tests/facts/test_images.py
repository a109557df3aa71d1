"""What `scaffolder.facts` says of pictures: `pytest tests/facts/test_images.py`.

Pictures are noise of a few pixels, each different, drawn by Pillow or packed by hand.
"""

import gzip
import io
import random
import struct
import zipfile
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import Facts, read
from scaffolder.facts.pictures.sentences import on_few
from tests.facts.test_places import carried_out


def noise(seed: int | str, width: int = 12, height: int = 12, mode: str = "RGB"):
    from PIL import Image

    size = width * height * len(mode)
    return Image.frombytes(mode, (width, height), random.Random(seed).randbytes(size))


def class_folders(folder: Path, count: int = 12, seed: int = 0, **shape) -> Path:
    """`count` pictures of ants and as many of bees."""
    for number, name in enumerate(("ants", "bees")):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for i in range(count):
            picture = noise(1000 * seed + 100 * number + i, **shape)
            picture.save(folder / name / f"{i}.png")
    return folder


def dropped(facts: Facts) -> set[str]:
    return {proposal.value for proposal in facts.drop}


def test_folders_are_classes(tmp_path: Path):
    facts = read(class_folders(tmp_path / "insects"))
    assert (facts.kind.value, facts.format) == ("image-classification", "class folders")
    assert facts.classes == {"ants": 12, "bees": 12}
    assert facts.target.value == ""


def test_train_and_val_folders_are_given_splits(tmp_path: Path):
    class_folders(tmp_path / "train", 12)
    class_folders(tmp_path / "val", 6, seed=1)
    facts = read(tmp_path)
    assert facts.counts == {"train": 24, "validation": 12}
    assert facts.settings["data"].value == str(tmp_path / "train")
    assert facts.settings["validation_data"].value == str(tmp_path / "val")
    assert facts.settings["test_data"].value == ""


def test_a_validation_split_too_small_to_choose_by_is_said():
    assert on_few({"train": 160, "validation": 17}) == on_few({"train": 900}) == []
    assert on_few({"train": 9_000, "validation": 100}) == []
    (told,) = on_few({"train": 160, "validation": 16})
    assert "16 pictures" in told and "12 points" in told


def test_naming_the_train_folder_finds_the_others(tmp_path: Path):
    class_folders(tmp_path / "train", 12)
    class_folders(tmp_path / "test", 6, seed=1)
    assert read(tmp_path / "train").counts == {"train": 24, "test": 12}


def test_a_word_in_a_longer_name_makes_no_split(tmp_path: Path):
    class_folders(tmp_path / "my train pictures")
    class_folders(tmp_path / "test of the camera", seed=1)
    assert read(tmp_path / "my train pictures").counts == {"train": 24}


def test_a_folder_around_the_folder_is_opened(tmp_path: Path):
    class_folders(tmp_path / "download" / "insects")
    assert read(tmp_path / "download").counts == {"train": 24}


@pytest.mark.parametrize("test", ["0", ""])
def test_classes_are_found_below_single_folders(test: str, tmp_path: Path):
    for i in range(24):
        home = tmp_path / "signs" / "Final_Training" / "Images" / f"{i % 2:05d}"
        home.mkdir(parents=True, exist_ok=True)
        noise(i).save(home / f"{i}.ppm")
    (tmp_path / "signs" / "Readme.txt").write_text("Training set")
    assert read(tmp_path / "signs").classes == {"00000": 12, "00001": 12}
    place = tmp_path / "signs" / "Final_Test" / "Images" / (test and "00001")
    place.mkdir(parents=True)
    for i in range(5):
        noise(100 + i).save(place / f"{i}.ppm")
    facts = read(tmp_path / "signs")
    assert facts.classes == {"00000": 12, "00001": 12}
    assert facts.counts == ({"train": 24, "test": 5} if test else {"train": 24})


def test_stray_files_are_said_and_are_no_class(tmp_path: Path):
    class_folders(tmp_path)
    (tmp_path / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (tmp_path / "ants" / "README.txt").write_text("ants")
    facts = read(tmp_path)
    said = next(s for s in facts.sentences if s.startswith("Passed over"))
    assert ".DS_Store" in said and "ants/README.txt" in said
    assert facts.counts == {"train": 24} and not facts.drop


def test_a_placeholder_gif_among_photographs_is_left_out(tmp_path: Path):
    from PIL import Image

    class_folders(tmp_path / "train")
    Image.new("P", (30, 30)).save(tmp_path / "train" / "ants" / "imageNotFound.gif")
    facts = read(tmp_path)
    assert dropped(facts) == {"train/ants/imageNotFound.gif"}
    assert facts.counts == {"train": 24}
    assert "placeholder" in facts.drop[0].reason


def test_a_photograph_of_another_format_stays(tmp_path: Path):
    class_folders(tmp_path)
    noise(7, 30, 30).save(tmp_path / "ants" / "holiday.jpeg")
    facts = read(tmp_path)
    assert not facts.drop
    assert any("Several formats" in sentence for sentence in facts.sentences)


def test_a_name_alone_makes_no_placeholder(tmp_path: Path):
    class_folders(tmp_path)
    noise(7).save(tmp_path / "ants" / "missing_leg.png")
    assert not read(tmp_path).drop


def test_a_blank_picture_is_left_out(tmp_path: Path):
    from PIL import Image

    class_folders(tmp_path)
    Image.new("RGB", (12, 12), "grey").save(tmp_path / "ants" / "x.png")
    facts = read(tmp_path)
    assert len(facts.drop) == 1 and "blank" in facts.drop[0].reason


def test_unreadable_pictures_are_found_by_decoding_them(tmp_path: Path):
    class_folders(tmp_path)
    buffer = io.BytesIO()
    noise(5, 64, 64).save(buffer, "JPEG")
    (tmp_path / "ants" / "cut.jpg").write_bytes(buffer.getvalue()[:-1500])
    (tmp_path / "bees" / "page.jpg").write_text("<html>not found</html>")
    (tmp_path / "bees" / "empty.jpg").write_bytes(b"")
    facts = read(tmp_path)
    assert {Path(file).name for file in facts.unreadable} == {
        "cut.jpg",
        "page.jpg",
        "empty.jpg",
    }
    assert set(facts.unreadable) == dropped(facts)


def test_copies_within_training_and_across_splits_are_counted(tmp_path: Path):
    class_folders(tmp_path / "train")
    class_folders(tmp_path / "val", seed=1)
    content = (tmp_path / "train" / "ants" / "0.png").read_bytes()
    (tmp_path / "train" / "bees" / "copy.png").write_bytes(content)
    (tmp_path / "val" / "ants" / "copy.png").write_bytes(content)
    facts = read(tmp_path)
    assert facts.duplicates == 1
    assert any("another label: 1" in sentence for sentence in facts.sentences)
    assert any("validation split: 1" in sentence for sentence in facts.sentences)


@pytest.mark.parametrize(
    ("side", "proposed"), [(28, 28), (64, 64), (72, 72), (96, 96), (200, 96)]
)
def test_small_pictures_keep_their_size_and_large_ones_shrink(
    tmp_path: Path, side: int, proposed: int
):
    facts = read(class_folders(tmp_path, width=side, height=side))
    assert facts.settings["image_size"].value == proposed
    assert facts.shape == (3, proposed, proposed)


def test_grey_pictures_need_one_channel(tmp_path: Path):
    facts = read(class_folders(tmp_path, mode="L"))
    assert facts.settings["channels"].value == 1


def test_a_turned_camera_is_said(tmp_path: Path):
    from PIL import Image

    class_folders(tmp_path)
    turned = Image.Exif()
    turned[274] = 6
    noise(9).save(tmp_path / "ants" / "turned.png", exif=turned)
    assert any("EXIF" in s and "1 picture" in s for s in read(tmp_path).sentences)


def test_a_table_of_paths_names_pictures_and_labels(tmp_path: Path):
    class_folders(tmp_path / "img")
    rows = [f"img/{c}/{i}.png,{c}\n" for c in ("ants", "bees") for i in range(12)]
    (tmp_path / "labels.csv").write_text("file,insect\n" + "".join(rows))
    for path in (tmp_path, tmp_path / "labels.csv"):
        facts = read(path)
        assert facts.format == "table of paths"
        assert facts.settings["columns"].value == ("file", "insect")
        assert facts.classes == {"ants": 12, "bees": 12}


def test_views_of_a_row_are_compared_within_it_and_with_other_rows(tmp_path: Path):
    rows = random.Random(0)
    for i in range(1, 41):
        for view in ("inside", "outside"):
            seed = {(7, "inside"): "70", (9, "outside"): "3outside"}
            seed |= {(7, "outside"): "70"}
            noise(seed.get((i, view), f"{i}{view}")).save(tmp_path / f"{i}_{view}.png")
    prices = [
        f"{rows.randint(1, 5)} {rows.randint(2, 9) / 2} {rows.randint(100, 999)}000\n"
        for _ in range(40)
    ]
    (tmp_path / "houses.txt").write_text("".join(prices))
    facts = read(tmp_path)
    assert facts.kind.value == "image-regression"
    said = " ".join(facts.sentences)
    assert "two views are the same picture: 7." in said
    assert "in common with another row: 3, 9 (1 picture)." in said
    assert "column_1, column_2 (fractions, such as" in said


def idx(
    folder: Path, split: str, count: int, pack=lambda raw: raw, end: str = ""
) -> None:
    images = random.Random(count).randbytes(count * 8 * 8)
    labels = bytes(i % 3 for i in range(count))
    head = struct.pack(">HBBIII", 0, 8, 3, count, 8, 8)
    (folder / f"{split}-images-idx3-ubyte{end}").write_bytes(pack(head + images))
    head = struct.pack(">HBBI", 0, 8, 1, count)
    (folder / f"{split}-labels-idx1-ubyte{end}").write_bytes(pack(head + labels))


@pytest.mark.parametrize(("pack", "end"), [(bytes, ""), (gzip.compress, ".gz")])
def test_idx_pairs_are_read_with_their_test_pair(tmp_path: Path, pack, end: str):
    idx(tmp_path, "train", 60, pack, end)
    idx(tmp_path, "t10k", 30, pack, end)
    facts = read(tmp_path)
    assert (facts.format, facts.counts) == ("idx", {"train": 60, "test": 30})
    assert facts.classes == {"0": 20, "1": 20, "2": 20}
    assert facts.shape == (1, 8, 8)


def npy(shape: tuple[int, ...], dtype: str, body: bytes) -> bytes:
    header = repr({"descr": dtype, "fortran_order": False, "shape": shape}) + "\n"
    return (
        b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + body
    )


def npz(path: Path, **arrays: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for key, array in arrays.items():
            archive.writestr(f"{key}.npy", array)
    return path


def test_npz_keys_are_known_by_shape_and_dtype(tmp_path: Path):
    pixels = random.Random(0).randbytes(30 * 8 * 8)
    words = "".join(f"{w:\0<3}" for w in ("cat", "ox") * 15).encode("utf-32-le")
    path = npz(
        tmp_path / "a.npz",
        names=npy((30,), "<U3", words),
        pixels=npy((30, 8, 8), "|u1", pixels),
    )
    facts = read(path)
    assert facts.settings["columns"].value == ("pixels", "names")
    assert facts.classes == {"cat": 15, "ox": 15}


def test_parts_in_one_npz_are_named_and_read_from_files_of_their_own(tmp_path: Path):
    arrays = {}
    for seed, (part, n) in enumerate((("train", 30), ("val", 12), ("test", 12))):
        pixels = random.Random(seed).randbytes(n * 64)
        arrays[f"{part}_images"] = npy((n, 8, 8), "|u1", pixels)
        arrays[f"{part}_labels"] = npy((n, 1), "|u1", bytes(i % 3 for i in range(n)))
    facts = read(npz(tmp_path / "cells.npz", **arrays))
    assert facts.counts == {"train": 30}
    (told,) = (s for s in facts.sentences if "given splits" in s)
    carried_out(told)
    counts = {"train": 30, "validation": 12, "test": 12}
    (tmp_path / "cells.npz").unlink()
    assert read(tmp_path / "cells_train.npz").counts == counts == read(tmp_path).counts


@pytest.mark.parametrize("pixel", ["|u1", "<f4"])
def test_columns_of_labels_in_one_npz_become_a_table_of_flags(tmp_path: Path, pixel):
    arrays = {}
    for seed, (part, n) in enumerate((("train", 30), ("val", 12))):
        values = [random.Random(f"{seed}{i}").random() for i in range(n * 64)]
        body = bytes(int(v * 256) for v in values)
        body = body if pixel == "|u1" else struct.pack(f"<{len(values)}f", *values)
        flags = bytes(cell for i in range(n) for cell in (i % 2, i % 3 == 0, i % 5 > 1))
        arrays[f"{part}_images"] = npy((n, 8, 8), pixel, body)
        arrays[f"{part}_labels"] = npy((n, 3), "|u1", flags)
    with pytest.raises(DataError, match="3 columns of 0 and 1: several") as error:
        read(npz(tmp_path / "c.npz", **arrays))
    carried_out(str(error.value))
    facts = read(tmp_path / "c_train.csv")
    assert facts.kind.value == "image-multilabel"
    assert facts.counts == {"train": 30, "validation": 12}


def test_one_hot_labels_in_an_npz_become_numbers_of_classes(tmp_path: Path):
    pixels = random.Random(0).randbytes(30 * 64)
    hot = struct.pack("<90f", *(float(i % 3 == j) for i in range(30) for j in range(3)))
    arrays = {"x": npy((30, 8, 8), "|u1", pixels), "y": npy((30, 3), "<f4", hot)}
    with pytest.raises(DataError, match="exactly one 1") as error:
        read(npz(tmp_path / "a.npz", **arrays))
    carried_out(str(error.value))
    assert read(tmp_path / "a_train.npz").classes == {"0": 10, "1": 10, "2": 10}


def test_npz_pixels_between_0_and_1_are_refused_with_the_remedy(tmp_path: Path):
    values = [random.Random(i).random() for i in range(30 * 4 * 4)]
    path = npz(
        tmp_path / "a.npz",
        x=npy((30, 4, 4), "<f4", struct.pack("<480f", *values)),
        y=npy((30,), "|u1", bytes(i % 2 for i in range(30))),
    )
    with pytest.raises(DataError, match=r"0 to 255.*astype"):
        read(path)


def test_progress_reaches_the_number_of_pictures(tmp_path: Path):
    heard = []
    read(class_folders(tmp_path), progress=lambda what, n, of: heard.append((n, of)))
    assert heard[-1] == (24, 24)
