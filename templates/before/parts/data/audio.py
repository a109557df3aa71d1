"""x of a sound: from the file to the log-mel spectrogram the net sees, and back.

Yours to edit. The spectrogram is made here and not in the net: it is computed once and kept,
training clips alone decide mean and sd, and what is drawn just before the net is what there
is to hear. A longer clip gives its loudest stretch, a shorter one is padded and says so.
"""

import glob
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .config import Config
from .recipe import names, parts, sounds, tables
from .recipe.contract import Example, Splits
from .recipe.paths import resolve
from .recipe.split import digest

ENDINGS = {".wav", ".flac", ".ogg", ".oga", ".aif", ".aiff", ".au"}
MEASURED = 2000  # training clips for mean and sd; more change the third digit
QUIET = 1e-10  # of the power of a full-scale sine is silence: what 16 bits round off
CEPSTRA = 20  # numbers by which `features` describes a spectrum


def load(config: Config) -> Splits:
    """ids: "recordings/7_jackson_32.wav" in folders and lists, "clips.csv:17" in tables."""
    given = {part: clips(resolve(path), config) for part, path in parts.given(config)}
    others = (found for part, found in given.items() if part != "train")
    taken = {example.raw for found in others for example, _ in found}
    given["train"] = [clip for clip in given["train"] if clip[0].raw not in taken]
    pools, left_out = {}, {}
    for part, found in given.items():
        faults = {e.id: why for e, _ in found if (why := fault(e, config))}
        kept = [clip for clip in found if clip[0].id not in faults]
        left_out |= faults
        pools[part] = parts.Pool(
            [example for example, _ in kept],
            [example.id for example, _ in kept],
            [digest(Path(example.raw).read_bytes()) for example, _ in kept],
            [example.answer for example, _ in kept],
            [group for _, group in kept],
        )
    return parts.cut(pools, config, left_out)


def read(path: str, config: Config) -> Sequence[Example]:
    """New clips to predict: one file, a folder, a pattern, a list or a table of paths."""
    found = [Example(e.id, e.raw, None) for e, _ in clips(Path(path), config)]
    return [e for e in found if not fault(e, config, labelled=False)]


def clips(path: Path, config: Config) -> list[tuple[Example, str]]:
    """All at a path, usable or not, each with its group: what `split_column` says of it."""
    top = path if path.is_dir() else path.parent
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
    elif path.suffix == ".txt":  # one file a line, from the folder of the list on
        files = [top / line for line in path.read_text("utf-8").split("\n") if line]
    elif path.suffix.lower() in ENDINGS:  # one file, or a pattern: "data/*_[0-4].wav"
        files = [path] if path.is_file() else [*map(Path, sorted(glob.glob(str(path))))]
    else:
        return in_table(path, config)
    return [named(file, top, config) for file in files]


def named(file: Path, top: Path, config: Config) -> tuple[Example, str]:
    """The answer stands in the name, or is the first folder below the one given."""
    inside = file.relative_to(top).as_posix()
    said = names.fields(config.names, file.stem)
    folder = inside.partition("/")[0] if "/" in inside else None
    answer = said.get("label") if "{label}" in config.names else folder
    id = f"{top.name}/{inside}"
    return Example(id, str(file), answer), said.get(config.split_column, id)


def in_table(path: Path, config: Config) -> list[tuple[Example, str]]:
    place, answer = config.columns
    table = tables.read(path, optional=answer)
    columns = map(table.column, (place, answer, config.split_column))
    rows = zip(table.ids, *columns, strict=True)
    return [
        (Example(id, str(path.parent / (file or "")), label), group or id)
        for id, file, label, group in rows
    ]


def fault(example: Example, config: Config, labelled: bool = True) -> str:
    """Why a clip cannot be used, "" if it can. A torn one shows only when decoded."""
    place = f"/{Path(example.raw).as_posix()}"
    if any(place.endswith(f"/{n}") or f"/{n}/" in place for n in config.drop):
        return "named in `drop`"
    if Path(place).suffix.lower() not in ENDINGS:
        return "not a sound"
    if not Path(example.raw).is_file():
        return "no such file"
    return "no answer" if labelled and example.answer is None else ""


@dataclass(frozen=True)
class Inputs:
    """x: float32 [bands + 1, frames], mean 0 and sd 1 per band in training.

    The last row is 1 where there is sound and 0 in the padding, where all of x is 0.
    """

    rate: int  # Hz; every clip is brought to it
    seconds: float  # of sound in x
    hop: float  # seconds from the middle of one frame to that of the next
    window: float  # seconds of sound, under a Hann window, that one frame hears
    mean: list[float]  # dB, per band
    sd: list[float]
    usual: list[float]  # mean of each of the `features`
    spread: list[float]  # sd of each

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        sizes = (config.sample_rate, config.seconds, config.hop, config.window)
        bands, told = config.bands, 5 * CEPSTRA
        plain = cls(*sizes, [0.0] * bands, [1.0] * bands, [0.0] * told, [1.0] * told)
        some = examples[:: len(examples) // MEASURED + 1]
        heard = [plain.spectrogram(example.raw) for example in some]
        frames = torch.cat(heard, 1)
        sd = frames.std(1).clamp_min(1.0)  # dB; a band where nothing happens is noise
        plain = replace(plain, mean=frames.mean(1).tolist(), sd=sd.tolist())
        rows = torch.stack([plain.features(plain.standardised(h)) for h in heard])
        usual, spread = rows.mean(0), rows.std(0).clamp_min(1e-3)
        return replace(plain, usual=usual.tolist(), spread=spread.tolist())

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.mean) + 1, round(self.seconds / self.hop))

    @property
    def hertz(self) -> list[float]:
        """The middle of each band."""
        return sounds.band_edges(len(self.mean), self.rate)[1:-1].tolist()

    def spectrogram(self, raw: str) -> Tensor:
        """Decibels of full scale, float64 [bands, frames]; the clip decides how many."""
        samples, rate = sounds.decoded(raw)
        samples = sounds.resampled(samples - samples.mean(), rate, self.rate)
        samples = sounds.loudest(samples, round(self.seconds * self.rate))
        return sounds.log_mel(
            samples, self.rate, len(self.mean), self.window, self.hop, QUIET
        )

    def encode(self, raw: str) -> Tensor:
        """Decoded in full, one channel, no offset, one rate; then heard, then standardised."""
        return self.standardised(self.spectrogram(raw))

    def standardised(self, heard: Tensor) -> Tensor:
        heard = heard[:, : self.shape[1]]
        x = torch.zeros(self.shape)
        x[:-1, : heard.shape[1]] = (heard - column(self.mean)) / column(self.sd)
        x[-1, : heard.shape[1]] = 1
        return x

    def padding(self, x: Tensor) -> Tensor:
        """True where x says nothing: in the bands after the end of the clip."""
        past = (x[..., -1:, :] == 0).expand(x.shape).clone()
        past[..., -1, :] = False  # this row says just that
        return past

    def features(self, x: Tensor) -> Tensor:
        """[..., bands + 1, frames] -> [..., 5 * CEPSTRA], mean 0 and sd 1 in training."""
        told = sounds.described(x, CEPSTRA)
        usual, spread = (column(v)[:, 0].to(x) for v in (self.usual, self.spread))
        return (told - usual) / spread

    def decibels(self, x: Tensor) -> Tensor:
        """What x says is heard, [bands, frames]; nan in the padding."""
        heard = x[:-1].cpu().double() * column(self.sd) + column(self.mean)
        return heard.masked_fill(self.padding(x)[:-1].cpu(), torch.nan)

    def show(self, x: Tensor) -> str:
        heard = self.decibels(x)
        loud = heard.nanmean(1)
        peak = self.hertz[int(loud.argmax())]
        seconds = x[-1].sum().item() * self.hop
        return f"{seconds:.2f} s, {loud.max():.0f} dB and loudest at {peak:.0f} Hz"

    def draw(self, x: Tensor, axes: Any) -> None:
        """Time to the right in seconds, pitch upwards in Hz, louder is brighter."""
        sounds.draw(self.decibels(x), self.hertz, self.hop, axes)


def column(values: list[float]) -> Tensor:
    return torch.tensor(values, dtype=torch.float64)[:, None]
