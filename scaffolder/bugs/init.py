"""I: mistakes in the first weights."""

from .bug import Bug, Edit, Variant, one_edit

INIT_WELL = "recipe/stage2_skeleton_and_baselines/init_well.py"
MLP_END = "        self.head = nn.Linear(width, outputs)\n"
CONVNET_END = "        self.head = nn.Linear(wide, outputs)\n"
LARGE = """        for layer in self.modules():
            if isinstance(layer, (nn.Linear, nn.Conv2d)):
                nn.init.normal_(layer.weight)
"""

BUGS = (
    Bug(
        "I01",
        "no prior in the final bias",
        stage=2,
        difficulty="easy",
        symptom="the loss falls steeply for a few steps, then as expected: a hockey stick",
        story="The bias of the head starts at 0, so all classes begin equally likely, however "
        "rare. The first steps are spent on counting. The first loss is ln(classes) instead of "
        "the entropy of the class shares.",
        variants=(
            one_edit(
                INIT_WELL,
                "    head.bias.copy_(target.head_bias())",
                "    head.bias.zero_()",
                target=("one_class",),
            ),
        ),
    ),
    Bug(
        "I02",
        "confidently wrong at the start",
        stage=2,
        difficulty="easy",
        symptom="the first loss is several times what it should be",
        story="The weights of the head are drawn with spread 1 instead of being made small. Before "
        "it has seen anything the net is sure, and the first hundred steps unlearn that.",
        variants=(
            one_edit(
                INIT_WELL,
                "    rows.mul_(SHRINK)\n",
                "    rows.normal_()\n",
            ),
        ),
    ),
    Bug(
        "I04",
        "first weights of the wrong size",
        stage=2,
        difficulty="medium",
        symptom="it trains, slowly, and prefers a much higher learning rate",
        story="Every weight is drawn with spread 1, whatever the number of inputs. Norms rescale "
        "what comes out, so nothing explodes, but a step that moves a weight by a thousandth no "
        "longer turns it. A layer must roughly keep the size of what passes through it.",
        variants=(
            one_edit("model.py", MLP_END, MLP_END + LARGE, model=("mlp",)),
            one_edit("model.py", CONVNET_END, CONVNET_END + LARGE, model=("convnet",)),
        ),
    ),
    Bug(
        "I05",
        "an answer far from 0",
        stage=2,
        difficulty="easy",
        symptom="the first few hundred steps do nothing but lower the loss in a straight line",
        story="Answers are divided by their spread, but their mean stays in, and the bias starts "
        "at 0: the net has to climb to the mean first. At the best constant the loss is flat; "
        "here it still falls along the bias.",
        variants=(
            Variant(
                (
                    Edit(
                        "target.py",
                        "(number(answer) - self.mean) / self.sd",
                        "number(answer) / self.sd",
                    ),
                    Edit(
                        "target.py",
                        "        return self.mean + self.sd * value.double()",
                        "        return self.sd * value.double()",
                    ),
                ),
                {"target": ("number",)},
            ),
        ),
    ),
    Bug(
        "I06",
        "the background drowns the rest",
        stage=2,
        difficulty="easy",
        symptom="the loss starts in the tens, or never comes down",
        story="All places of a detector start at probability one half, and the loss of those that "
        "are empty is many times that of the rest. The formula is for the prior of .01.",
        variants=(
            one_edit(
                "target.py",
                "[log(PRIOR / (1 - PRIOR))] * len(self.names)",
                "[0.0] * len(self.names)",
                target=("boxes",),
            ),
        ),
    ),
)
