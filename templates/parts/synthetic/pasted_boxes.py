PASTED = 0.5  # chance of each box of the other
HIDDEN = 0.5  # share of a box's area that may be pasted over, or it is dropped


def hybrid(
    x: Tensor, y: Tensor, other_x: Tensor, other_y: Tensor, draws: Tensor
) -> tuple[Tensor, Tensor]:
    """Boxes of the other, pasted where they were (Dwibedi et al. 2017).

    x: [batch, channels, height, width], y: [batch, most, 5]
    """
    rows = zip(x, y, other_x, other_y, draws, strict=True)
    xs, ys = zip(*(pasted(*row) for row in rows), strict=True)
    return torch.stack(xs), torch.stack(ys)


def pasted(
    x: Tensor, y: Tensor, other_x: Tensor, other_y: Tensor, draws: Tensor
) -> tuple[Tensor, Tensor]:
    """One picture: what comes with a box has a row, what it hides has none any more."""
    x, most = x.clone(), len(y)
    for box in other_y[(other_y[:, 4] >= 0) & (draws < PASTED)]:
        kept = y[(y[:, 4] >= 0) & (hidden(y, box) <= HIDDEN)]
        if len(kept) == most:
            break  # no row is free
        left, top, right, bottom = box[:4].round().long().tolist()
        x[:, top:bottom, left:right] = other_x[:, top:bottom, left:right]
        y = F.pad(
            torch.cat([kept, box[None]]), (0, 0, 0, most - len(kept) - 1), value=-1
        )
    return x, y


def hidden(boxes: Tensor, box: Tensor) -> Tensor:
    """The share of each of these boxes that lies in this one, [boxes]."""
    low, high = boxes[:, :2].maximum(box[:2]), boxes[:, 2:4].minimum(box[2:4])
    areas = (boxes[:, 2:4] - boxes[:, :2]).prod(1)
    return (high - low).clamp_min(0).prod(1) / areas.clamp_min(1e-6)
