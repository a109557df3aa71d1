"""S: mistakes in the loss that were written down before anybody tried to find them."""

from .bug import Bug, one_edit

WORDS, NUMBERS = {"target": ("one_class",)}, {"target": ("number",)}
TAGS = {"target": ("one_class", "tags")}
WHOLE = 'F.cross_entropy(outputs, y, reduction="none")'
ENTROPY = "F.cross_entropy(outputs, y, "  # of one class, or of each tag
SQUARE = "(outputs - y).square()[:, 0]"
WEIGHT = "        return torch.ones(len(y), device=y.device)\n"
BUGS = (
    Bug(
        "S50",
        "class weights sorted by frequency",
        stage=2,
        difficulty="hard",
        symptom="the wrong class is favoured",
        story="Weights of one over the count, but of the counts in order of size, not of class.",
        variants=(
            one_edit(
                "target.py",
                WEIGHT,
                "        weights = 1 / torch.tensor(sorted(self.counts), dtype=torch.float)\n"
                "        return (weights / weights.mean()).to(y.device)[y]\n",
                **WORDS,
            ),
        ),
    ),
    Bug(
        "S51",
        "labels smoothed in secret",
        stage=2,
        difficulty="medium",
        symptom="the loss comes to rest above 0",
        story="`label_smoothing=0.1` was copied along. It regularises before stage 4, and the "
        "floor is no longer 0.",
        variants=(
            one_edit(
                "target.py",
                ENTROPY,
                "F.cross_entropy(outputs, y, label_smoothing=0.1, ",
                **TAGS,
            ),
        ),
    ),
    Bug(
        "S52",
        "a temperature in the loss only",
        stage=2,
        difficulty="hard",
        symptom="probabilities are over-confident",
        story="The loss halves the outputs, metrics and predictions do not.",
        variants=(
            one_edit(
                "target.py",
                ENTROPY,
                ENTROPY.replace("outputs,", "outputs / 2,"),
                **TAGS,
            ),
        ),
    ),
    Bug(
        "S53",
        "large errors count linearly",
        stage=2,
        difficulty="medium",
        symptom="none to speak of",
        story="`smooth_l1_loss` where every formula speaks of squares.",
        variants=(
            one_edit(
                "target.py",
                SQUARE,
                'torch.nn.functional.smooth_l1_loss(outputs, y, reduction="none")[:, 0]',
                **NUMBERS,
            ),
        ),
    ),
    Bug(
        "S54",
        "a loss of three digits",
        stage=2,
        difficulty="hard",
        symptom="the loss has plateaus when looked at closely",
        story="The loss is computed in bfloat16.",
        variants=(
            one_edit(
                "target.py",
                ENTROPY,
                ENTROPY.replace("outputs,", "outputs.bfloat16().to(outputs.dtype),"),
                **TAGS,
            ),
            one_edit(
                "target.py",
                SQUARE,
                "(outputs.bfloat16().to(outputs.dtype) - y).square()[:, 0]",
                **NUMBERS,
            ),
        ),
    ),
    Bug(
        "S55",
        "confident examples are left out",
        stage=2,
        difficulty="hard",
        symptom="training slows down early",
        story="Examples whose loss is small already get none: an 'online hard example' trick that "
        "nobody remembers.",
        variants=(
            one_edit(
                "target.py",
                f"        return {WHOLE}\n",
                f"        losses = {WHOLE}\n        return losses * (losses > 0.05)\n",
                **WORDS,
            ),
            one_edit(
                "target.py",
                f"        return {SQUARE}\n",
                f"        losses = {SQUARE}\n        return losses * (losses > 0.05)\n",
                **NUMBERS,
            ),
        ),
    ),
)
