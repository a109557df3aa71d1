def said(outputs: Tensor, some: Sequence[Example], problem: Problem) -> Iterator[dict]:
    """Where it belongs in the raw example."""
    locate = getattr(problem.target, "locate", lambda answer, raw: answer)
    for example, answer in zip(some, problem.target.decode(outputs), strict=True):
        yield {"prediction": locate(answer, example.raw)}
