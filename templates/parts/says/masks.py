def said(outputs: Tensor, some: Sequence[Example], problem: Problem) -> Iterator[dict]:
    """As large as the raw picture, by the same way as it is scored."""
    for example, one in zip(some, outputs, strict=True):
        width, height = size(example.raw)
        larger = F.interpolate(one[None], (height, width), mode="bilinear")
        yield {"prediction": problem.target.decode(larger)[0]}
