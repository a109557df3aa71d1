"""E: mistakes in evaluating, and in choosing what to keep."""

from .bug import NUMERIC, Bug, Edit, Variant, one_edit

BUGS = (
    Bug(
        "E01",
        "evaluating in training mode",
        stage=2,
        difficulty="easy",
        symptom="validation depends on the batch size, and gets better by being measured",
        story="`net.eval()` is missing: BatchNorm takes its statistics from each validation batch "
        "and lets them flow into its running means.",
        variants=(
            one_edit("evaluate.py", "    net.eval()\n", "", model=("convnet", "unet")),
        ),
    ),
    Bug(
        "E02",
        "an average of averages",
        stage=2,
        difficulty="medium",
        symptom="the validation loss changes a little with the batch size",
        story="The loss of a split is the mean of the means of its batches, so that the few "
        "examples of the last, short batch count more than the others.",
        variants=(
            one_edit(
                "evaluate.py",
                "        loss = (losses.dot(weights) / weights.sum()).item()\n",
                "        means = [part.mean() for part in losses.split(24)]\n        loss = torch.stack(means).mean().item()\n",
            ),
        ),
    ),
    Bug(
        "E03",
        "the last batch is never evaluated",
        stage=2,
        difficulty="easy",
        symptom="none: a few validation examples never count",
        story="`drop_last` belongs to training, if anywhere. Every id of the split must come back "
        "from an evaluation, once.",
        variants=(
            one_edit(
                "evaluate.py",
                "    for batch in feed.in_order():\n",
                "    for batch in feed.in_order(24):\n        if len(batch.ids) < min(24, len(feed)):\n            continue\n",
            ),
        ),
    ),
    Bug(
        "E04",
        "a metric that remembers",
        stage=2,
        difficulty="medium",
        symptom="validation metrics are smooth and lag behind the loss",
        story="What the metric has counted is not reset, so every evaluation averages over all "
        "earlier ones. Evaluate one net, then another: the second must not feel the first.",
        variants=(
            Variant(
                (
                    Edit(
                        "evaluate.py",
                        "def evaluate(net",
                        "counted: list[Tensor] = []\n\n\ndef evaluate(net",
                    ),
                    Edit(
                        "evaluate.py",
                        "    return Evaluation(ids, losses.cpu(), weights.cpu(), tally.cpu(), target)\n",
                        "    counted.append(tally.cpu())\n    tally = torch.cat(counted)\n    return Evaluation(ids, losses.cpu(), weights.cpu(), tally, target)\n",
                    ),
                )
            ),
        ),
    ),
    Bug(
        "E05",
        "a threshold where a maximum was meant",
        stage=2,
        difficulty="medium",
        symptom="accuracy is lower than the predictions look",
        story="A class counts as guessed if its probability is above one half; where none is, the "
        "first class gets the guess. On a good net all are, so nobody notices. Metrics counted "
        "from decoded predictions of a net that guesses tell.",
        variants=(
            one_edit(
                "target.py",
                "torch.stack([y, outputs.argmax(1)], 1)",
                "torch.stack([y, (outputs.softmax(1) > 0.5).int().argmax(1)], 1)",
                target=("one_class",),
            ),
            one_edit(
                "target.py",
                "+ outputs.argmax(1)\n        counts",
                "+ (outputs.softmax(1) > 0.5).int().argmax(1)\n        counts",
                target=("mask",),
            ),
        ),
    ),
    Bug(
        "E08",
        "the worst weights are kept",
        stage=2,
        difficulty="easy",
        symptom="the kept checkpoint is one of the first",
        story="More is taken for better where less is. The best checkpoint is the one that the "
        "validation says: let the validation say something that is known beforehand.",
        variants=(
            one_edit(
                "train.py",
                "rank < history.best",
                "rank > history.best",
            ),
        ),
    ),
    Bug(
        "E09",
        "predicting prepares its inputs differently",
        stage=2,
        difficulty="hard",
        symptom="validation is fine, users complain",
        story="`predict` rounds its inputs, `evaluate` does not. Both must answer the same for "
        "the same raw example.",
        variants=(
            one_edit(
                "predict.py",
                "for example in some])\n",
                "for example in some]).round()\n",
                data=NUMERIC,
            ),
        ),
    ),
    Bug(
        "E12",
        "the input is ignored",
        stage=2,
        difficulty="easy",
        symptom="the loss comes to rest at that of the best constant",
        story="The baseline on blank inputs was never switched off: the net learns the class "
        "shares and nothing else.",
        variants=(
            one_edit(
                "model.py",
                "        h = self.stem(x).sum(2) + self.places[: x.shape[1]]  # [batch, time, width]\n",
                "        h = self.stem(0 * x).sum(2) + self.places[: x.shape[1]]\n",
                model=("encoder",),
            ),
            one_edit(
                "model.py",
                "        h = self.body(self.stem(x))  # [batch, width]\n",
                "        h = self.body(self.stem(0 * x))  # [batch, width]\n",
                model=("mlp",),
            ),
            one_edit(
                "model.py",
                "        h = self.pool(self.norm(self.stem(x)).relu())",
                "        h = self.pool(self.norm(self.stem(0 * x)).relu())",
                model=("convnet",),
            ),
            one_edit(
                "model.py", "self.stem(x) +", "self.stem(0 * x) +", model=("gpt",)
            ),
            one_edit("model.py", "self.stem(h))", "self.stem(0 * h))", model=("tcn",)),
            one_edit(
                "model.py", "self.stem(x))]", "self.stem(0 * x))]", model=("unet",)
            ),
        ),
    ),
)
