"""I, M, S: further mistakes in the net, its first weights and its loss."""

from .bug import Bug, Variant, one_edit
from .model import POOLED

ENTROPY = 'return F.cross_entropy(outputs, y, reduction="none")'
ONE_CLASS, NUMBER = {"target": ("one_class",)}, {"target": ("number",)}
MLP, CONVNET = {"model": ("mlp",)}, {"model": ("convnet",)}
MLP_DOOR = "        h = self.body(self.stem(x))  # [batch, width]\n"
CONVNET_DOOR = "        h = self.pool(self.norm(self.stem(x)).relu())"


def at_the_door(lines: str) -> tuple[Variant, ...]:
    """`lines` stand before the first layer of either net."""
    return (
        one_edit("model.py", MLP_DOOR, lines + MLP_DOOR, **MLP),
        one_edit("model.py", CONVNET_DOOR, lines + CONVNET_DOOR, **CONVNET),
    )


BUGS = (
    Bug(
        "I70",
        "the head starts at nothing",
        stage=2,
        difficulty="medium",
        symptom="the first loss is perfect, and the layers below the head wait a step",
        story="The weights of the head are scaled by 0 instead of by .01. The loss at the start is "
        "exactly what paper says, but no gradient reaches the trunk until the head has moved.",
        variants=(
            one_edit(
                "problem.py",
                "SHRINK = 0.01",
                "SHRINK = 0.0",
            ),
        ),
    ),
    Bug(
        "M70",
        "a view where a transpose was meant",
        stage=2,
        difficulty="medium",
        symptom="it learns something, much less than a simple baseline",
        story="Rows and columns are turned and then read back in the old shape, so each example "
        "holds numbers of its neighbours. Nothing crashes, as the shape is right. The gradient of one "
        "output with respect to another example's input ought to be 0 and is not.",
        variants=(
            *at_the_door("        x = x.movedim(0, -1).reshape(x.shape)\n"),
            one_edit(
                "model.py",
                POOLED,
                "        width, batch = h.shape[2], len(h)\n"
                "        pooled = kept.sum(1).reshape(width, batch).T\n"
                "        return self.head(pooled / real.sum(1, keepdim=True).clamp_min(1))\n",
                model=("encoder",),
            ),
        ),
    ),
    Bug(
        "M71",
        "the mean of the batch is subtracted",
        stage=2,
        difficulty="medium",
        symptom="a single prediction differs from the same example in an evaluation",
        story="The input is centred on the mean of whichever batch it came in. With large batches "
        "that is nearly a constant, and the score is fine. Alone, every example is its own mean.",
        variants=(
            *at_the_door("        x = x - x.mean(0)\n"),
            one_edit(
                "model.py",
                "        h = self.stem(x).sum(2) + self.places[: x.shape[1]]  # [batch, time, width]\n",
                "        h = self.stem(x).sum(2) + self.places[: x.shape[1]]  # [batch, time, width]\n"
                "        h = h - h.mean(0, keepdim=True)\n",
                model=("encoder",),
            ),
        ),
    ),
    Bug(
        "M72",
        "a leak that no gradient shows",
        stage=2,
        difficulty="hard",
        symptom="a single prediction differs from the same example in an evaluation",
        story="The batch mean is subtracted, detached from the graph, so the chart of dependencies "
        "by gradient is clean. Changing one example and looking at the output of another is not fooled.",
        variants=at_the_door("        x = x - x.mean(0).detach()\n"),
    ),
    Bug(
        "M73",
        "dropout left on",
        stage=2,
        difficulty="easy",
        symptom="training loss stays above validation loss",
        story="The net was copied from a project at stage 4. Regularising before the net has "
        "overfitted hides whether it can: too early, and it muddles every measurement until then.",
        survives="dropout is a choice: 2.3 names it and stops nobody; more than half fails",
        variants=(
            one_edit(
                "model.py",
                "        self.norm = nn.LayerNorm(width)\n        self.head",
                "        self.norm = nn.Sequential(nn.LayerNorm(width), nn.Dropout(0.1))\n"
                "        self.head",
                **MLP,
            ),
            one_edit(
                "model.py",
                "        self.body = nn.Sequential(*blocks)\n",
                "        self.body = nn.Sequential(*blocks, nn.Dropout(0.1))\n",
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M74",
        "the width of the config is ignored",
        stage=2,
        difficulty="medium",
        symptom="a wider net takes no longer and is no better",
        story="`build` hands the reference net the width of the tiny one. All checks that use the "
        "tiny net are content; a sweep over the width draws a flat line.",
        variants=(
            one_edit(
                "model.py",
                "outputs, config.width, config.depth)",
                "outputs, TINY, config.depth)",
            ),
        ),
    ),
    Bug(
        "S70",
        "outputs and answers slip by one in the loss",
        stage=2,
        difficulty="easy",
        symptom="the loss stays where always answering the same would be",
        story="Each output is compared with the answer of its neighbour in the batch. The mean over "
        "the batch looks like any loss. The best a net can do is to ignore its input, which is what "
        "the curve shows.",
        variants=(
            one_edit(
                "target.py", ENTROPY, ENTROPY.replace(" y,", " y.roll(1),"), **ONE_CLASS
            ),
            one_edit(
                "target.py",
                "return (outputs - y).square()[:, 0]",
                "return (outputs - y.roll(1)).square()[:, 0]",
                **NUMBER,
            ),
        ),
    ),
    Bug(
        "S71",
        "softmax twice",
        stage=2,
        difficulty="easy",
        symptom="it learns, slowly, and the loss never comes near 0",
        story="Probabilities go into a loss that takes the softmax itself. The order of the classes "
        "survives, so accuracy is fair, but no confidence can bring the loss below "
        "log(e + K - 1) - 1. One batch cannot be overfitted to 0.",
        variants=(
            one_edit(
                "target.py",
                ENTROPY,
                ENTROPY.replace("outputs,", "outputs.softmax(1),"),
                **ONE_CLASS,
            ),
            one_edit(
                "target.py",
                "F.cross_entropy(outputs, y, ",
                "F.cross_entropy(outputs.softmax(1), y, ",
                target=("tags",),
            ),
        ),
    ),
    Bug(
        "S72",
        "softmax over the batch",
        stage=2,
        difficulty="medium",
        symptom="the loss falls, and depends on how large the batch is",
        story="The softmax runs over examples instead of classes: each output competes with the "
        "neighbours in its batch. The loss of the untrained net is that of the batch size, and one "
        "example feels all others.",
        variants=(
            one_edit(
                "target.py",
                ENTROPY,
                'return F.nll_loss(outputs.log_softmax(0), y, reduction="none")',
                **ONE_CLASS,
            ),
        ),
    ),
    Bug(
        "S73",
        "a sum where a mean was meant",
        stage=2,
        difficulty="medium",
        symptom="clipping is always at work, and the loss of a step grows with the batch",
        story="The loss of a batch is added up, not averaged. AdamW divides by the size of its "
        "gradients and hides it; clipping then decides how long each step is.",
        variants=(
            one_edit(
                "train.py",
                "    loss = each.dot(weights.to(each)) / weights.sum()\n",
                "    loss = each.dot(weights.to(each))\n",
            ),
        ),
    ),
    Bug(
        "S74",
        "squared error on probabilities",
        stage=2,
        difficulty="medium",
        symptom="it learns; confident mistakes are hardly corrected",
        story="The squared distance between probabilities and the true class is minimised, not the "
        "cross entropy. It is small from the start and its gradient vanishes where the net is sure "
        "and wrong. The first loss is not the one that paper demands.",
        variants=(
            one_edit(
                "target.py",
                ENTROPY,
                "truth = F.one_hot(y, self.outputs)\n"
                "        return (outputs.softmax(1) - truth).square().sum(1)",
                **ONE_CLASS,
            ),
        ),
    ),
)
