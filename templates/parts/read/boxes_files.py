def named(home: Path) -> dict[str, Path]:
    """The pictures below a folder, each by its name and by its stem."""
    found: dict[str, Path] = {}
    for file in sorted(home.rglob("*")):
        if file.suffix.lower() in ENDINGS and file.is_file() and not hidden(file, home):
            found.setdefault(file.name, file)
            found.setdefault(file.stem, file)
    return found


def unmarked(path: Path) -> list[Example]:
    """Pictures whose boxes nobody knows, to predict them."""
    if not path.exists():
        raise ValueError(f"No {path}: correct the path, or `data` in config.py.")
    home = path if path.is_dir() else path.parent
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    pictures = [f for f in files if f.suffix.lower() in ENDINGS and not hidden(f, home)]
    ids = [file.relative_to(home).as_posix() for file in pictures]
    return [Example(id, str(f), None) for id, f in zip(ids, pictures, strict=True)]


def hidden(file: Path, top: Path) -> bool:
    """No part of the data: .ipynb_checkpoints, __MACOSX and the like."""
    parts = file.relative_to(top).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def fault(example: Example, config: Config) -> str:
    """Why a picture can neither train nor measure, "" if it can."""
    if any(f"/{example.raw}".endswith(f"/{name}") for name in config.drop):
        return "named in `drop`"
    if not Path(example.raw).is_file():
        return "no such picture"
    if example.answer is None:
        return "its boxes cannot be read"
    (width, height), frame = size(example.raw), example.answer
    if not width:
        return "cannot be decoded"
    if abs(width * frame.height - height * frame.width) > SAME * frame.width * height:
        declared = f"{frame.width} x {frame.height}"
        return f"boxes in {declared}, a picture of another shape: {width} x {height}"
    return ""


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Equal for pictures that are copies, byte for byte."""
    files = (Path(example.raw).read_bytes() for example in examples)
    return [blake2b(file, digest_size=16).hexdigest() for file in files]


def size(raw: str) -> tuple[int, int]:
    """Width and height, upright; only the header is read. 0, 0 of what is no picture."""
    try:
        with Image.open(raw) as file:
            turned = file.getexif().get(ORIENTATION) in (5, 6, 7, 8)
            return (file.height, file.width) if turned else file.size
    except (OSError, Image.DecompressionBombError):
        return 0, 0


def picture(raw: str, mode: str, height: int, width: int) -> Image.Image:
    """Decoded in full, turned as its EXIF says, converted, resized.

    Resizing is bilinear over all pixels that a new one covers: nothing flickers.
    """
    try:
        with Image.open(raw) as file:
            found = ImageOps.exif_transpose(file)
    except (OSError, Image.DecompressionBombError) as error:
        raise ValueError(
            f"{raw} cannot be decoded ({error}): add it to `drop` in config.py."
        ) from error
    if found.mode.startswith("I"):  # 16 bits: convert() would clip them at 255
        found = Image.fromarray((np.asarray(found) >> 8).astype(np.uint8))
    found = found.convert(mode)
    return found.resize((width, height), Image.Resampling.BILINEAR)
