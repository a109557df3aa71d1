"""I, M: mistakes in the net that were written down before anybody tried to find them."""

from .bug import Bug, one_edit

MLP, CONVNET = {"model": ("mlp",)}, {"model": ("convnet",)}
MLP_DOOR = "        h = self.body(self.stem(x))  # [batch, width]\n"
MLP_EXIT = "        return self.head(self.norm(h).relu())\n"
MLP_BRANCH = "        return h + self.narrow(self.widen(self.norm(h)).relu())\n"
MLP_END = "        self.head = nn.Linear(width, outputs)\n"
CONVNET_DOOR = "        h = self.pool(self.norm(self.stem(x)).relu())"
CONVNET_EXIT = "        return self.head(h.mean((2, 3)))\n"
CONVNET_BRANCH = "        f = self.norm1(self.first(h)).relu()\n"
CONVNET_SUM = "        return (self.shortcut(h) + f).relu()"
CONVNET_END = "        self.head = nn.Linear(wide, outputs)\n"
PRIOR = "        return self.prior.log().float()\n"

BUGS = (
    Bug(
        "M50",
        "one block for all depths",
        stage=2,
        difficulty="hard",
        symptom="a deeper net has no more parameters than a shallow one",
        story="The same block stands in the list `depth` times, so all depths share their "
        "weights. At depth 1 nothing is wrong.",
        variants=(
            one_edit(
                "model.py",
                "nn.Sequential(*(Block(width) for _ in range(depth)))",
                "nn.Sequential(*[Block(width)] * depth)",
                **MLP,
            ),
        ),
    ),
    Bug(
        "M51",
        "no activation inside the block",
        stage=2,
        difficulty="medium",
        symptom="more depth brings nothing",
        story="Two linear layers follow each other and are together one. Something else in the "
        "net bends, so it learns, only less than it could.",
        variants=(
            one_edit(
                "model.py",
                "self.out(F.gelu(self.wide(self.think(h))))",
                "self.out(self.wide(self.think(h)))",
                model=("encoder",),
            ),
            one_edit("model.py", MLP_BRANCH, MLP_BRANCH.replace(".relu()", ""), **MLP),
            one_edit(
                "model.py",
                CONVNET_BRANCH,
                CONVNET_BRANCH.replace(".relu()", ""),
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M52",
        "no activation after the first layer",
        stage=2,
        difficulty="hard",
        symptom="none to speak of",
        story="The ReLU between norm and pooling is gone. The maximum over neighbours still "
        "bends a little, which hides it.",
        survives="a maximum over neighbours bends as well: a net may be built so",
        variants=(
            one_edit(
                "model.py",
                CONVNET_DOOR,
                CONVNET_DOOR.replace(".relu()", ""),
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M53",
        "the last column is never read",
        stage=2,
        difficulty="medium",
        symptom="a little worse than it could be",
        story="A slice that ends one too early: the last feature, or the last column of pixels, "
        "reaches the net as 0.",
        variants=(
            one_edit(
                "model.py",
                MLP_DOOR,
                "        x = nn.functional.pad(x[:, :-1], (0, 1))\n" + MLP_DOOR,
                **MLP,
            ),
            one_edit(
                "model.py",
                CONVNET_DOOR,
                "        x = nn.functional.pad(x[..., :-1], (0, 1))\n" + CONVNET_DOOR,
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M54",
        "the shortcut carries no gradient",
        stage=2,
        difficulty="hard",
        symptom="the first layers learn slowly",
        story="A `detach` meant for a plot stayed in the sum: values pass through the shortcut, "
        "gradients do not. What backward gives is no longer the slope of the loss.",
        variants=(
            one_edit(
                "model.py", MLP_BRANCH, MLP_BRANCH.replace("h +", "h.detach() +"), **MLP
            ),
            one_edit(
                "model.py",
                CONVNET_SUM,
                "        return (self.shortcut(h.detach()) + f).relu()",
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M55",
        "running statistics that do not run",
        stage=2,
        difficulty="medium",
        symptom="training accuracy rises, validation stays at chance",
        story="With momentum 0 BatchNorm never updates the statistics that evaluation uses.",
        variants=(
            one_edit(
                "model.py",
                "        self.norm = nn.BatchNorm2d(width)\n",
                "        self.norm = nn.BatchNorm2d(width, momentum=0.0)\n",
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M56",
        "half of the features never reach the head",
        stage=2,
        difficulty="medium",
        symptom="as if the net were half as wide",
        story="The head reads every other feature; the weights of the rest get no gradient, "
        "though the matrix as a whole does.",
        variants=(
            one_edit(
                "model.py",
                MLP_EXIT,
                "        h = self.norm(h).relu()\n"
                "        h = nn.functional.pad(h[:, ::2], (0, h.shape[1] // 2))\n"
                "        return self.head(h)\n",
                **MLP,
            ),
            one_edit(
                "model.py",
                CONVNET_EXIT,
                "        h = h.mean((2, 3))\n"
                "        h = nn.functional.pad(h[:, ::2], (0, h.shape[1] // 2))\n"
                "        return self.head(h)\n",
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M57",
        "a net of three digits",
        stage=2,
        difficulty="hard",
        symptom="validation stalls a little early",
        story="A cast to bfloat16 and back, left from an experiment on another machine, rounds "
        "every feature to three digits.",
        variants=(
            one_edit(
                "model.py",
                MLP_EXIT,
                MLP_EXIT.replace(
                    "self.norm(h).relu()", "self.norm(h).relu().bfloat16().to(h.dtype)"
                ),
                **MLP,
            ),
            one_edit(
                "model.py",
                CONVNET_EXIT,
                CONVNET_EXIT.replace(
                    "h.mean((2, 3))", "h.mean((2, 3)).bfloat16().to(h.dtype)"
                ),
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M58",
        "mean over the wrong axes",
        stage=2,
        difficulty="medium",
        symptom="it learns, less than it should",
        story="The features are averaged over one axis of the picture only; of the other the "
        "first line is taken.",
        variants=(
            one_edit(
                "model.py",
                CONVNET_EXIT,
                CONVNET_EXIT.replace("h.mean((2, 3))", "h.mean(2)[..., 0]"),
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "I50",
        "the prior in the wrong order",
        stage=2,
        difficulty="medium",
        symptom="a small hockey stick",
        story="The class shares stand in the bias, but sorted by size instead of by class.",
        variants=(
            one_edit(
                "target.py",
                PRIOR,
                "        return self.prior.sort().values.log().float()\n",
                target=("one_class", "tags"),
            ),
        ),
    ),
    Bug(
        "I51",
        "log odds where logarithms were meant",
        stage=2,
        difficulty="hard",
        symptom="none to speak of",
        story="log(p / (1 - p)) is the right bias for a sigmoid. A softmax over it gives other "
        "shares.",
        variants=(
            one_edit(
                "target.py",
                PRIOR,
                "        return (self.prior / (1 - self.prior)).log().float()\n",
                target=("one_class", "tags"),
            ),
        ),
    ),
    Bug(
        "I52",
        "all units of a layer begin alike",
        stage=2,
        difficulty="medium",
        symptom="as if the net were one unit wide at first",
        story="Constant first weights: every unit computes the same and gets the same gradient.",
        variants=(
            one_edit(
                "model.py",
                MLP_END,
                MLP_END + "        nn.init.constant_(self.stem.weight, 0.1)\n",
                **MLP,
            ),
            one_edit(
                "model.py",
                CONVNET_END,
                CONVNET_END + "        nn.init.constant_(self.stem.weight, 0.1)\n",
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "I53",
        "vanishing first weights",
        stage=2,
        difficulty="medium",
        symptom="the first hundreds of steps bring nothing",
        story="Hidden weights are drawn with a spread of a ten-thousandth.",
        variants=(
            one_edit(
                "model.py",
                MLP_END,
                MLP_END + "        nn.init.normal_(self.stem.weight, std=1e-4)\n",
                **MLP,
            ),
            one_edit(
                "model.py",
                CONVNET_END,
                CONVNET_END + "        nn.init.normal_(self.stem.weight, std=1e-4)\n",
                **CONVNET,
            ),
        ),
    ),
)
