"""M: mistakes in the net."""

from .bug import Bug, Edit, Variant, one_edit

MLP, CONVNET = {"model": ("mlp",)}, {"model": ("convnet",)}
MLP_BODY = "        self.body = nn.Sequential(*(Block(width) for _ in range(depth)))\n"
MLP_DOOR = "        h = self.body(self.stem(x))  # [batch, width]\n"
MLP_EXIT = "        return self.head(self.norm(h).relu())\n"
MLP_HEAD = "        self.norm = nn.LayerNorm(width)\n        self.head"
CONVNET_BODY = "        self.body = nn.Sequential(*blocks)\n"
CONVNET_DOOR = "        h = self.body(h)  # [batch, 4 * width, side / 4, side / 4]\n"
CONVNET_EXIT = "        return self.head(h.mean((2, 3)))\n"
ONE_BY_ONE = "        for block in self.blocks:\n            h = block(h)\n"

BUGS = (
    Bug(
        "M03",
        "a position sees what comes after it",
        stage=2,
        difficulty="easy",
        symptom="the training loss is far too low, what it writes is nonsense",
        story="The causal mask is missing, so each position reads the answer it is to give. "
        "Waits for a kind with sequences: language-model, series-forecasting.",
    ),
    Bug(
        "M04",
        "the answer depends on the padding",
        stage=2,
        difficulty="medium",
        symptom="the same text gets another answer in another batch",
        story="A mean runs over the padded length, or a mask says what to drop where it should "
        "say what to keep.",
        variants=(
            one_edit(
                "model.py",
                "        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=seen)\n",
                "        mixed = F.scaled_dot_product_attention(q, k, v)\n",
                model=("encoder",),
            ),
        ),
    ),
    Bug(
        "M05",
        "the last step of a padded sequence is taken for its end",
        stage=2,
        difficulty="medium",
        symptom="short sequences do worse than long ones",
        story="`out[:, -1]` reads a state made of padding.",
        variants=(
            one_edit(
                "model.py",
                "        return self.head(mean_of(self.norm(h), real))\n",
                "        return self.head(self.norm(h)[:, -1])\n",
                model=("encoder",),
            ),
        ),
    ),
    Bug(
        "M06",
        "nobody knows the positions",
        stage=2,
        difficulty="medium",
        symptom="somewhat worse than others report",
        story="Attention without positions sees a bag of tokens.",
        variants=(
            one_edit(
                "model.py",
                "        h = self.stem(x).sum(2) + self.places[: x.shape[1]]  # [batch, time, width]\n",
                "        h = self.stem(x).sum(2) + 0 * self.places[: x.shape[1]]\n",
                model=("encoder",),
            ),
        ),
    ),
    Bug(
        "M07",
        "heads cut out with a view",
        stage=2,
        difficulty="medium",
        symptom="somewhat worse than others report",
        story="Time and heads are mixed by a view without a transpose, and causality goes with "
        "it.",
        variants=(
            one_edit(
                "model.py",
                "part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in three",
                "part.reshape(len(h), self.heads, h.shape[1], -1) for part in three",
                model=("encoder",),
            ),
        ),
    ),
    Bug(
        "M08",
        "layers in a plain list",
        stage=2,
        difficulty="medium",
        symptom="a deeper net is no better, and a reloaded one answers differently",
        story="A Python list hides its layers from torch: the optimizer never gets their weights, "
        "a checkpoint never holds them. The rest of the net learns around them. The leaves of the "
        "graph of the loss must be the named parameters, no more and no fewer.",
        variants=(
            one_edit(
                "model.py",
                "        self.body = nn.ModuleList(Block(width) for _ in range(depth))\n",
                "        self.body = [Block(width) for _ in range(depth)]\n",
                model=("encoder",),
            ),
            Variant(
                (
                    Edit(
                        "model.py",
                        MLP_BODY,
                        "        self.blocks = [Block(width) for _ in range(depth)]\n",
                    ),
                    Edit(
                        "model.py",
                        MLP_DOOR,
                        "        h = self.stem(x)  # [batch, width]\n" + ONE_BY_ONE,
                    ),
                ),
                MLP,
            ),
            Variant(
                (
                    Edit("model.py", CONVNET_BODY, "        self.blocks = blocks\n"),
                    Edit("model.py", CONVNET_DOOR, ONE_BY_ONE),
                ),
                CONVNET,
            ),
        ),
    ),
    Bug(
        "M09",
        "a frozen first layer",
        stage=2,
        difficulty="easy",
        symptom="it trains, to a somewhat higher loss",
        story="`requires_grad_(False)` is left over from an experiment with other weights. The "
        "layers above make do with random features. Every parameter has to move in three steps.",
        variants=(
            one_edit(
                "model.py",
                "        self.norm = nn.LayerNorm(width)\n"
                "        self.head = nn.Linear(width, outputs)\n"
                "        first_weights(self, depth)\n",
                "        self.norm = nn.LayerNorm(width)\n"
                "        self.head = nn.Linear(width, outputs)\n"
                "        first_weights(self, depth)\n"
                "        self.stem.requires_grad_(False)\n",
                model=("encoder",),
            ),
            one_edit(
                "model.py",
                MLP_HEAD,
                MLP_HEAD.replace(
                    "self.head", "self.stem.requires_grad_(False)\n        self.head"
                ),
                **MLP,
            ),
            one_edit(
                "model.py",
                CONVNET_BODY,
                CONVNET_BODY + "        self.stem.requires_grad_(False)\n",
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M12",
        "an activation on the output",
        stage=2,
        difficulty="easy",
        symptom="the loss comes to rest far above where it should",
        story="A ReLU follows the head: no output is ever negative, and where it is cut no "
        "gradient comes back. The first loss is not that of the prior, whose logarithms are "
        "negative, and one batch cannot be learnt by heart.",
        variants=(
            one_edit(
                "model.py",
                "        return self.head(mean_of(self.norm(h), real))\n",
                "        return self.head(mean_of(self.norm(h), real)).relu()\n",
                model=("encoder",),
            ),
            one_edit("model.py", MLP_EXIT, MLP_EXIT.rstrip() + ".relu()\n", **MLP),
            one_edit(
                "model.py",
                CONVNET_EXIT,
                CONVNET_EXIT.rstrip() + ".relu()\n",
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M13",
        "dropout that never sleeps",
        stage=2,
        difficulty="easy",
        symptom="the same evaluation twice gives two numbers",
        story="`functional.dropout` is called without `training=self.training`, so validation and "
        "prediction lose a fifth of their units as well.",
        variants=(
            one_edit(
                "model.py",
                "        h = self.stem(x).sum(2) + self.places[: x.shape[1]]  # [batch, time, width]\n",
                "        h = self.stem(x).sum(2) + self.places[: x.shape[1]]  # [batch, time, width]\n"
                "        h = F.dropout(h, 0.2)\n",
                model=("encoder",),
            ),
            one_edit(
                "model.py",
                MLP_DOOR,
                MLP_DOOR + "        h = nn.functional.dropout(h, 0.2)\n",
                **MLP,
            ),
            one_edit(
                "model.py",
                CONVNET_DOOR,
                CONVNET_DOOR + "        h = nn.functional.dropout(h, 0.2)\n",
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M14",
        "dropout keeps one unit of ten",
        stage=2,
        difficulty="easy",
        symptom="training loss stays far above validation loss",
        story="torch's argument is the share that is dropped; 0.9 was meant as the share that is "
        "kept. And before stage 4 it should not be there at all.",
        variants=(
            one_edit(
                "model.py",
                "        return self.head(mean_of(self.norm(h), real))\n",
                "        return self.head(F.dropout(mean_of(self.norm(h), real), 0.9, self.training))\n",
                model=("encoder",),
            ),
            one_edit(
                "model.py",
                MLP_HEAD,
                "        self.norm = nn.Sequential(nn.LayerNorm(width), nn.Dropout(0.9))\n"
                "        self.head",
                **MLP,
            ),
            one_edit(
                "model.py",
                CONVNET_BODY,
                "        self.body = nn.Sequential(*blocks, nn.Dropout(0.9))\n",
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M16",
        "BatchNorm is fed single examples",
        stage=2,
        difficulty="medium",
        symptom="training looks fine, validation does not",
        story="Each example goes through the net alone, to save memory. The gradients add up as "
        "they should, but BatchNorm now normalises every picture by itself, which no running mean "
        "can stand for in evaluation. Parts of a batch must stay larger than one.",
        variants=(
            one_edit(
                "recipe/step.py",
                "batch.parts(config.accumulate)",
                "batch.parts(len(batch.ids))",
                **CONVNET,
            ),
        ),
    ),
    Bug(
        "M19",
        "a net too narrow for its task",
        stage=2,
        difficulty="medium",
        symptom="training loss and validation loss are equally bad",
        story="However wide the config asks it to be, the reference net stays four units wide. It "
        "underfits, which looks like difficult data. A net twice as wide must fit better.",
        variants=(
            one_edit(
                "model.py",
                "outputs, config.width, config.depth)",
                "outputs, min(config.width, 4), config.depth)",
            ),
        ),
    ),
    Bug(
        "M20",
        "the shortcut is lost",
        stage=2,
        difficulty="hard",
        symptom="deeper nets train more slowly, not better",
        story="The block returns f(h) instead of h + f(h). At depth 1 hardly anything shows. It "
        "is another net, not a wrong one: where the shortcut had weights, they no longer get a "
        "gradient; elsewhere only a comparison with the paper tells.",
        variants=(
            one_edit(
                "model.py",
                "        return h + self.out(F.gelu(self.wide(self.think(h))))\n",
                "        return self.out(F.gelu(self.wide(self.think(h))))\n",
                model=("encoder",),
            ),
            one_edit(
                "model.py",
                "        return h + self.narrow(",
                "        return self.narrow(",
                **MLP,
            ),
            one_edit(
                "model.py",
                "        return (self.shortcut(h) + f).relu()",
                "        return f.relu()",
                **CONVNET,
            ),
        ),
    ),
)
