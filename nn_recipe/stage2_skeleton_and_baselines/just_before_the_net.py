"""Visualize just before the net: the only unambiguous place is `y_hat = model(x)`."""

from collections.abc import Sequence

import torch
from torch import Tensor

from .. import show
from ..additions import Sized
from ..contract import Batch, Example, NotOffered, Project
from ..findings import Findings, evidence
from ..ledger import Ledger, Record
from ..place import here
from ..specimen import affordable, fresh_net, same_bits, some, under
from ..training_inputs import Came, as_encoded, came, change
from .moved_answers import IN_PLACES, judge_moved
from .narrowed import judge_narrowed
from .tones import judge_tones

MOST = 1000  # examples of each split for the statistics
SURE = 6.0  # standard errors; by chance once in 10^9, so thousands of columns are no matter
FAR = 0.5  # training sds; nearer than that a difference may be real, but does no harm
SIZE = (0.05, 2.5)  # of the sd of all x; 0..255 has 70, digits normalised twice 2.6
# of the sd in training: all numbers of validation scaled otherwise; a sensor may be as calm
TIMES, OF_PICTURES = 4.0, 3.0
NEARLY = 0.9  # of the features
CENTRE = 0.7  # of the mean of all x; digits normalised twice have -0.8
DATA = "data.py: encode, and what Inputs.from_training measures"


def check(project: Project, ledger: Ledger) -> Record:
    """Decode the very tensor that goes into the net, not the file on the disk (recipe 2.13).

    A hook on the net catches x in the training loop. It must have the bits that `encode` gives
    for its id; these bits are drawn, with y in words beside them. Numbers first: raw 0..255, a
    normalisation done twice, or to one split only, show in mean and sd. Then a person looks.
    """
    experiment = ledger.expect(
        "2.13",
        "What goes into the net is what I think it is.",
        value="x around 0 and of size 1, alike in training and validation",
        how="tensors caught by a forward pre-hook; a person looks at the picture",
        tolerance=f"{SURE:g} standard errors and {FAR:g} training sds between the splits",
    )
    examples = some(project.splits.train, 4 * getattr(project.config, "batch_size", 32))
    findings, found = Findings(), came(project, examples)
    caught = first_batch(found, project)
    turned = judge_bits(found, examples, project, findings)
    judge_moved(found, examples, project, findings)
    if turned:
        judge_narrowed(found, examples, project, findings)
    train_x, validation_x = x_of(project, "train"), x_of(project, "validation")
    measured: dict[str, object] = {}
    # another time, group or file differs: news of the data, no fault of code
    drift = Findings()
    # with given weights x is scaled as it was there
    given = getattr(project.config, "pretrained", "")
    if isinstance(project.inputs, Sized):
        train_x, validation_x = map(project.inputs.sized, (train_x, validation_x))
    if train_x.is_floating_point():  # tokens have no size
        measured |= judge_size(train_x, drift if given else findings)
        measured |= judge_alike(
            unique(train_x),
            unique(validation_x),
            findings if by_chance(project) else drift,
        )
        if project.target.answers_are != "series" and not in_time(project):
            judge_scale(train_x, validation_x, findings)
    if tones := judge_tones(project, findings):
        measured["tones heard"] = tones
    if turned:
        measured["changed in training"] = turned
    measured["first x"] = project.inputs.show(caught.x[0])
    drawn = picture(caught, project, ledger)
    if findings.faults:
        return findings.conclude(experiment, measured, "", drawn)
    numbers = " ".join(drift.faults) or "The numbers agree."
    because = (
        f"{numbers} Look at {', '.join(drawn) or 'the picture'}: is it what you think "
        f"it is? Then say: {here().python} check --looks-right YOUR-NAME"
    )
    return experiment.conclude(measured, None, because, evidence=drawn)


def by_chance(project: Project) -> bool:
    """Is the validation split of the same kind as training, but for luck? The config says."""
    config = project.config
    other = hasattr(config, "split_column") or getattr(config, "validation_data", "")
    return hasattr(config, "split_seed") and not other


def in_time(project: Project) -> bool:
    """Is validation later than training? Then it may be calmer, or wilder."""
    try:
        return project.split_by == "time"
    except NotOffered:
        return False


def first_batch(found: Came, project: Project) -> Batch:
    if len(found.x) != len(found.ids):  # the net is handed more than x
        feed = project.feed(some(project.splits.train, 32))
        return feed[range(len(feed))]
    n = min(getattr(project.config, "batch_size", len(found.ids)), len(found.x))
    return Batch(found.ids[:n], torch.stack(found.x[:n]), torch.stack(found.y[:n]))


def judge_bits(
    found: Came, examples: Sequence[Example], project: Project, findings: Findings
) -> str:
    """What was caught is what `encode` gives for these ids, x and y; or a change by chance.

    An augmentation turns an example in another way each time it comes, leaves it like itself,
    and stays away from evaluation. Returns what it did to the first.
    """
    by_id = {example.id: example for example in examples}
    other = change(found, project, examples)
    show = project.inputs.show
    if other:
        findings.demand(
            other.chosen,
            f"The net got another x for {other.id} than encode gives: {show(other.x)} "
            f"in place of {show(other.encoded)}.",
            "feed.py and data.py: something changes x, or mixes the ids, on the way",
        )
        findings.demand(
            same_in_evaluation(examples, project),
            f"In evaluation, too, the net gets another x for {other.id} than encode gives.",
            "evaluate.py and feed.py: an augmentation is for training alone",
        )
    moves = bool(other) and project.target.answers_are in IN_PLACES
    for i, (id, y) in enumerate(zip(found.ids, found.y, strict=True)):
        if moves and not as_encoded(found.x[i], project.inputs.encode(by_id[id].raw)):
            continue  # y moves with x: `judge_moved`
        findings.demand(
            as_encoded(y, project.target.encode(by_id[id].answer)),
            f"The loss got y = {project.target.describe(y)} for {id}, whose answer is "
            f"{by_id[id].answer!r}.",
            "feed.py and target.py: encode",
        )
        if findings.faults:
            break  # one example tells the story
    return f"{other.id}: {show(other.x)}" if other else ""


def same_in_evaluation(examples: Sequence[Example], project: Project) -> bool:
    few = under(project, model="tiny")
    net, seen = fresh_net(few), list[Tensor]()
    net.register_forward_pre_hook(lambda _, given: seen.append(given[0].cpu().clone()))
    few.evaluate(net, few.feed(examples))
    encoded = torch.stack([project.inputs.encode(e.raw) for e in examples])
    return len(seen) > 0 and same_bits(torch.cat(seen)[: len(encoded)], encoded)


def x_of(project: Project, part: str) -> Tensor:
    examples = some(getattr(project.splits, part), affordable(project, MOST))
    feed = project.feed(examples)
    return feed[range(len(feed))].x


def judge_size(x: Tensor, findings: Findings) -> dict[str, float]:
    """The first weights of every layer are made for numbers around 0 with an sd of 1."""
    mean, sd = x.double().mean().item(), x.double().std().item()
    findings.demand(
        abs(mean) <= CENTRE,
        f"The inputs have mean {mean:.3g}, expected 0 within {CENTRE:g}.",
        f"{DATA}: forgotten, or done twice?",
    )
    findings.demand(
        SIZE[0] <= sd <= SIZE[1],
        f"The inputs have sd {sd:.3g}, expected 1 (from {SIZE[0]:g} to {SIZE[1]:g}).",
        f"{DATA}: forgotten, or done twice?",
    )
    return {"mean": mean, "sd": sd}


def judge_alike(
    train_x: Tensor, validation_x: Tensor, findings: Findings
) -> dict[str, list[float]]:
    """Level and size of each column, or channel, in training against validation."""
    apart = {}
    for what, train_v, validation_v in (
        ("level", per_feature(train_x), per_feature(validation_x)),
        ("size", per_feature(train_x.square()), per_feature(validation_x.square())),
    ):
        sure, far = differences(train_v, validation_v)
        worst = int((sure * (far > FAR)).argmax())
        apart[what] = [sure[worst].item(), far[worst].item()]
        findings.demand(
            not (sure[worst] > SURE and far[worst] > FAR),
            f"Feature {worst} has another {what} in validation "
            f"({validation_v[:, worst].mean():.3g}) than in training "
            f"({train_v[:, worst].mean():.3g}): {sure[worst]:.0f} standard errors apart.",
            f"{DATA}: is one split encoded differently?",
        )
    return {
        f"{what}: standard errors, training sds": pair for what, pair in apart.items()
    }


def judge_scale(train_x: Tensor, validation_x: Tensor, findings: Findings) -> None:
    """Another time, group or file moves some numbers; nobody's shrink or swell all at once."""
    one, other = spreads(train_x), spreads(validation_x)
    ratio = (other / one)[(one > 0) & (other > 0)]
    if not len(ratio):
        return
    most = OF_PICTURES if train_x.ndim == 4 else TIMES
    for times, said in ((ratio, "larger"), (1 / ratio, "smaller")):
        findings.demand(
            (times > most).double().mean().item() < NEARLY,
            f"In validation the inputs are {times.median():.2g} times {said} than in training, "
            "all of them: they are scaled otherwise there.",
            f"{DATA}: is one split encoded differently?",
        )


def spreads(x: Tensor) -> Tensor:
    """The sd of each feature; of pixels and frames that of each channel."""
    flat = (
        x.double().flatten(2).transpose(1, 2).flatten(0, 1)
        if x.ndim > 2
        else x.double()
    )
    return flat.reshape(len(flat), -1).nan_to_num().std(0)


def unique(x: Tensor) -> Tensor:
    """Copies count once: they stay in one split together and are no separate evidence."""
    first = {row.numpy().tobytes(): i for i, row in enumerate(x)}
    return x[list(first.values())]


def per_feature(x: Tensor) -> Tensor:
    """[n, features], or [n, channels]: pixels of one picture are no separate evidence."""
    return (
        x.double().flatten(2).mean(2) if x.ndim > 2 else x.double().reshape(len(x), -1)
    )


def differences(one: Tensor, other: Tensor) -> tuple[Tensor, Tensor]:
    """Of the means: in standard errors, and in sds of `one`. [features] each."""
    gap = (one.mean(0) - other.mean(0)).abs()
    error = (one.var(0) / len(one) + other.var(0) / len(other)).sqrt()
    scale = one.std(0).clamp_min(0.1 * one.std().item())  # a column may be constant
    return gap / error.clamp_min(1e-9), gap / scale.clamp_min(1e-9)


def picture(caught: Batch, project: Project, ledger: Ledger) -> list[str]:
    path = evidence(ledger, "just_before_the_net.png")
    if path is None:
        return []
    return [show.just_before_the_net(caught, project.inputs, project.target, path)]
