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
GPT, TCN, UNET = {"model": ("gpt",)}, {"model": ("tcn",)}, {"model": ("unet",)}
GPT_BODY = MLP_BODY
GPT_DOOR = (
    "        h = self.stem(x) + self.places[: x.shape[1]]  # [batch, time, width]\n"
)
GPT_EXIT = "        return self.head(self.norm(self.body(h))).mT\n"
GPT_END = "        first_weights(self, width, depth)\n"
GPT_HEADS = "part.unflatten(2, (self.heads, -1)).transpose(1, 2)"
TCN_BODY = (
    "        self.body = nn.Sequential(*(level(width, depth) for _ in range(levels)))\n"
)
TCN_DOOR = "        h = self.body(self.stem(h))  # [batch, forecast, 1, width]\n"
TCN_EXIT = "        return self.head(h[:, :, -1]).mT\n"
TCN_HEAD = "        self.head = nn.Linear(width, horizon)\n"
UNET_EXIT = "        return self.head(h)\n"
UNET_HEAD = "        self.head = nn.Conv2d(width, outputs, kernel_size=1)\n"
ASLEEP = "        self.stem.requires_grad_(False)\n"
ONE_BY_ONE = "        for block in self.blocks:\n            h = block(h)\n"

RARELY = "        self.drop = nn.Dropout(0.9)\n"

POOLED = (
    "        return self.head(kept.sum(1) / real.sum(1, keepdim=True).clamp_min(1))\n"
)

BUGS = (
    Bug(
        "M03",
        "a position sees what comes after it",
        stage=2,
        difficulty="easy",
        symptom="the training loss is far too low, what it writes is nonsense",
        story="The causal mask is missing, so each position reads the answer it is to give. The "
        "output at one place must not feel any later one.",
        variants=(one_edit("model.py", "is_causal=True", "is_causal=False", **GPT),),
    ),
    Bug(
        "M04",
        "the answer depends on the padding",
        stage=2,
        difficulty="medium",
        symptom="the same text gets another answer in another batch",
        story="A mean runs over the padded length, or a mask says what to drop where it should "
        "say what to keep. Without its pads an example must get the same outputs.",
        variants=(
            one_edit(
                "model.py",
                "        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=seen)\n",
                "        mixed = F.scaled_dot_product_attention(q, k, v)\n",
                model=("encoder",),
            ),
            one_edit(
                "model.py",
                "return x[:, :, :1] != 0",
                "return x[:, :, :1] == 0",
                model=("tagger",),
            ),
        ),
    ),
    Bug(
        "M05",
        "the last step of a padded sequence is taken for its end",
        stage=2,
        difficulty="medium",
        symptom="short sequences do worse than long ones",
        story="`out[:, -1]` reads a state made of padding. Waits for a kind that pads: "
        "text-classification, text-tagging.",
        variants=(
            one_edit(
                "model.py",
                POOLED,
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
        story="Attention without positions sees a bag of tokens. The same token "
        "everywhere must not give the same output everywhere.",
        variants=(
            one_edit(
                "model.py",
                "        h = self.stem(x).sum(2) + self.places[: x.shape[1]]  # [batch, time, width]\n",
                "        h = self.stem(x).sum(2) + 0 * self.places[: x.shape[1]]\n",
                model=("encoder",),
            ),
            Variant(
                (
                    Edit("model.py", GPT_DOOR, "        h = self.stem(x)\n"),
                    Edit(
                        "model.py",
                        "        self.places = nn.Parameter(torch.zeros(context, width))\n",
                        "",
                    ),
                ),
                GPT,
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
                "        q, k, v = heads.permute(2, 0, 3, 1, 4)",
                "        q, k, v = (\n"
                "            part.reshape(len(h), self.heads, h.shape[1], -1)\n"
                "            for part in heads.unbind(2)\n"
                "        )",
                model=("encoder",),
            ),
            one_edit(
                "model.py",
                GPT_HEADS,
                "part.reshape(len(h), self.heads, h.shape[1], -1)",
                **GPT,
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
            Variant(
                (
                    Edit(
                        "model.py",
                        GPT_BODY,
                        "        self.blocks = [Block(width) for _ in range(depth)]\n",
                    ),
                    Edit(
                        "model.py",
                        GPT_EXIT,
                        ONE_BY_ONE + "        return self.head(self.norm(h)).mT\n",
                    ),
                ),
                GPT,
            ),
            Variant(
                (
                    Edit(
                        "model.py",
                        TCN_BODY,
                        "        self.blocks = [level(width, depth) for _ in range(levels)]\n",
                    ),
                    Edit(
                        "model.py", TCN_DOOR, "        h = self.stem(h)\n" + ONE_BY_ONE
                    ),
                ),
                TCN,
            ),
            one_edit(
                "model.py", "self.down = nn.ModuleList(", "self.down = list(", **UNET
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
                "        self.norm = nn.LayerNorm(width)\n        self.head = nn.Linear(width, outputs)\n        first_weights(self, depth)\n",
                "        self.norm = nn.LayerNorm(width)\n        self.head = nn.Linear(width, outputs)\n        first_weights(self, depth)\n        self.stem.requires_grad_(False)\n",
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
            one_edit("model.py", GPT_END, GPT_END + ASLEEP, **GPT),
            one_edit("model.py", TCN_HEAD, TCN_HEAD + ASLEEP, **TCN),
            one_edit("model.py", UNET_HEAD, UNET_HEAD + ASLEEP, **UNET),
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
                POOLED,
                POOLED.rstrip() + ".relu()\n",
                model=("encoder",),
            ),
            one_edit("model.py", MLP_EXIT, MLP_EXIT.rstrip() + ".relu()\n", **MLP),
            one_edit(
                "model.py",
                CONVNET_EXIT,
                CONVNET_EXIT.rstrip() + ".relu()\n",
                **CONVNET,
            ),
            one_edit(
                "model.py", GPT_EXIT, GPT_EXIT.replace(".mT", ".mT.relu()"), **GPT
            ),
            one_edit(
                "model.py", TCN_EXIT, TCN_EXIT.replace(".mT", ".mT.relu()"), **TCN
            ),
            one_edit("model.py", UNET_EXIT, UNET_EXIT.rstrip() + ".relu()\n", **UNET),
        ),
    ),
)
