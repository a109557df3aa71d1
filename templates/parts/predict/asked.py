ENDINGS = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"}


def asked(path: str, config: Config) -> Sequence[Example]:
    """The rows of a table; or a file without one, or all that lie in a folder."""
    place = Path(path)
    inside = sorted(place.rglob("*")) if place.is_dir() else [place]
    files = [f for f in inside if f.suffix.lower() in ENDINGS and f.is_file()]
    if not files:
        return read(path, config)
    home = place if place.is_dir() else place.parent
    return [Example(f.relative_to(home).as_posix(), str(f), None) for f in files]
