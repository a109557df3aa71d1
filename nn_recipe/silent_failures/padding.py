"""What may be felt of the pads behind a short example: nothing, by net or target (recipe 2.15)."""

import copy

import torch
from torch import Tensor, nn

from ..additions import Padded
from ..chance import mix
from ..contract import Batch, Project, Target
from ..findings import Findings
from ..specimen import InDouble, some

PAIRS = 200  # examples whose places are counted
SHORT = 12  # examples: those with the most pads
MOVED = 1e-9  # of the largest output, in float64; fewer places are summed otherwise
STIRRED = 0.1  # sd of what is added to each weight: a bias of 0 hides a mistake
TARGET = "target.py: encode, loss, weight and tally leave out pads"
PAD = "model.py: does the mask keep pads out of attention, mean and maximum?"


@torch.no_grad()
def judge_pads(net: nn.Module, x: Tensor, project: Project, findings: Findings) -> None:
    """Inputs with pads are answered as if they had none; others are not asked.

    The weights are moved a little, as training will: biases begin at 0 and would hide a mistake.
    Each example is also given alone, cut behind its last place: the same answer, on the places
    it has. Other pads change nothing either: what the net makes of a pad, the row of an
    embedding, may be anything.
    """
    inputs = project.inputs
    if not isinstance(inputs, Padded):
        return
    lengths = [inputs.length_of(one) for one in x.cpu()]
    shortest = sorted(range(len(x)), key=lengths.__getitem__)[:SHORT]
    chosen = [i for i in shortest if 0 < lengths[i] < x.shape[1]]
    double = InDouble(stirred(net)).eval()
    outputs = double(x)
    size = outputs.abs().max()
    for i in chosen:
        alone = double(x[i : i + 1, : lengths[i]])[0]
        moved = (alone - outputs[i][..., : alone.shape[-1]]).abs().max() / size
        findings.demand(
            moved.item() <= MOVED,
            f"Without its {x.shape[1] - lengths[i]} pads an example is answered otherwise: its "
            f"outputs move by {moved:.2g} of the largest, expected at most {MOVED:g}.",
            PAD,
        )
        if findings.faults:
            return  # one example tells the story
    judge_other_pads(double, x, lengths, findings)


def judge_other_pads(
    net: InDouble, x: Tensor, lengths: list[int], findings: Findings
) -> None:
    """The stem may give pads any values: here 1 to 2 times the largest it gives to others."""
    before = net(x)
    pads = torch.arange(x.shape[1])[None] >= torch.tensor(lengths)[:, None]
    stem: nn.Module = net.net.stem  # type: ignore[assignment]

    def disturb(layer: nn.Module, given: object, made: Tensor) -> Tensor | None:
        if made.shape[:2] != pads.shape:
            return None  # a stem that has no places, such as a table of counts
        there = pads.reshape(*pads.shape, *[1] * (made.ndim - 2))
        noise = torch.linspace(1, 2, made[0, 0].numel(), dtype=made.dtype)
        return torch.where(there, made.abs().max() * noise.view(made.shape[2:]), made)

    hook = stem.register_forward_hook(disturb)
    after = net(x)
    hook.remove()
    if before.ndim > 2:  # answers at the pads themselves count nowhere
        kept = ~pads[:, None].expand_as(before)
        before, after = before[kept], after[kept]
    moved = (before - after).abs().max() / before.abs().max()
    findings.demand(
        moved.item() <= MOVED,
        f"Other pads move an output by {moved:.2g} of the largest, expected at most {MOVED:g}.",
        PAD,
    )


@torch.no_grad()
def stirred(net: nn.Module) -> nn.Module:
    """A copy on the CPU, as a few steps of training might leave it."""
    net, generator = copy.deepcopy(net).cpu(), torch.Generator().manual_seed(mix(0))
    for p in net.parameters():
        p += STIRRED * torch.randn(p.shape, generator=generator)
    return net


@torch.no_grad()
def judge_target(
    net: nn.Module, batch: Batch, project: Project, findings: Findings
) -> None:
    """Where places have answers, those of pads cost and weigh nothing and count in no metric.

    The outputs there are replaced; then they and the pads of y are cut off.
    """
    inputs = project.inputs
    outputs, y = net(batch.x).cpu(), batch.y.cpu()
    if outputs.ndim != 3 or not isinstance(inputs, Padded) or findings.faults:
        return
    lengths = [inputs.length_of(x) for x in batch.x.cpu()]
    i = lengths.index(min(lengths))
    length, given = max(1, lengths[i]), (outputs[i : i + 1], y[i : i + 1])
    other = given[0].clone()
    other[:, :, length:] = given[0][:, :, length:].flip(1) + 1
    cut = given[0][:, :, :length], given[1][:, :length]
    before = counted(project.target, *given)
    for how, changed in ((" other outputs at", (other, given[1])), ("out", cut)):
        for what, after in counted(project.target, *changed).items():
            same = torch.isclose(before[what], after, rtol=1e-5, equal_nan=True)
            findings.demand(
                bool(same.all()) or bool(findings.faults),
                f"With{how} the pads {what} of an example is {after.tolist()}, before it was "
                f"{before[what].tolist()}: pads count.",
                TARGET,
            )


def counted(target: Target, outputs: Tensor, y: Tensor) -> dict[str, Tensor]:
    metrics = target.metrics(target.tally(outputs, y))
    return {
        "the loss": target.loss(outputs, y),
        "the weight": target.weight(y),
        "what is watched": target.watch(outputs, y),
        "a metric": torch.tensor([*metrics.values()]),
        "the expected loss": torch.tensor([target.expected_loss_at_init(y)]),
    }


def judge_lengths(project: Project, findings: Findings) -> None:
    """What stands in x is the beginning of the raw example, as far as x reaches."""
    inputs = project.inputs
    if not isinstance(inputs, Padded):
        return
    for example in some(project.splits.train, PAIRS):
        found = inputs.length_of(inputs.encode(example.raw))
        needed = min(inputs.places(example.raw), inputs.shape[0])
        findings.demand(
            found == needed,
            f"x of {example.id} has {found} places, its raw example needs {needed}: a part of it "
            "never reaches the net.",
            "data.py: encode",
        )
        if findings.faults:
            return  # one example tells the story
