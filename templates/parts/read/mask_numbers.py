def codes(mask: str | np.ndarray) -> np.ndarray:
    """int64 [height, width]: the number stored at each pixel, of a palette the index."""
    if isinstance(mask, str):
        try:
            with Image.open(mask) as file:
                mask = np.asarray(file.convert("L") if file.mode == "1" else file)
        except (OSError, Image.DecompressionBombError) as error:
            raise ValueError(
                f"{mask} cannot be decoded ({error}): add its picture to `drop` in "
                "config.py."
            ) from error
    return mask.reshape(*mask.shape[:2], -1)[..., 0].astype(np.int64)


def image(codes: np.ndarray) -> Image.Image:
    """A mask to save, written as yours are."""
    return Image.fromarray(codes.astype(np.uint8))
