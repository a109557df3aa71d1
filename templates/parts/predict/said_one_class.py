FEW = 20  # classes: then each has a column


def said(
    outputs: Tensor, some: Sequence[Example], problem: Problem
) -> Iterator[dict[str, Any]]:
    """The class, how likely it is, and how likely each class is, if they are few."""
    target = problem.target
    chances = target.prediction(outputs).tolist()
    for answer, row in zip(target.decode(outputs), chances, strict=True):
        each = {f"p {c}": round(p, 6) for c, p in zip(target.names, row, strict=True)}
        sure = {"prediction": answer, "probability": each[f"p {answer}"]}
        yield sure | each if len(each) <= FEW else sure
