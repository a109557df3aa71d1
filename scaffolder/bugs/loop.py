"""T: mistakes in the training loop."""

from .bug import Bug, one_edit

BUGS = (
    Bug(
        "T01",
        "gradients pile up",
        stage=2,
        difficulty="easy",
        symptom="training is restless, as with too high a learning rate",
        story="`optimizer.zero_grad()` is missing, so each step follows the sum of all gradients "
        "so far. Adam divides by their size and hides it; at a small learning rate nobody "
        "notices. Six steps beside a loop written out by hand show it at once.",
        variants=(one_edit("train.py", "    optimizer.zero_grad()\n", ""),),
    ),
    Bug(
        "T02",
        "the loss is clipped where gradients were meant",
        stage=2,
        difficulty="medium",
        symptom="outliers are ignored; rare classes are never learnt",
        story="A loss above the limit is set to it, and a constant has no gradient: just the "
        "examples with most to teach teach nothing.",
        variants=(
            one_edit(
                "train.py",
                "target.loss(net(batch.x), batch.y),",
                "target.loss(net(batch.x), batch.y).clamp(max=1.0),",
            ),
        ),
    ),
    Bug(
        "T03",
        "clipped too late",
        stage=2,
        difficulty="medium",
        symptom="the share of clipped steps is reported, spikes come all the same",
        story="Gradients are clipped after the step that uses them, and zeroed before the next. "
        "A loop by hand with a limit far below the gradient ends elsewhere.",
        variants=(
            one_edit(
                "train.py",
                "    norm = nn.utils.clip_grad_norm_(trained, config.clip)  # never the loss\n    optimizer.step()\n",
                "    optimizer.step()\n    norm = nn.utils.clip_grad_norm_(trained, config.clip)  # never the loss\n",
            ),
        ),
    ),
    Bug(
        "T04",
        "the parts of a batch are not divided",
        stage=2,
        difficulty="hard",
        symptom="with accumulate = 4 gradients are four times as long, and always clipped",
        story="Each part of the batch brings the mean of its own loss, and they are added up. "
        "Adam hides the factor, clipping does not. The same batch in one part and in three must "
        "give the same step.",
        variants=(
            one_edit(
                "train.py",
                "        loss = each.dot(weights.to(each)) / total\n",
                "        loss = each.dot(weights.to(each)) / weights.sum()\n",
            ),
        ),
        add=("accumulate",),
    ),
    Bug(
        "T05",
        "a mean of the means of the parts",
        stage=2,
        difficulty="hard",
        symptom="with accumulate > 1 it trains a little differently",
        story="The mean over a batch is taken as the mean of the means of its parts, although the "
        "parts have different sizes and weights. Parts of 2, 3 and 3 examples show it.",
        variants=(
            one_edit(
                "train.py",
                "        loss = each.dot(weights.to(each)) / total\n",
                "        mean = each.dot(weights.to(each)) / weights.sum()\n        loss = mean / config.accumulate\n",
            ),
        ),
        add=("accumulate",),
    ),
    Bug(
        "T08",
        "the learning rate changes once per epoch",
        stage=3,
        difficulty="medium",
        symptom="the warm-up is a staircase",
        story="The schedule counts epochs where it should count steps. With one epoch in the "
        "budget the rate never changes at all.",
        variants=(
            one_edit(
                "train.py",
                '            group["lr"] = learning_rate_at(step, config)\n',
                '            first_of_epoch = step - step % feed.steps_per_epoch\n            group["lr"] = learning_rate_at(first_of_epoch, config)\n',
            ),
        ),
    ),
    Bug(
        "T10",
        "every epoch a new optimizer",
        stage=2,
        difficulty="medium",
        symptom="the loss jumps a little at the start of each epoch",
        story="The optimizer is made inside the loop over epochs, and with it go the running "
        "means of Adam. After k steps its state must have counted k.",
        variants=(
            one_edit(
                "train.py",
                "        for group in optimizer.param_groups:\n",
                "        if step % feed.steps_per_epoch == 0:\n            optimizer = new_optimizer(net, config)\n        for group in optimizer.param_groups:\n",
            ),
        ),
    ),
    Bug(
        "T13",
        "half precision without a scale",
        stage=6,
        difficulty="hard",
        symptom="it underfits a little on the GPU",
        story="Small gradients become 0 in float16. Waits for a project with mixed precision.",
    ),
    Bug(
        "T14",
        "each epoch draws the same random numbers",
        stage=4,
        difficulty="hard",
        symptom="dropout regularises less than it should",
        story="The seed is set anew at the start of every epoch, so that an example in the same "
        "place loses the same units each time. No two steps may begin with the same random state.",
        variants=(
            one_edit(
                "train.py",
                "        fix_random_seed(config.seed, step)\n",
                "        fix_random_seed(config.seed, step % feed.steps_per_epoch)\n",
            ),
        ),
    ),
)
