"""I: mistakes in the first weights."""

from .bug import Bug, Edit, Variant, one_edit

MLP_END = "        self.head = nn.Linear(width, outputs)\n"
CONVNET_END = "        self.head = nn.Linear(wide, outputs)\n"
TCN_END = "        self.head = nn.Linear(width, horizon)\n"
UNET_END = "        self.head = nn.Conv2d(width, outputs, kernel_size=1)\n"
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
                "problem.py",
                "    head.bias.copy_(target.head_bias())",
                "    head.bias.zero_()",
                target=("one_class", "many_labels", "mask", "next_token", "tags"),
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
                "problem.py",
                "    rows *= SHRINK\n",
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
            one_edit(
                "model.py",
                "    for name, p in net.named_parameters():\n"
                "        if p.ndim > 1:\n"
                "            shrink",
                "    for name, p in net.named_parameters():\n"
                "        if p.ndim > 1:\n"
                "            nn.init.normal_(p)\n"
                "            continue\n"
                "            shrink",
                model=("encoder",),
            ),
            one_edit("model.py", MLP_END, MLP_END + LARGE, model=("mlp",)),
            one_edit("model.py", CONVNET_END, CONVNET_END + LARGE, model=("convnet",)),
            one_edit("model.py", TCN_END, TCN_END + LARGE, model=("tcn",)),
            one_edit("model.py", UNET_END, UNET_END + LARGE, model=("unet",)),
            one_edit("model.py", "std=std * shrink", "std=1.0", model=("gpt",)),
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
                        "(self.value(answer) - self.mean) / self.sd",
                        "self.value(answer) / self.sd",
                    ),
                    Edit(
                        "target.py",
                        "        value = self.mean + self.sd * value.double()",
                        "        value = self.sd * value.double()",
                    ),
                ),
                {"target": ("number",)},
            ),
            Variant(
                (
                    Edit("read.py", " - self.known[:, now - 1, None]", ""),
                    Edit("target.py", "since_last = True", "since_last = False"),
                    Edit("target.py", "float(raw[c][-1]) + d for d", "d for d"),
                    Edit(
                        "target.py",
                        "        return torch.tensor(self.bias)\n",
                        "        return torch.zeros(len(self.bias))\n",
                    ),
                ),
                {"target": ("horizon",)},
            ),
        ),
    ),
    Bug(
        "I06",
        "the background drowns the rest",
        stage=2,
        difficulty="easy",
        symptom="the loss starts in the tens, or never comes down",
        story="Every pixel starts with all classes equally likely, although most are background: "
        "the first steps go into that. The first loss is not that of the class shares.",
        variants=(
            one_edit(
                "target.py",
                "        return self.prior.log().float()\n",
                "        return torch.zeros(self.outputs)\n",
                target=("mask",),
            ),
            one_edit(
                "target.py",
                "[log(PRIOR / (1 - PRIOR))] * len(self.names)",
                "[0.0] * len(self.names)",
                target=("boxes",),
            ),
        ),
    ),
)
