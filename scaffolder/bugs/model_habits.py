"""M: dropout, single examples, shortcuts: what a net does beside its layers."""

from .bug import Bug, Edit, Variant, one_edit
from .model import (
    CONVNET,
    CONVNET_BODY,
    CONVNET_DOOR,
    GPT,
    GPT_DOOR,
    MLP,
    MLP_DOOR,
    MLP_HEAD,
    POOLED,
    RARELY,
    TCN,
    TCN_DOOR,
    TCN_EXIT,
    TCN_HEAD,
    UNET,
    UNET_EXIT,
    UNET_HEAD,
)

DROPOUT = "        h = nn.functional.dropout(h, 0.2)\n"

BUGS = (
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
                "        h = self.stem(x).sum(2) + self.places[: x.shape[1]]  # [batch, time, width]\n        h = F.dropout(h, 0.2)\n",
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
            one_edit("model.py", GPT_DOOR, GPT_DOOR + DROPOUT, **GPT),
            one_edit("model.py", TCN_DOOR, TCN_DOOR + DROPOUT, **TCN),
            one_edit("model.py", UNET_EXIT, DROPOUT + UNET_EXIT, **UNET),
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
                POOLED,
                "        kept = F.dropout(kept, 0.9, self.training)\n" + POOLED,
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
            one_edit(
                "model.py",
                "        self.norm = nn.LayerNorm(width)\n",
                "        self.norm = nn.Sequential(nn.LayerNorm(width), nn.Dropout(0.9))\n",
                **GPT,
            ),
            Variant(
                (
                    Edit("model.py", TCN_HEAD, TCN_HEAD + RARELY),
                    Edit("model.py", TCN_EXIT, "        h = self.drop(h)\n" + TCN_EXIT),
                ),
                TCN,
            ),
            Variant(
                (
                    Edit("model.py", UNET_HEAD, UNET_HEAD + RARELY),
                    Edit(
                        "model.py", UNET_EXIT, "        h = self.drop(h)\n" + UNET_EXIT
                    ),
                ),
                UNET,
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
                "train.py",
                "    parts = min(config.accumulate, len(batch.ids))\n",
                "    parts = len(batch.ids)\n",
                model=("convnet", "unet"),
            ),
        ),
        add=("accumulate",),
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
        survives="It is another net, not a wrong one: nothing says that a block must have a "
        "shortcut, and without it the net still fits. Only the paper tells.",
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
            one_edit(
                "model.py",
                "        h = h + self.attention(self.look(h))\n",
                "        h = self.attention(self.look(h))\n",
                **GPT,
            ),
            one_edit(
                "model.py",
                "        return later + self.narrow(",
                "        return self.narrow(",
                **TCN,
            ),
            one_edit(
                "model.py", "torch.cat([beside, h], 1)", "torch.cat([h, h], 1)", **UNET
            ),
        ),
    ),
)
