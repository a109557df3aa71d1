def said(
    outputs: Tensor, some: Sequence[Example], problem: Problem
) -> Iterator[dict[str, Any]]:
    """The labels that are likelier there than not, and how likely each one is."""
    target = problem.target
    chances = target.prediction(outputs).tolist()
    for answer, row in zip(target.decode(outputs), chances, strict=True):
        each = {f"p {c}": round(p, 6) for c, p in zip(target.labels, row, strict=True)}
        yield {"prediction": answer} | each
