def said(outputs: Tensor, some: Sequence[Example], problem: Problem) -> Iterator[dict]:
    """The labels that are likelier there than not, and how likely each one is."""
    target = problem.target
    names, chances = getattr(target, "labels", ()), target.prediction(outputs).tolist()
    for answer, row in zip(target.decode(outputs), chances, strict=True):
        pairs = zip(names, row, strict=True) if len(names) == len(row) else ()
        yield {"prediction": answer} | {f"p {name}": round(p, 6) for name, p in pairs}
