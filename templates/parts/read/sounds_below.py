def read(path: str | Path, config: Config) -> list[Example]:
    """Every sound below a folder, or one file, but for those named in `drop`."""
    path = Path(path)
    if not path.exists():
        raise ValueError(f"No {path}: correct the path, or `data` in config.py.")
    top = path if path.is_dir() else path.parent
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    found = (f for f in files if f.suffix.lower() in ENDINGS and not hidden(f, top))
    return [example(file, top, config) for file in found if not dropped(file, config)]


def hidden(file: Path, top: Path) -> bool:
    """No part of the data: .ipynb_checkpoints, __MACOSX and the like."""
    parts = file.relative_to(top).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def dropped(file: Path, config: Config) -> bool:
    """Whether `drop` names the file, or a folder it is in."""
    place = f"/{file.as_posix()}/"
    return any(f"/{name}/" in place for name in config.drop)


def fault(example: Example, config: Config) -> str:
    """Why a clip can neither train nor measure, "" if it can."""
    return "no answer" if example.answer is None else ""


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Equal for files that are copies, byte for byte."""
    files = (Path(example.raw).read_bytes() for example in examples)
    return [blake2b(file, digest_size=16).hexdigest() for file in files]


def samples(raw: str, rate: int) -> np.ndarray:
    """From -1 to 1, float64, the mean of the channels without its offset, at this rate."""
    try:
        found, before = soundfile.read(raw, dtype="float64", always_2d=True)
    except (OSError, RuntimeError) as error:
        raise ValueError(
            f"{raw} cannot be decoded ({error}): add it to `drop` in config.py."
        ) from error
    if not np.isfinite(found).all() or not len(found):
        what = "a sample that is no number" if len(found) else "no sound"
        raise ValueError(f"{raw} holds {what}: add it to `drop` in config.py.")
    one = found.mean(1)
    one -= one.mean()
    return one if before == rate else resampled(one, before, rate)


def resampled(samples: np.ndarray, before: int, after: int) -> np.ndarray:
    """The same sound at another rate; what the lower rate cannot hold is gone, not folded.

    By Fourier transform, the ideal low-pass. Zeros at the end make both lengths whole, so
    that the pitch stays exact; they are cut off again.
    """
    common = math.gcd(before, after)
    up, down = after // common, before // common
    blocks = -(-len(samples) // down)
    whole = np.pad(samples, (0, blocks * down - len(samples)))
    return resample(whole, blocks * up)[: math.ceil(len(samples) * up / down)]
