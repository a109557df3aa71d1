FEW = 20  # classes: then each has a column


def said(outputs: Tensor, some: Sequence[Example], problem: Problem) -> Iterator[dict]:
    """The class, how likely it is, and how likely each class is, if they are few."""
    target = problem.target
    names, chances = getattr(target, "names", ()), target.prediction(outputs).tolist()
    for answer, row in zip(target.decode(outputs), chances, strict=True):
        pairs = zip(names, row, strict=True) if len(names) == len(row) else ()
        each = {f"p {name}": round(p, 6) for name, p in pairs}
        sure = {"prediction": answer, "probability": each.get(f"p {answer}")}
        yield sure | each if len(each) <= FEW else sure
