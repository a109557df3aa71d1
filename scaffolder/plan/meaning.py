"""What a field is, where its reason says only why it is so: the comment is the help of a flag."""

MEANINGS = {
    "data": "path of the data",
    "validation_data": "path of the data that validate",
    "test_data": "path of the data that test",
    "validation_share": "share kept for validation",
    "split_column": "what the split is by",
    "encoding": "encoding of the file",
    "quote": "what encloses a cell",
    "target": "what is to be predicted",
    "image_size": "size of x in pixels",
    "void": "codes that count nowhere",
    "step": "row to row",
    "channels": "1 is grey, 3 is colour",
    "horizon": "steps ahead to forecast",
    "lookback": "steps the net sees",
    "steps": "batches to train on",
    "learning_rate": "size of a step",
    "watch": "picks the best weights",
}


def meant(name: str, reason: str) -> str:
    """The meaning, then the reason; a reason without an entry here begins with its meaning."""
    return f"{MEANINGS[name]}; {reason}" if name in MEANINGS else reason
