"""E: mistakes in evaluating that were written down before anybody tried to find them."""

from .bug import Bug, Edit, Variant, one_edit

WORDS, NUMBERS = {"target": ("one_class",)}, {"target": ("number",)}

BUGS = (
    Bug(
        "E50",
        "validation forgets the weights of examples",
        stage=2,
        difficulty="hard",
        symptom="validation loss and training loss cannot be compared",
        story="The loss of a split is the plain mean, that of a batch the weighted one. While all "
        "weights are 1, nothing shows.",
        variants=(
            one_edit(
                "evaluate.py",
                "        loss = (losses.dot(weights) / weights.sum()).item()\n",
                "        loss = losses.mean().item()\n",
            ),
        ),
    ),
    Bug(
        "E51",
        "a median for a mean",
        stage=2,
        difficulty="easy",
        symptom="the validation loss is wonderfully low",
        story="The median of the losses ignores the examples that are wrong.",
        variants=(
            one_edit(
                "evaluate.py",
                "        loss = (losses.dot(weights) / weights.sum()).item()\n",
                "        loss = losses.median().item()\n",
            ),
        ),
    ),
    Bug(
        "E52",
        "an error that more is better of",
        stage=2,
        difficulty="medium",
        symptom="with watch = RMSE an early checkpoint is kept",
        story="RMSE is missing in `errors`, so the largest is taken for the best.",
        variants=(
            one_edit(
                "target.py",
                '    errors = ("MAE", "RMSE", "MAPE")',
                '    errors = ("MAE", "MAPE")',
                **NUMBERS,
            ),
        ),
    ),
    Bug(
        "E53",
        "the second guess counts too",
        stage=2,
        difficulty="medium",
        symptom="accuracy is higher than the confusion matrix says",
        story="A hit in the first two guesses counts as a hit.",
        variants=(
            one_edit(
                "target.py",
                "        return torch.stack([y, outputs.argmax(1)], 1)\n",
                "        two = outputs.topk(2).indices\n"
                "        hit = (two == y[:, None]).any(1)\n"
                "        return torch.stack([y, torch.where(hit, y, two[:, 0])], 1)\n",
                **WORDS,
            ),
        ),
    ),
    Bug(
        "E54",
        "shares explained of the wrong whole",
        stage=2,
        difficulty="medium",
        symptom="R2 is close to 1 from the start",
        story="R2 divides by the squares of the answers instead of their squares around the mean.",
        variants=(
            one_edit(
                "target.py",
                "truth - truth.mean()",
                "truth",
                **NUMBERS,
            ),
        ),
    ),
    Bug(
        "E55",
        "only the first thousand examples are evaluated",
        stage=2,
        difficulty="hard",
        symptom="with much validation data its numbers still jump",
        story="A limit on the number of batches, from when evaluation took too long.",
        variants=(
            one_edit(
                "evaluate.py",
                "    for batch in feed.in_order():\n",
                "    for _, batch in zip(range(4), feed.in_order()):\n",
            ),
        ),
    ),
    Bug(
        "E56",
        "the evaluation is rounded",
        stage=2,
        difficulty="hard",
        symptom="close runs tie",
        story="Losses are rounded to two digits before they are averaged.",
        variants=(
            one_edit(
                "evaluate.py",
                "        rows.append((loss, target.weight(batch.y), tally))\n",
                "        rows.append((loss.round(decimals=2), target.weight(batch.y), tally))\n",
            ),
        ),
    ),
    Bug(
        "E57",
        "the best is chosen by the last batch of training",
        stage=2,
        difficulty="hard",
        symptom="the kept weights are late ones and overfitted",
        story="The training examples, not the validation examples, say which weights are best.",
        variants=(
            Variant(
                (
                    Edit(
                        "train.py",
                        "evaluate(net, validation) if validation else None",
                        "evaluate(net, feed) if validation else None",
                    ),
                )
            ),
        ),
    ),
)
