@torch.no_grad()
def answered(
    problem: Problem, net: nn.Module, paths: Sequence[str]
) -> Iterator[tuple[Example, dict[str, Any]]]:
    """Every example in these files, with what the net says of it."""
    net = net.to(device := use(problem.config))
    for path in paths:
        examples = read(path, problem.config)
        for first in range(0, len(examples), PORTION):
            some = [examples[i] for i in range(len(examples))[first : first + PORTION]]
            x = torch.stack([problem.inputs.encode(example.raw) for example in some])
            outputs = net(x.to(device)).cpu()
            for example, output in zip(some, outputs, strict=True):
                if not output.isfinite().all():
                    raise ValueError(f"{example.id}: no finite answer, `train` anew.")
            yield from zip(some, said(outputs, some, problem), strict=True)
