def truth(boxes: list[Box], width: int, height: int) -> Truth:
    """Of a picture of this size: the corners in the table are shares of its sides."""
    sides, found = (width, height, width, height), []
    for label, *shares in boxes:
        corners = (round(c * side, 3) for c, side in zip(shares, sides, strict=True))
        left, top, right, bottom = corners
        found.append((label, left, top, right, bottom))
    return Truth(width, height, tuple(found))
