def said(outputs: Tensor, some: Sequence[Example], problem: Problem) -> Iterator[dict]:
    """The tag of each token, and how likely it is; what is said of pads is left out."""
    answers = problem.target.decode(outputs)
    chances = problem.target.prediction(outputs).amax(1).tolist()
    for example, tags, sure in zip(some, answers, chances, strict=True):
        places = slice(len(example.raw))
        sure = [round(p, 6) for p in sure[places]]
        yield {"prediction": tags[places], "probability": sure}
