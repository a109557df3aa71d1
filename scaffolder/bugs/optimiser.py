"""O: mistakes around the optimizer."""

from .bug import Bug, one_edit

BUGS = (
    Bug(
        "O01",
        "the optimizer never heard of the head",
        stage=2,
        difficulty="medium",
        symptom="it learns, but slowly, and the outputs stay small",
        story="The optimizer was made before the head was put in place: the layers below bend "
        "their features to a random last layer. It must hold every parameter of the net, once.",
        variants=(
            one_edit(
                "train.py",
                "    for p in net.parameters():\n        decay",
                '    for name, p in net.named_parameters():\n        if "head" in name:\n            continue\n        decay',
            ),
        ),
    ),
    Bug(
        "O03",
        "decay on biases and norms",
        stage=2,
        difficulty="medium",
        symptom="with weight decay it is a little worse than others report",
        story="One group for all parameters: the decay pulls the prior in the final bias and the "
        "scales of the norms towards 0 as well. Nothing shows while weight_decay is 0.",
        variants=(
            one_edit(
                "train.py",
                "config.weight_decay if p.ndim > 1 else 0.0",
                "config.weight_decay",
            ),
        ),
    ),
    Bug(
        "O04",
        "decay inside the gradient",
        stage=2,
        difficulty="hard",
        symptom="weight decay seems to do nothing until it is huge",
        story="`Adam` instead of `AdamW`: the decay is added to the gradient and then divided by "
        "its size, so weights with large gradients hardly decay. Without decay the two are equal. "
        "A step beside the formula, with every option at an unusual value, tells them apart.",
        variants=(
            one_edit(
                "train.py",
                "    return AdamW(settings,",
                "    return torch.optim.Adam(settings,",
            ),
        ),
    ),
    Bug(
        "O05",
        "a learning rate a thousand times too small",
        stage=3,
        difficulty="easy",
        symptom="the loss hardly moves",
        story="The rate that reaches the optimizer is not the one of the config, but a thousandth "
        "of it. Read it from the optimizer at the moment of the step.",
        variants=(
            one_edit(
                "train.py",
                '            group["lr"] = learning_rate_at(step, config)\n',
                '            group["lr"] = 1e-3 * learning_rate_at(step, config)\n',
            ),
        ),
    ),
    Bug(
        "O07",
        "each gradient is clipped by itself",
        stage=2,
        difficulty="medium",
        symptom="nothing unusual; large gradients point elsewhere",
        story="Every number of the gradient is cut at the limit instead of the length of the "
        "whole, which turns its direction. With a limit far below the gradient, six steps beside "
        "a loop written out by hand end elsewhere.",
        variants=(
            one_edit(
                "train.py",
                "    norm = nn.utils.clip_grad_norm_(trained, config.clip)  # never the loss\n",
                "    gradients = [p.grad for p in net.parameters() if p.grad is not None]\n    norm = torch.stack([g.norm() for g in gradients]).norm()\n    nn.utils.clip_grad_value_(net.parameters(), config.clip)\n",
            ),
        ),
    ),
    Bug(
        "O09",
        "an average of weights that nobody uses",
        stage=6,
        difficulty="medium",
        symptom="averaging weights brings nothing",
        story="`recipe add ema` was taken, but the moving average is never updated: what is judged "
        "and kept are the first weights.",
        variants=(
            one_edit(
                "train.py",
                "            average.update_parameters(net)\n",
                "            pass\n",
            ),
        ),
        add=("ema",),
    ),
)
