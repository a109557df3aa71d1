"""Made-up examples, where config.py has `synthetic`: of the declared share, and never in what validates."""

import math

import torch

from ..contract import Feed, Project
from ..findings import Findings
from ..specimen import fresh_net, plain, same_bits, some

SHARE, SURE = 0.5, 5.0  # of the places; standard errors: once in a million by chance
BATCH, STEPS = 8, 50  # 400 examples that train
EXAMPLES = 200  # that validate
CHANCE = 0.05  # of what is made up may be as something held out: short sentences are


def judge_made_up_examples(project: Project, findings: Findings) -> None:
    """Made up in training, of training or of what was given; real in evaluation.

    Nothing of what validates or tests may come back in training as made up.
    """
    if not isinstance(getattr(project.config, "synthetic", None), float):
        return
    few = plain(project, model="tiny", batch_size=BATCH)
    train = some(few.splits.train, BATCH * STEPS)
    real, half, whole = (
        few.but(synthetic=share).feed(train) for share in (0.0, SHARE, 1.0)
    )
    judge_share(real, half, findings)
    judge_evaluation(few.but(synthetic=1.0), findings)
    judge_leak(whole, few, findings)


def judge_share(real: Feed, half: Feed, findings: Findings) -> None:
    pairs = zip(real.training(0, STEPS), half.training(0, STEPS), strict=True)
    other = [
        not (same_bits(a, b) and same_bits(c, d))
        for was, now in pairs
        for a, b, c, d in zip(was.x, now.x, was.y, now.y, strict=True)
    ]
    share = sum(other) / len(other)
    error = math.sqrt(SHARE * (1 - SHARE) / len(other))
    # below by more: pictures in which nothing can be pasted stay what they are
    findings.demand(
        0 < share <= SHARE + SURE * error,
        f"With synthetic {SHARE} of {len(other)} training examples {share:.0%} are made up.",
        "feed.py: mixed",
    )


def judge_evaluation(project: Project, findings: Findings) -> None:
    validation = some(project.splits.validation, EXAMPLES)
    net, seen = fresh_net(project), list[torch.Tensor]()
    net.register_forward_pre_hook(lambda _, given: seen.append(given[0].cpu().clone()))
    project.evaluate(net, project.feed(validation))
    encoded = torch.stack([project.inputs.encode(e.raw) for e in validation])
    findings.demand(
        same_bits(torch.cat(seen)[: len(encoded)], encoded),
        "With synthetic 1.0 evaluation gets another x than encode gives: what validates is "
        "made up, too.",
        "feed.py: only `training` may mix, never `in_order`",
    )


def judge_leak(whole: Feed, project: Project, findings: Findings) -> None:
    held = {
        project.inputs.encode(e.raw).numpy().tobytes(): e.id
        for part in (project.splits.validation, project.splits.test)
        for e in some(part, EXAMPLES)
    }
    known = {x.numpy().tobytes() for x in whole[range(len(whole))].x}
    made = [x.numpy().tobytes() for b in whole.training(0, STEPS) for x in b.x]
    back = [held[x] for x in made if x in held and x not in known]
    findings.demand(
        len(back) <= CHANCE * len(made),
        f"Of {len(made)} made-up examples {len(back)} are what validates or tests, such as "
        f"{min(back, default='')}.",
        "synthetic_data of config.py: is it made of training examples alone?",
    )
