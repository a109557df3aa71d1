"""S: mistakes in the loss."""

from .bug import Bug, one_edit

ENTROPY = "F.cross_entropy(outputs, y, "  # of one class, or of each tag
SQUARE = "(outputs - y).square()[:, 0]"
LABELS = 'F.binary_cross_entropy_with_logits(outputs, y, reduction="none")'
PIXELS = 'F.cross_entropy(outputs, y, ignore_index=VOID, reduction="none")'
STEPS = "        return self.error(outputs, y).square().sum((1, 2)) / self.weight(y)\n"
WEIGHT = "        return torch.ones(len(y), device=y.device)\n"

BUGS = (
    Bug(
        "S02",
        "a sigmoid before the loss",
        stage=2,
        difficulty="easy",
        symptom="it learns, and the loss comes to rest high above 0",
        story="Outputs are squeezed into 0..1 before a loss that wants them unbounded. The best "
        "class can lead by 1 at most, so no confidence is ever reached.",
        variants=(
            one_edit(
                "target.py",
                ENTROPY,
                ENTROPY.replace("outputs,", "outputs.sigmoid(),"),
                target=("one_class", "tags"),
            ),
            one_edit(
                "target.py",
                PIXELS,
                PIXELS.replace("outputs,", "outputs.sigmoid(),"),
                target=("mask",),
            ),
            one_edit(
                "target.py",
                LABELS,
                LABELS.replace("outputs,", "outputs.sigmoid(),"),
                target=("many_labels",),
            ),
        ),
    ),
    Bug(
        "S03",
        "shapes that broadcast",
        stage=2,
        difficulty="medium",
        symptom="every prediction is close to the mean",
        story="[batch, 1] minus [batch] is [batch, batch]: every output is compared with every "
        "answer. The mean of that is a decent-looking loss whose minimum is the mean answer.",
        variants=(
            one_edit(
                "target.py",
                SQUARE,
                "(outputs - y[:, 0]).square().mean(1)",
                target=("number",),
            ),
            one_edit(
                "target.py",
                "outputs - y.nan_to_num(), 0)",
                "outputs - y.nan_to_num()[:, :1], 0)",
                target=("horizon",),
            ),
        ),
    ),
    Bug(
        "S05",
        "class weights upside down",
        stage=2,
        difficulty="medium",
        symptom="accuracy is fine, the rare class is never found",
        story="The weight of a class is its share where one over its share was meant: the rare "
        "class hardly counts. The prior is then no longer the best constant answer, which the "
        "slope of the first loss along the bias shows.",
        survives="Of the sounds of the sample there are as many of each class: all weights are 1, "
        "right way up or not.",
        variants=(
            one_edit(
                "target.py",
                WEIGHT,
                "        return self.prior.float().to(y.device)[y] * self.outputs\n",
                target=("one_class",),
            ),
            one_edit(
                "target.py",
                PIXELS,
                PIXELS.replace(
                    "outputs, y,",
                    "outputs, y, weight=self.prior.to(outputs) * self.outputs,",
                ),
                target=("mask",),
            ),
        ),
    ),
    Bug(
        "S06",
        "a likelihood of raw outputs",
        stage=2,
        difficulty="easy",
        symptom="the loss is negative and falls without end",
        story="`nll_loss` takes log-probabilities and got raw outputs. It can be lowered for ever "
        "by making all of them large. A loss at its floor, and a first loss known on paper, show it.",
        variants=(
            one_edit(
                "target.py",
                ENTROPY,
                "F.nll_loss(outputs, y, ",
                target=("one_class", "tags", "next_token"),
            ),
            one_edit(
                "target.py",
                PIXELS,
                PIXELS.replace("cross_entropy", "nll_loss"),
                target=("mask",),
            ),
        ),
    ),
    Bug(
        "S07",
        "the wrong way up",
        stage=2,
        difficulty="easy",
        symptom="accuracy falls below chance",
        story="The sign of the loss is wrong: it is maximised.",
        variants=(
            one_edit("target.py", ENTROPY, f"-{ENTROPY}", target=("one_class", "tags")),
            one_edit("target.py", SQUARE, f"-{SQUARE}", target=("number",)),
            one_edit("target.py", ENTROPY, f"-{ENTROPY}", target=("next_token",)),
            one_edit("target.py", LABELS, f"-{LABELS}", target=("many_labels",)),
            one_edit("target.py", PIXELS, f"-{PIXELS}", target=("mask",)),
            one_edit(
                "target.py",
                STEPS,
                STEPS.replace("return ", "return -"),
                target=("horizon",),
            ),
        ),
    ),
    Bug(
        "S10",
        "focal loss with its sides swapped",
        stage=2,
        difficulty="medium",
        symptom="easy examples dominate",
        story="Alpha on the wrong side: the many empty places count three times as much as the few "
        "that have a box. The loss at init is not that of the formula.",
        variants=(
            one_edit(
                "target.py",
                "ALPHA * true + (1 - ALPHA) * (1 - true)",
                "(1 - ALPHA) * true + ALPHA * (1 - true)",
                target=("boxes",),
            ),
        ),
    ),
    Bug(
        "S11",
        "trained on another loss than judged by",
        stage=2,
        difficulty="hard",
        symptom="predictions are too low for a skewed answer",
        story="The absolute error is minimised, whose best constant is the median, while every "
        "formula of the project speaks of the mean. At the mean its slope is not 0.",
        variants=(
            one_edit(
                "target.py",
                SQUARE,
                "(outputs - y).abs()[:, 0]",
                target=("number",),
            ),
        ),
    ),
)
