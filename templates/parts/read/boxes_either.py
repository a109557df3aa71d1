def truth(boxes: list[Box], width: int, height: int) -> Truth:
    """Of a picture of this size; corners of which none is above 1 are shares of its sides."""
    highest = max((corner for _, *four in boxes for corner in four), default=0.0)
    sides = (width, height) if highest <= 1 else (1, 1)
    found = []
    for label, *corners in boxes:
        left, top, right, bottom = (
            round(c * side, 3) for c, side in zip(corners, sides * 2, strict=True)
        )
        found.append((label, left, top, right, bottom))
    return Truth(width, height, tuple(found))
