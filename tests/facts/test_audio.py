"""What `scaffolder.facts` says of sounds: `pytest tests/facts/test_audio.py`.

Each test writes a few short files and claims one thing about their facts.
"""

import itertools
import shlex
from pathlib import Path

import numpy as np
import pytest
import soundfile

from scaffolder.errors import DataError
from scaffolder.facts import Facts, read
from scaffolder.facts.audio import file_names

RATE = 8000


def noise(seed: int = 0, seconds: float = 0.1, rate: int = RATE) -> np.ndarray:
    samples = np.random.default_rng(seed).standard_normal(round(seconds * rate))
    return 0.1 * (samples - samples.mean())


def write(file: Path, samples: np.ndarray, rate: int = RATE, **form: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(file, samples, rate, **form)
    return file


def folders(
    top: Path, clips: int = 8, classes: tuple[str, ...] = ("dog", "cat")
) -> Path:
    for k, name in enumerate(classes):
        for i in range(clips):
            write(top / name / f"x{k}{i}.wav", noise(10 * k + i))
    return top


def spoken(top: Path, speakers: int = 6, takes: int = 3) -> Path:
    for label in range(3):
        for speaker in range(speakers):
            for take in range(takes):
                seed = 100 * label + 10 * speaker + take
                name = f"{label}_{'abcdefgh'[speaker] * 3}_{take}.wav"
                write(top / name, noise(seed, 0.1 + 0.01 * take))
    return top


def said(facts: Facts) -> str:
    return " ".join(facts.sentences)


def setting(facts: Facts, name: str):
    return facts.settings[name].value


def test_class_folders_of_sounds_are_audio_classification(tmp_path):
    facts = read(folders(tmp_path))
    assert facts.kind.value == "audio-classification"
    assert facts.classes == {"cat": 8, "dog": 8}
    assert facts.split.value == "chance" and setting(facts, "names") == ""


def test_names_say_label_and_speaker_and_the_split_is_by_speaker(tmp_path):
    facts = read(spoken(tmp_path))
    assert setting(facts, "names") == "{label}_{speaker}_{take}"
    assert (facts.split.value, facts.split_column.value) == ("group", "speaker")
    assert facts.classes == {"0": 18, "1": 18, "2": 18}
    assert "no folder and no table" in said(facts) and "--split chance" in said(facts)


@pytest.mark.parametrize("speakers", [3, 4, 5, 6, 8])
def test_the_shares_leave_a_speaker_for_each_part(tmp_path, speakers):
    """A unit goes where its middle falls: none of [0, s), [s, 2 s), [2 s, 1) is empty."""
    facts = read(spoken(tmp_path, speakers))
    share = setting(facts, "validation_share")
    middles = [(i + 0.5) / speakers for i in range(speakers)]
    parts = {int(middle >= share) + int(middle >= 2 * share) for middle in middles}
    assert parts == {0, 1, 2}


def test_two_speakers_cannot_be_kept_apart(tmp_path):
    facts = read(spoken(tmp_path, speakers=2))
    assert facts.split.value == "chance"


def test_a_readme_says_which_field_is_which_and_names_the_official_test(tmp_path):
    spoken(tmp_path / "recordings")
    (tmp_path / "README.md").write_text(
        "Files: `{speakerName}_{digit}_{index}.wav`.\n\n"
        "Recordings numbered `0-1` (inclusive) are in the test and `2-9` in training."
    )
    facts = read(tmp_path)
    assert setting(facts, "names") == "{speaker}_{label}_{take}"
    assert set(facts.classes) == {"aaa", "bbb", "ccc", "ddd", "eee", "fff"}
    (tmp_path / "README.md").write_text(
        "Files: `{digit}_{speakerName}_{index}.wav`.\n\nNumbers 0-1 are in the test."
    )
    facts = read(tmp_path)
    assert "README.md gives the takes 0-1 to the test (36 clips)" in said(facts)
    assert "*[!0-9][0-1].wav'" in said(facts)


def test_a_hash_in_class_folders_is_a_speaker_and_lists_are_given_splits(tmp_path):
    for k, word in enumerate(("yes", "no", "up")):
        for i, speaker in enumerate(("4a1c", "9b2d", "77ee", "c0de", "beef")):
            for take in range(2):
                file = tmp_path / word / f"{speaker}_nohash_{take}.wav"
                write(file, noise(100 * k + 10 * i + take))
    write(tmp_path / "_background_noise_" / "tap.wav", noise(999))
    (tmp_path / "testing_list.txt").write_text(
        "yes/beef_nohash_0.wav\nno/beef_nohash_0.wav\n"
    )
    facts = read(tmp_path)
    assert setting(facts, "names") == "{speaker}_nohash_{take}"
    assert facts.split.value == "group"
    assert facts.counts == {"train": 28, "test": 2}
    assert setting(facts, "test_data").endswith("testing_list.txt")
    assert [p.value for p in facts.drop] == ["_background_noise_"]
    assert "Training and test share 1 speaker: beef" in said(facts)


def test_given_folders_are_given_splits(tmp_path):
    folders(tmp_path / "train")
    folders(tmp_path / "test", clips=2)
    facts = read(tmp_path)
    assert facts.counts == {"train": 16, "test": 4}
    assert "also stand in the test split: 4" in said(facts)


def test_a_table_of_paths_has_its_label_and_its_speaker(tmp_path):
    lines = ["file,word,speaker"]
    for i in range(24):
        write(tmp_path / "clips" / f"{i}.flac", noise(i))
        lines.append(f"clips/{i}.flac,{'yes' if i % 2 else 'no'},s{i // 2 % 4}")
    (tmp_path / "clips.csv").write_text("\n".join(lines) + "\n")
    for path in (tmp_path, tmp_path / "clips.csv"):
        facts = read(path)
        assert facts.kind.value == "audio-classification"
        assert setting(facts, "columns") == ("file", "word")
        assert (facts.split.value, facts.split_column.value) == ("group", "speaker")


def recordings(top: Path, header: str, again: int) -> Path:
    """Long ones, each with `again` parts of a tenth of a second; one row is beyond the end."""
    lines = [f"file,{header},label"]
    for i in range(24 // again):
        write(top / "long" / f"{i}.wav", noise(i, seconds=0.1 * again))
        lines += [
            f"long/{i}.wav,{part / 10},{part / 10 + 0.1:.1f},{'ab'[(i + part) % 2]}"
            for part in range(again)
        ]
    (top / "parts.csv").write_text("\n".join([*lines, "long/0.wav,9.0,9.1,a"]) + "\n")
    return top / "parts.csv"


def run(told: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command of a message, `cd FOLDER; python -c CODE`, in this process."""
    text = str(told)
    words = shlex.shlex(text[text.index("cd ") :], posix=True, punctuation_chars=False)
    words.whitespace_split, words.commenters = True, ""
    _, folder, _, _, code = itertools.islice(words, 5)
    monkeypatch.chdir(folder.removesuffix(";"))
    exec(code, {})


def test_rows_that_are_parts_of_a_recording_come_with_the_command_that_cuts(
    tmp_path, monkeypatch
):
    path = recordings(tmp_path, "start_s,end_s", 4)
    with pytest.raises(
        DataError, match="25 rows and 6 recordings.*start_s to end_s"
    ) as told:
        read(path)
    run(told.value, monkeypatch)
    facts = read(tmp_path / "clips.csv")
    assert facts.counts == {"train": 24}
    assert (facts.split.value, facts.split_column.value) == ("group", "session")
    assert "Every clip is 0.10 s long" in said(facts)


def test_times_beside_recordings_of_one_row_each_are_no_parts(tmp_path):
    facts = read(recordings(tmp_path, "start,end", 1))
    assert facts.counts["train"] >= 24 and "start, end" in said(facts)


def test_what_is_odd_about_files_is_said(tmp_path):
    folders(tmp_path)
    write(tmp_path / "dog" / "stereo.wav", np.stack([noise(50), noise(51)], 1))
    write(tmp_path / "dog" / "fast.wav", noise(52, rate=16000), 16000)
    write(tmp_path / "dog" / "deep.wav", noise(53), subtype="PCM_24")
    write(tmp_path / "dog" / "loud.wav", np.clip(50 * noise(54), -1, 1))
    write(tmp_path / "dog" / "offset.wav", noise(55) + 0.2)
    write(tmp_path / "dog" / "vorbis.ogg", noise(56))
    facts = read(tmp_path)
    for words in (
        "8,000 Hz 21, 16,000 Hz 1",
        "Several channel counts: 1 21, 2 1",
        "WAV PCM_24 1",
        "OGG VORBIS 1",
        "Overdriven, with flat tops at full scale: 1 clip, such as loud.wav",
        "An offset (a mean other than 0): 1 clip, such as offset.wav",
    ):
        assert words in said(facts)
    assert setting(facts, "sample_rate") == 8000


def test_broken_silent_and_cut_files_are_left_out_each_with_its_reason(tmp_path):
    folders(tmp_path)
    dog = tmp_path / "dog"
    (dog / "empty.wav").touch()
    (dog / "junk.wav").write_bytes(b"no sound at all")
    write(dog / "silent.wav", np.zeros(800))
    write(dog / "header.wav", np.zeros(0))
    write(dog / "nan.wav", np.array([0.1, np.nan] * 400), subtype="FLOAT")
    whole = write(dog / "torn.wav", noise(60)).read_bytes()
    (dog / "torn.wav").write_bytes(whole[: len(whole) // 2])
    drop = {p.value.split("/")[-1]: p.reason for p in read(tmp_path).drop}
    for name, why in (
        ("empty.wav", "the file is empty"),
        ("junk.wav", "not a sound"),
        ("silent.wav", "silent"),
        ("header.wav", "no sound"),
        ("nan.wav", "no numbers"),
        ("torn.wav", "cut off: 822 of 1,644 bytes"),
    ):
        assert why in drop.pop(name)
    assert not drop


def test_a_class_that_is_silence_stays(tmp_path):
    folders(tmp_path)
    for i in range(8):
        write(tmp_path / "silence" / f"{i}.wav", np.zeros(800 + i))
    facts = read(tmp_path)
    assert facts.classes["silence"] == 8 and not facts.drop


def test_copies_are_counted_and_contradicting_ones_named(tmp_path):
    folders(tmp_path)
    content = (tmp_path / "dog" / "x00.wav").read_bytes()
    (tmp_path / "dog" / "again.wav").write_bytes(content)
    (tmp_path / "cat" / "too.wav").write_bytes(content)
    facts = read(tmp_path)
    assert facts.duplicates == 2 and "clip with another label: 1" in said(facts)


def test_x_holds_nearly_every_clip_and_the_rest_is_said(tmp_path):
    for i in range(100):
        write(tmp_path / ("dog", "cat")[i % 2] / f"{i}.wav", noise(i, 0.1 + i / 1000))
    write(tmp_path / "dog" / "long.wav", noise(200, 3.0))
    facts = read(tmp_path)
    assert setting(facts, "seconds") == 0.2  # 0.199 s is the 99th of a hundred
    assert "of the other 1 (up to 3.00 s)" in facts.settings["seconds"].reason


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda top: write(top / "one.wav", noise()), "no answer for them"),
        (lambda top: folders(top, classes=("dog", "cat"), clips=2), "Found 4 clips"),
        (lambda top: folders(top / "all", classes=("dog",), clips=12), "no answer"),
        (
            lambda top: [
                (top / n).mkdir() or (top / n / "a.wav").touch() for n in "ab"
            ],
            "None of 2 sounds",
        ),
    ],
)
def test_bad_input_ends_in_a_sentence_with_the_remedy(tmp_path, make, words):
    make(tmp_path)
    with pytest.raises(DataError, match=words) as raised:
        read(tmp_path)
    assert "Put them" in str(raised.value) or "Needed" in str(raised.value)


def test_one_sound_is_no_data_set(tmp_path):
    with pytest.raises(DataError, match="is one sound. Needed: a folder"):
        read(write(tmp_path / "a.wav", noise()))


def test_another_kind_is_refused(tmp_path):
    with pytest.raises(DataError, match="holds sounds, and image-classification"):
        read(folders(tmp_path), kind="image-classification")


def test_names_without_anything_that_repeats_say_nothing():
    files = [Path(f"{word}.wav") for word in ("one", "two", "three")]
    assert file_names.read(files, ["a", "b", "b"], Path(".")) == file_names.NOTHING


def test_a_table_without_sounds_is_told_apart(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n" + "1,x\n2,y\n" * 10)
    with pytest.raises(DataError, match="audio-classification needs sounds"):
        read(tmp_path / "t.csv", kind="audio-classification")


def test_a_sound_among_pictures_is_no_sound_data_set(tmp_path):
    from PIL import Image

    for i in range(20):
        file = tmp_path / ("dog", "cat")[i % 2] / f"{i}.png"
        file.parent.mkdir(exist_ok=True)
        Image.new("L", (8, 8), 10 * i).save(file)
    write(tmp_path / "dog" / "bark.wav", noise())
    assert read(tmp_path).kind.value == "image-classification"


def test_folds_and_recordings_are_no_speakers(tmp_path):
    lines = ["file,word,fold"]
    for i in range(24):
        write(tmp_path / "clips" / f"c{i}.wav", noise(i))
        lines.append(f"clips/c{i}.wav,{'yes' if i % 2 else 'no'},{i // 2 % 4}")
    (tmp_path / "clips.csv").write_text("\n".join(lines) + "\n")
    facts = read(tmp_path)
    assert (facts.split.value, facts.split_column.value) == ("group", "fold")
    reasons = [facts.split, facts.split_column, facts.settings["test_share"]]
    told = said(facts) + " ".join(proposal.reason for proposal in reasons)
    assert "speak" not in told and "4 groups" in told
