"""Sounds: reading, spectrograms, features, nets that skip padding: `pytest tests/test_audio.py`.

Spectrograms against librosa, resampling against scipy, the linear net against scikit-learn.
"""

from dataclasses import replace
from pathlib import Path

import calls.data as data
import calls.model as model
import librosa
import numpy as np
import pytest
import scipy.fft
import scipy.signal
import soundfile
import torch
from calls.config import Config
from calls.recipe import names, sounds
from calls.recipe.additions import Featured, Filled, Heard
from calls.recipe.contract import Problem
from calls.recipe.dependencies import filling, places
from calls.recipe.feed import Feed
from calls.recipe.findings import Findings
from calls.recipe.specimen import with_random_head
from calls.recipe.stage2_skeleton_and_baselines import tones

MODELS = ["linear", "tiny", "reference"]


@pytest.fixture(scope="module")
def problem() -> Problem:
    return Problem.load(replace(Config(), model="tiny", threads=1))


def noise(count: int, seed: int = 0) -> np.ndarray:
    return 0.1 * np.random.default_rng(seed).standard_normal(count)


def write(file: Path, samples: np.ndarray, rate: int = 4000, **form: str) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(file, samples, rate, **form)
    return str(file)


# --- samples


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
def test_every_format_is_decoded_to_the_mean_of_its_channels(tmp_path, ending):
    """16 bits are cut off at 1 / 32768; Vorbis keeps what is heard: within a tenth."""
    t = np.arange(4000) / 8000
    both = 0.1 * np.sin(2 * np.pi * np.outer(t, [300, 500]))
    samples, rate = sounds.decoded(write(tmp_path / f"a.{ending}", both, 8000))
    assert rate == 8000
    most = 0.01 if ending == "ogg" else 1 / 32768
    assert np.abs(samples - both.mean(1))[500:-500].max() <= most


@pytest.mark.parametrize("form", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT"])
def test_every_width_has_one_scale(tmp_path, form):
    """8 bits are cut off at 1 / 128, the others far below."""
    samples, _ = sounds.decoded(write(tmp_path / "a.wav", noise(400), subtype=form))
    assert np.abs(samples - noise(400)).max() <= 1 / 128


@pytest.mark.parametrize("content", [b"", b"junk", None])
def test_what_cannot_be_heard_is_refused_with_the_remedy(tmp_path, content):
    file = tmp_path / "a.wav"
    if content is None:
        write(file, np.zeros(0))
    else:
        file.write_bytes(content)
    with pytest.raises(ValueError, match="add it to `drop`"):
        sounds.decoded(str(file))


@pytest.mark.parametrize(
    ("before", "after"), [(44100, 8000), (8000, 16000), (22050, 8000)]
)
def test_resampling_is_that_of_scipy(before, after):
    """Both are an FFT of the same length; float64 rounds at 1e-16 of samples below 1, and
    the transforms add log2(length) < 20 such errors."""
    samples = noise(before // 50 * 7)
    down = before // np.gcd(before, after)
    whole = np.concatenate([samples, np.zeros(-len(samples) % down)])
    theirs = scipy.signal.resample(whole, len(whole) * after // before)
    ours = sounds.resampled(samples, before, after)
    assert np.abs(ours - theirs[: len(ours)]).max() < 1e-14
    assert len(ours) == int(np.ceil(len(samples) * after / before))


def test_a_pitch_above_the_lower_rate_is_gone_and_not_folded():
    t = np.arange(8000) / 8000
    assert (
        np.abs(sounds.resampled(np.sin(2 * np.pi * 3000 * t), 8000, 4000)).max() < 1e-9
    )


def test_the_loudest_stretch_is_that_of_a_slow_search():
    samples = noise(300) * np.linspace(0, 1, 300) * (np.arange(300) < 200)
    sums = [np.square(samples[i : i + 50]).sum() for i in range(251)]
    first = int(np.argmax(sums))
    assert np.array_equal(sounds.loudest(samples, 50), samples[first : first + 50])
    assert sounds.loudest(samples, 300) is samples


# --- spectrograms


@pytest.mark.parametrize(
    ("bands", "points", "rate"), [(40, 512, 8000), (64, 1024, 16000)]
)
def test_filters_are_those_of_librosa_and_none_is_empty(bands, points, rate):
    """librosa keeps float32, whose weights below 1 round at 6e-8; two edges take part."""
    ours = sounds.mel_filters(bands, points, rate)
    theirs = librosa.filters.mel(
        sr=rate, n_fft=points, n_mels=bands, htk=True, norm=None
    )
    assert np.abs(ours - theirs).max() < 2e-7
    assert (ours.max(1) > 0.5).all()


@pytest.mark.filterwarnings("ignore:n_fft")  # longer than the shortest clip
@pytest.mark.parametrize("count", [35, 80, 1999, 4000])
def test_a_spectrogram_is_that_of_librosa(count):
    """librosa's filters are float32: 2e-7 of the power, 1e-6 dB. A full-scale sine has
    0 dB here, so the windows differ by a factor."""
    samples, rate, points, hop, width = noise(count), 4000, 256, 40, 100
    ours = sounds.log_mel(samples, rate, 40, width / rate, hop / rate, 1e-10).numpy()
    power = librosa.feature.melspectrogram(
        y=samples,
        sr=rate,
        n_fft=points,
        hop_length=hop,
        win_length=width,
        n_mels=40,
        htk=True,
        norm=None,
        pad_mode="constant",
    )
    window = scipy.signal.get_window("hann", width)
    theirs = 10 * np.log10(power * 4 / (points * np.square(window).sum()))
    assert ours.shape == (40, -(-count // hop))
    assert np.abs(ours - theirs[:, : ours.shape[1]]).max() < 1e-5


def test_a_full_scale_sine_has_0_dB():
    """The triangles of the two bands that share a tone weigh 1 together; a band alone has
    the share its triangle gives: at its middle all but what the window spreads."""
    hertz = sounds.band_edges(40, 8000)[21]
    t = np.arange(8000) / 8000
    heard = sounds.log_mel(np.sin(2 * np.pi * hertz * t), 8000, 40, 0.025, 0.01, 1e-10)
    total = 10 * torch.log10((10 ** (heard[:, 50] / 10)).sum())
    assert abs(total.item()) < 0.05 and int(heard[:, 50].argmax()) == 20


def test_silence_is_the_floor_and_finite():
    heard = sounds.log_mel(np.zeros(4000), 4000, 40, 0.025, 0.01, 1e-10)
    assert torch.equal(heard, torch.full_like(heard, -100))


def test_cepstra_are_scipys_cosine_transform():
    """Sums of 40 products in float64: below 1e-14."""
    bands = noise(40)
    theirs = scipy.fft.dct(bands, norm="ortho")[:20]
    assert np.abs(sounds.cosines(20, 40) @ bands - theirs).max() < 1e-14


# --- x and back


def test_x_is_standardised_over_the_sound_of_training(problem):
    """Over the very frames that were measured mean and sd are exact; x is float32."""
    xs = torch.stack([problem.inputs.encode(e.raw) for e in problem.splits.train])
    heard = xs[:, :-1].movedim(1, 0)[:, xs[:, -1] == 1].double()
    assert heard.mean(1).abs().max() < 1e-5
    assert (heard.std(1) - 1).abs().max() < 1e-5


def test_x_says_in_decibels_what_the_file_holds(problem):
    """float32 keeps 24 bits of numbers below 10 sds: 1e-5 dB."""
    inputs, example = problem.inputs, problem.splits.validation[0]
    heard = inputs.spectrogram(example.raw)
    back = inputs.decibels(inputs.encode(example.raw))
    frames = heard.shape[1]
    assert (back[:, :frames] - heard).abs().max() < 1e-4
    assert back[:, frames:].isnan().all()


def test_inputs_say_that_they_are_heard_padded_and_featured(problem):
    for protocol in (Heard, Filled, Featured):
        assert isinstance(problem.inputs, protocol)


def test_features_do_not_depend_on_the_padding(problem):
    x = problem.inputs.encode(problem.splits.train[0].raw).double()
    frames = int(x[-1].sum())
    short, long = x[:, :frames], torch.nn.functional.pad(x, (0, 50))
    for other in (short, long):
        gap = problem.inputs.features(other) - problem.inputs.features(x)
        assert gap.abs().max() < 1e-12


def test_features_are_means_and_sds_of_the_cepstra(problem):
    """Against numpy on the frames of one clip: float64, sums of at most 35 numbers."""
    inputs = problem.inputs
    x = inputs.encode(problem.splits.train[0].raw).double()
    sound = x[:-1, x[-1] == 1].numpy()
    cepstra = scipy.fft.dct(sound, norm="ortho", axis=0)[:20]
    place = (np.arange(sound.shape[1]) + 0.5) / sound.shape[1]
    thirds = [cepstra[:, np.floor(place * 3) == k].mean(1) for k in range(3)]
    change = np.diff(cepstra)
    spreads = [np.sqrt(v.var(1) + 1e-6) for v in (cepstra, change)]
    told = np.concatenate([*thirds, *spreads])
    ours = inputs.features(x).numpy() * inputs.spread + inputs.usual
    assert np.abs(ours - told).max() < 1e-12


# --- load


def test_names_are_read_by_their_fields():
    pattern = "{label}_{speaker}_{take}"
    assert names.fields(pattern, "7_jackson_32") == dict(
        label="7", speaker="jackson", take="32"
    )
    assert names.fields("{speaker}_nohash_{take}", "4a1c_nohash_0")["speaker"] == "4a1c"
    assert names.fields(pattern, "7_jackson") == {}
    assert names.fields("", "7_jackson_32") == {}


def spoken(top: Path) -> Config:
    for i in range(48):
        name = f"{'ab'[i % 2]}_{'stuvwx'[i // 2 % 6]}_{i}.wav"
        write(top / "rec" / name, noise(800, i))
    return replace(
        Config(), data=str(top / "rec"), validation_share=0.17, test_share=0.17
    )


def test_no_speaker_is_on_two_sides(tmp_path):
    splits = data.load(spoken(tmp_path))
    parts = [
        {e.id.split("_")[1] for e in part}
        for part in (splits.train, splits.validation, splits.test)
    ]
    assert [len(part) for part in parts] == [4, 1, 1]
    assert len(set.union(*parts)) == 6


@pytest.mark.parametrize("as_list", [True, False])
def test_a_pattern_or_a_list_takes_its_files_out_of_training(tmp_path, as_list):
    config = spoken(tmp_path)
    place = tmp_path / "rec" / "*_[0-9].wav"
    if as_list:
        files = sorted(file.name for file in place.parent.glob(place.name))
        place = tmp_path / "rec" / "testing_list.txt"
        place.write_text("\n".join(files) + "\n")
    splits = data.load(replace(config, split="chance", test_data=str(place)))
    assert len(splits.test) == 10
    assert len(splits.train) + len(splits.validation) == 38
    assert set(splits.left_out.values()) <= {"not a sound"}


def test_a_table_says_path_label_and_speaker(tmp_path):
    config = spoken(tmp_path)
    files = sorted((tmp_path / "rec").iterdir())
    lines = [f"rec/{f.name},{f.name[0]},{f.name[2]}" for f in files]
    table = tmp_path / "t.csv"
    table.write_text("\n".join(["file,word,who", *lines, "rec/none.wav,a,s"]) + "\n")
    config = replace(config, data=str(table), columns=("file", "word"), names="")
    splits = data.load(replace(config, split_column="who"))
    assert {e.answer for e in splits.train} == {"a", "b"}
    assert len({Path(e.raw).name[2] for e in splits.validation}) == 1
    assert splits.left_out == {"t.csv:49": "no such file"}


def test_class_folders_and_dropped_folders(tmp_path):
    for i in range(20):
        write(tmp_path / "top" / ("yes", "no")[i % 2] / f"{i}.wav", noise(400, i))
    write(tmp_path / "top" / "_noise" / "a.wav", noise(400, 99))
    config = replace(Config(), data=str(tmp_path / "top"), names="", drop=("_noise",))
    splits = data.load(replace(config, split="chance", split_column=""))
    assert {e.answer for e in splits.train} == {"yes", "no"}
    assert splits.left_out == {"top/_noise/a.wav": "named in `drop`"}


def test_one_file_is_enough_to_predict(tmp_path, problem):
    file = write(tmp_path / "unknown.wav", noise(1000))
    (example,) = data.read(file, problem.config)
    assert example.answer is None
    assert problem.inputs.encode(example.raw).shape == problem.inputs.shape


# --- nets


@pytest.mark.parametrize("name", MODELS)
def test_every_net_skips_the_padding(problem, name):
    config = replace(problem.config, model=name)
    net = with_random_head(model.build(problem.inputs, 4, config)).eval()
    feed, findings = Feed(problem.splits.train, problem), Findings()
    filling.judge_filling(net, feed, problem, findings)
    assert net.ignores_padding and not findings.faults


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("there.sum((2, 3)).clamp_min(1)", "h.shape[3]"),
        ("h = self.norm(h).relu() * there", "h = self.norm(h).relu()"),
        ("x[:, None, :-1] * there", "x[:, None, :-1]"),
    ],
)
def test_a_net_that_feels_the_padding_is_found(problem, old, new):
    text = Path(model.__file__).read_text()
    assert text.count(old) == 1
    space = {"__name__": "calls.other", "__package__": "calls"}
    exec(compile(text.replace(old, new), "other", "exec"), space)
    net = with_random_head(space["build"](problem.inputs, 4, problem.config)).eval()
    findings = Findings()
    filling.judge_filling(net, Feed(problem.splits.train, problem), problem, findings)
    assert findings.faults


def cut(net: torch.nn.Module, frames: int):
    """The net, deaf to what comes after so many frames."""
    return lambda x: net(x[..., :frames])


def test_places_behind_the_longest_clip_need_not_be_felt(problem):
    """Of many short clips none may reach the end of x; a slice before that is still found."""
    feed = Feed(problem.splits.train, problem)
    x = feed[range(len(feed))].x
    lengths = x[:, -1].sum(1)  # frames
    x = x[lengths < 0.9 * lengths.max()]
    last = int(x[:, -1].sum(1).max())
    net = with_random_head(model.build(problem.inputs, 4, problem.config)).eval()
    for frames, heard in ((x.shape[-1], True), (last // 2, False)):
        findings = Findings()
        places.judge_places(cut(net, frames), x, problem.inputs, findings)
        assert (not findings.faults) is heard


def test_tones_are_heard_as_they_were_made(problem):
    findings = Findings()
    assert tones.judge_tones(problem, findings) > 10
    assert not findings.faults


def test_the_reference_has_308_thousand_parameters(problem):
    net = model.build(
        problem.inputs, 10, replace(Config(), model="reference", width=32)
    )
    assert round(sum(p.numel() for p in net.parameters()), -3) == 309_000
