"""O, T: mistakes in training that were written down before anybody tried to find them."""

from .bug import Bug, one_edit

BUGS = (
    Bug(
        "O50",
        "Adam's epsilon is large",
        stage=2,
        difficulty="hard",
        symptom="layers with small gradients hardly move",
        story="eps = 1e-3 was right for another net; where gradients are smaller, Adam turns "
        "into slow SGD.",
        variants=(
            one_edit(
                "train.py",
                "betas=config.betas, fused=fused)",
                "betas=config.betas, eps=1e-3, fused=fused)",
            ),
        ),
    ),
    Bug(
        "O51",
        "the betas change places",
        stage=2,
        difficulty="medium",
        symptom="training is sluggish, then overshoots",
        story="Adam averages gradients over a thousand steps and their squares over ten.",
        variants=(
            one_edit(
                "train.py",
                "betas=config.betas, fused=fused)",
                "betas=config.betas[::-1], fused=fused)",
            ),
        ),
    ),
    Bug(
        "O52",
        "only the first group gets the learning rate",
        stage=3,
        difficulty="hard",
        symptom="with weight decay, biases ignore the schedule",
        story="The rate of step k is written into one group of the optimizer. Without decay there "
        "is only one.",
        variants=(
            one_edit(
                "train.py",
                "        for group in optimizer.param_groups:\n",
                "        for group in optimizer.param_groups[:1]:\n",
            ),
        ),
    ),
    Bug(
        "O53",
        "only the head's gradient is clipped",
        stage=2,
        difficulty="medium",
        symptom="spikes come in spite of clipping",
        story="The norm is taken over the head alone.",
        variants=(
            one_edit("train.py", "norm_(trained,", "norm_(net.head.parameters(),"),
        ),
    ),
    Bug(
        "O54",
        "each layer is clipped by itself",
        stage=2,
        difficulty="hard",
        symptom="none to speak of",
        story="Every parameter is clipped to the limit on its own, which turns the gradient as a "
        "whole.",
        variants=(
            one_edit(
                "train.py",
                "    norm = nn.utils.clip_grad_norm_(trained, config.clip)  # never the loss\n",
                "    norms = [nn.utils.clip_grad_norm_(p, config.clip) for p in net.parameters()]\n    norm = torch.stack(norms).norm()\n",
            ),
        ),
    ),
    Bug(
        "O55",
        "the first layer does not decay",
        stage=4,
        difficulty="hard",
        symptom="weight decay regularises less than it should",
        story="The policy leaves out a matrix: `stem` was taken for an embedding.",
        variants=(
            one_edit(
                "train.py",
                "if p.ndim > 1 else 0.0",
                "if p.ndim > 1 and p is not net.stem.weight else 0.0",
            ),
        ),
    ),
    Bug(
        "T50",
        "two updates for each batch",
        stage=2,
        difficulty="easy",
        symptom="as with a higher learning rate",
        story="`optimizer.step()` is called twice with the same gradient.",
        variants=(
            one_edit(
                "train.py",
                "    optimizer.step()\n",
                "    optimizer.step()\n    optimizer.step()\n",
            ),
        ),
    ),
    Bug(
        "T51",
        "the gradient is zeroed between the parts",
        stage=2,
        difficulty="medium",
        symptom="with accumulate > 1 only a part of each batch teaches",
        story="`zero_grad` stands inside the loop over the parts; only the last one counts.",
        variants=(
            one_edit(
                "train.py",
                "    for x, y in zip(xs, ys, strict=True):\n",
                "    for x, y in zip(xs, ys, strict=True):\n        optimizer.zero_grad()\n",
            ),
        ),
        add=("accumulate",),
    ),
    Bug(
        "T52",
        "the last part of each batch is dropped",
        stage=2,
        difficulty="medium",
        symptom="with accumulate > 1 a share of the examples never teaches",
        story="The loop over the parts ends one too early.",
        variants=(
            one_edit(
                "train.py",
                "    for x, y in zip(xs, ys, strict=True):\n",
                "    for x, y in zip(xs[: max(1, parts - 1)], ys, strict=False):\n",
            ),
        ),
        add=("accumulate",),
    ),
    Bug(
        "T53",
        "the last step never comes",
        stage=2,
        difficulty="medium",
        symptom="the last row of metrics.csv is missing",
        story="The range of steps ends one too early, and with it the last evaluation and the "
        "last checkpoint.",
        variants=(
            one_edit(
                "train.py",
                "feed.training(first, config.steps)",
                "feed.training(first, config.steps - 1)",
            ),
        ),
    ),
    Bug(
        "T54",
        "the schedule is a step ahead",
        stage=3,
        difficulty="hard",
        symptom="none",
        story="Step k takes the learning rate of step k + 1.",
        variants=(
            one_edit(
                "train.py",
                '            group["lr"] = learning_rate_at(step, config)\n',
                '            group["lr"] = learning_rate_at(step + 1, config)\n',
            ),
        ),
    ),
    Bug(
        "T55",
        "hard batches are skipped",
        stage=2,
        difficulty="hard",
        symptom="rare cases are never learnt",
        story="A guard against spikes: where the gradient is long, the step is left out.",
        variants=(
            one_edit(
                "train.py",
                "    optimizer.step()\n",
                "    if norm < 5 * config.clip:\n        optimizer.step()\n",
            ),
        ),
    ),
    Bug(
        "T56",
        "the reported loss is that of the last part",
        stage=2,
        difficulty="medium",
        symptom="with accumulate > 1 the training loss is suspiciously low",
        story="The step reports the loss of one part of the batch for the whole.",
        variants=(one_edit("train.py", "reduce(torch.add, losses)", "losses[-1]"),),
        add=("accumulate",),
    ),
    Bug(
        "T57",
        "the norm is reported after clipping",
        stage=2,
        difficulty="hard",
        symptom="the gradient norm never exceeds the limit, no step counts as clipped",
        story="metrics.csv shows the norm of what was left over.",
        variants=(
            one_edit(
                "train.py",
                "    norm = nn.utils.clip_grad_norm_(trained, config.clip)  # never the loss\n",
                "    norm = nn.utils.clip_grad_norm_(trained, config.clip)  # never the loss\n    norm = norm.clamp(max=config.clip)\n",
            ),
        ),
    ),
    Bug(
        "T58",
        "training on zeros once an epoch",
        stage=2,
        difficulty="hard",
        symptom="a small bump in the training loss, now and then",
        story="The first batch of every epoch but the first is a leftover buffer.",
        variants=(
            one_edit(
                "train.py",
                "        batch, done = batch.to(device), step + 1\n",
                "        batch, done = batch.to(device), step + 1\n        if step and step % feed.steps_per_epoch == 0:\n            batch.x.zero_()\n",
            ),
        ),
    ),
    Bug(
        "T59",
        "noise on the gradient",
        stage=2,
        difficulty="hard",
        symptom="the loss does not settle",
        story="Gradient noise from a paper was left on.",
        variants=(
            one_edit(
                "train.py",
                "    optimizer.step()\n",
                "    for p in net.parameters():\n        if p.grad is not None:\n            p.grad += 1e-3 * torch.randn_like(p)\n    optimizer.step()\n",
            ),
        ),
    ),
)
