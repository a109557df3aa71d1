def truth(boxes: list[Box], width: int, height: int) -> Truth:
    """Of a picture of this size: the corners in the table are its pixels."""
    return Truth(width, height, tuple(boxes))
