"""What leaves the project: a checkpoint that predicts alone, options that are what they say."""

import tempfile
from pathlib import Path

from torch import nn

from ..additions import OwnOptimizer
from ..changed import is_your_own
from ..contract import NotOffered, Project
from ..findings import Findings
from ..specimen import (
    InDouble,
    affordable,
    fresh_net,
    keep,
    same_bits,
    some,
    under,
    with_random_head,
)
from ..tuned import target_of

EXAMPLES = 32
SERVED = 1e-9  # of the largest output, in float64


def judge_serving(project: Project, findings: Findings) -> float:
    """A checkpoint alone, read from the disk, answers raw examples as `evaluate` did.

    So the constants of the normalisation, the names of the classes and the unit of the answer
    travel with the weights.
    """
    examples = some(project.splits.validation, affordable(project, EXAMPLES))
    net = with_random_head(fresh_net(project))
    with tempfile.TemporaryDirectory() as folder:
        run = project.new_run(Path(folder))
        keep(net, project, run, "last")
        alone, served = project.served(run, "last")
    inputs, target = alone.inputs, alone.target
    feed = project.feed(examples)
    evaluation = project.evaluate(InDouble(net), feed, keep_outputs=True)
    outputs, served, worst = evaluation.outputs, InDouble(served).eval(), 0.0
    assert outputs is not None
    if len(outputs) != len(examples):
        findings.demand(
            False,
            f"evaluate() answers {len(outputs)} of {len(examples)} examples.",
            "feed.py: in_order; evaluate.py: answered",
        )
        return worst
    x = feed[range(len(feed))].x
    for i, example in enumerate(examples):
        one = inputs.encode(example.raw)
        findings.demand(
            same_bits(one, x[i]) or bool(findings.faults),
            f"From the checkpoint {example.id} is encoded as {inputs.show(one)}, in training "
            f"as {project.inputs.show(x[i])}.",
            "data.py: Inputs must keep in its fields all that encode needs",
        )
        worst = max(worst, (served(one[None])[0] - outputs[i]).abs().max().item())
    worst /= max(outputs.abs().max().item(), 1e-12)
    findings.demand(
        worst <= SERVED,
        f"From the checkpoint an output is off by {worst:.2g} of the largest, expected "
        f"{SERVED:g}.",
        "run.py: trained; model.py: is everything in the state_dict?",
    )
    findings.demand(
        target.decode(outputs) == target_of(alone, project).decode(outputs),
        "From the checkpoint the same outputs decode to other answers.",
        "target.py: Target must keep in its fields all that decode needs",
    )
    return worst


def judge_config(project: Project, findings: Findings) -> None:
    """An option that does not exist is an error; one that exists reaches the optimizer."""
    try:
        project.but(learning_rat=1.0)
    except (TypeError, NotOffered):
        pass
    else:
        findings.demand(
            False,
            "An unknown option, learning_rat, was taken without an error.",
            "config.py: Config must be a plain dataclass",
        )
    judge_size(project, findings)
    if isinstance(project, OwnOptimizer):
        return  # whatever decays what there
    net = project.net()
    judge_rates(net, project, findings)
    judge_decay(net, project, findings)
    groups = project.optimizer(net).param_groups
    held = [id(p) for group in groups for p in group["params"]]
    frozen = {id(p) for p in net.parameters() if not p.requires_grad}  # may be held
    learns = {id(p) for p in net.parameters()} - frozen
    findings.demand(
        len(held) == len({*held}) and learns <= {*held} <= learns | frozen,
        "The optimizer does not hold every parameter of the net exactly once.",
        "train.py: new_optimizer",
    )


def judge_rates(net: nn.Module, project: Project, findings: Findings) -> None:
    """The rate of the config is that of a group; others may have a share of it."""
    rates = [
        [g["lr"] for g in under(project, learning_rate=r).optimizer(net).param_groups]
        for r in (0.0123, 0.0246)
    ]
    twice = zip(*rates, strict=True)
    findings.demand(
        0.0123 in rates[0] and all(abs(b - 2 * a) <= 1e-12 for a, b in twice),
        f"With learning_rate .0123 the optimizer holds {rates[0]}, with .0246 {rates[1]}.",
        "train.py: new_optimizer",
    )


def judge_decay(net: nn.Module, project: Project, findings: Findings) -> None:
    """The decay of the config reaches the inner matrices; with AdamW no bias and no norm.

    First layer, last layer, embeddings and places may go without, as many language models have it.
    """
    if not hasattr(project.config, "weight_decay"):
        return
    optimizer = under(project, weight_decay=0.0456).optimizer(net)
    of = [
        (p, group.get("weight_decay", 0.0))
        for group in optimizer.param_groups
        for p in group["params"]
    ]
    decays = {decay for p, decay in of if p.ndim > 1}
    plain = {decay for p, decay in of if p.ndim <= 1}
    spared = outside_the_body(net)
    inner = {decay for p, decay in of if p.ndim > 1 and id(p) not in spared}
    adam = type(optimizer).__name__ == "AdamW"
    findings.demand(
        0.0456 in decays
        and decays <= {0.0456, 0.0}
        and (not adam or inner <= {0.0456} and plain <= {0.0}),
        f"With weight_decay .0456 the optimizer holds {inner or decays} on the matrices of the "
        f"body, expected {{0.0456}}, and {plain or 'no'} decay on biases and norms, expected 0.",
        "train.py: new_optimizer",
    )


def outside_the_body(net: nn.Module) -> set[int]:
    """Parameters of the first and the last layer, of embeddings, and those of no layer."""
    ends = [getattr(net, end, None) for end in ("stem", "head")]
    inner = {
        id(p)
        for layer in net.modules()
        if type(layer).__module__.startswith("torch.nn")
        and not isinstance(layer, nn.Embedding)
        and layer not in ends
        for p in layer.parameters(recurse=False)
    }
    return {id(p) for p in net.parameters()} - inner


def judge_size(project: Project, findings: Findings) -> None:
    """A wider reference net has more weights, and so has a deeper one, where config says so.

    A net of your own need not have both: what it leaves out of the config is nobody's fault.
    """
    if is_your_own(type(under(project, model="reference").net())):
        return
    small = weights(project)
    for knob, what in (("width", "twice the width"), ("depth", "one more in depth")):
        if not hasattr(project.config, knob):
            continue  # a net of one size, whose config does not promise others
        now = getattr(project.config, knob)
        found = weights(project, **{knob: 2 * now if knob == "width" else now + 1})
        findings.demand(
            found > small,
            f"With {what} the reference net has {found:,} weights, without {small:,}: expected "
            "more.",
            "model.py: build, do width and depth of the config reach the net?",
        )


def weights(project: Project, **size: int) -> int:
    """Of the reference net, of the size that config says or another."""
    net = under(project, model="reference", **size).net()
    return sum(p.numel() for p in net.parameters())
