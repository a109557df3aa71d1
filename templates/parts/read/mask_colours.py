def codes(mask: str | np.ndarray) -> np.ndarray:
    """int64 [height, width]: the colour of each pixel, 0xRRGGBB."""
    if isinstance(mask, str):
        try:
            with Image.open(mask) as file:
                mask = np.asarray(file.convert("RGB"))
        except (OSError, Image.DecompressionBombError) as error:
            raise ValueError(
                f"{mask} cannot be decoded ({error}): add its picture to `drop` in "
                "config.py."
            ) from error
    if mask.ndim == 2:  # not of a file: the colours themselves
        return mask.astype(np.int64)
    red, green, blue = np.moveaxis(mask[..., :3].astype(np.int64), 2, 0)
    return red << 16 | green << 8 | blue


def image(codes: np.ndarray) -> Image.Image:
    """A mask to save, written as yours are."""
    colours = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], 2)
    return Image.fromarray(colours.astype(np.uint8))
