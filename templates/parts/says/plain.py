def said(outputs: Tensor, some: Sequence[Example], problem: Problem) -> Iterator[dict]:
    return ({"prediction": answer} for answer in problem.target.decode(outputs))
