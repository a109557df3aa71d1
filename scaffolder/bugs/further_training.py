"""C, E, O, R, T: further mistakes in training, evaluating and keeping."""

from .bug import Bug, Edit, Variant, one_edit

BUGS = (
    Bug(
        "C70",
        "what an answer means gets lost on the way to `predict`",
        stage=2,
        difficulty="medium",
        symptom="evaluation is fine; predictions from the checkpoint are wrong with confidence",
        story="The checkpoint holds what the target measured, and it is put back in another order. "
        "Training and evaluation never do that. Asking the checkpoint, alone, for the answers of "
        "examples that were evaluated shows two different ones.",
        variants=(
            one_edit(
                "problem.py",
                'Target(**state["target"])',
                'Target(state["target"]["names"][::-1], state["target"]["counts"])',
                target=("one_class",),
            ),
            one_edit(
                "problem.py",
                'Target(**state["target"])',
                'Target(**state["target"] | {"names": state["target"]["names"][::-1]})',
                target=("tags",),
            ),
            one_edit(
                "problem.py",
                'Target(**state["target"])',
                'Target(**state["target"] | {"mean": state["target"]["sd"]})',
                target=("number",),
            ),
        ),
    ),
    Bug(
        "E70",
        "inputs are clipped in evaluation only",
        stage=2,
        difficulty="medium",
        symptom="validation is a little worse than it should be",
        story="The evaluation clamps its inputs to [-1, 1], the training does not: two sets of "
        "preprocessing that have drifted apart. The net on the same example, by hand, gives another "
        "output than the evaluation.",
        variants=(
            one_edit(
                "evaluate.py",
                "        yield batch, net(batch.x)\n",
                "        yield batch, net(batch.x.clamp(-1, 1))\n",
            ),
        ),
    ),
    Bug(
        "E71",
        "the mode is not given back after an evaluation",
        stage=2,
        difficulty="medium",
        symptom="training changes its character at the first evaluation",
        story="`evaluate` puts the net into evaluation mode and leaves it there. From the first "
        "evaluation on, BatchNorm trains on frozen statistics and dropout is off.",
        variants=(
            one_edit(
                "evaluate.py",
                "    net.train(training)\n",
                "",
                model=("convnet",),
            ),
        ),
    ),
    Bug(
        "E72",
        "the blank baseline sees the answer",
        stage=2,
        difficulty="medium",
        symptom="a net that sees nothing is as good as one that looks",
        story="The input-independent baseline ought to get zeros; it gets the answer in every "
        "place. It beats the best constant answer, which no net without inputs can.",
        variants=(
            one_edit(
                "feed.py",
                "torch.zeros_like(x) if self.blank else x",
                "torch.zeros_like(x) + y[:, None] if self.blank else x",
            ),
        ),
    ),
    Bug(
        "E73",
        "a picture of the first layer moves the first layer",
        stage=2,
        difficulty="hard",
        symptom="a run that is watched ends elsewhere than one that is not",
        story="The weights of the first layer are centred for the picture, in place: `detach` and "
        "`numpy` share the memory of the parameter. Training goes on with other weights after every "
        "look. Two trainings, with and without a watcher, must end in the same bits.",
        variants=(
            one_edit(
                "pictures.py",
                "            watched = self.problem.target.watch(outputs, batch.y).tolist()\n",
                "            watched = self.problem.target.watch(outputs, batch.y).tolist()\n            net.stem.weight.data.sub_(net.stem.weight.data.mean())\n",
            ),
        ),
    ),
    Bug(
        "O70",
        "gradients are never clipped",
        stage=2,
        difficulty="medium",
        symptom="one odd batch throws the training back",
        story="`clip` in config.py does nothing: the norm is compared with infinity. On clean data "
        "it never matters; one outlier is enough. A step under a small clip must equal the step that "
        "a naive loop makes.",
        variants=(
            one_edit(
                "train.py",
                "norm_(trained, config.clip)",
                'norm_(trained, float("inf"))',
            ),
        ),
    ),
    Bug(
        "O71",
        "the optimizer holds the parameters of another net",
        stage=2,
        difficulty="easy",
        symptom="nothing is learned at all",
        story="The optimizer was given a copy of the net. It steps, faithfully, and the net that is "
        "evaluated never changes.",
        variants=(
            Variant(
                (
                    Edit(
                        "train.py",
                        "import math\n",
                        "import copy\nimport math\n",
                    ),
                    Edit(
                        "train.py",
                        "    for p in net.parameters():\n        decay",
                        "    for p in copy.deepcopy(net).parameters():\n        decay",
                    ),
                )
            ),
        ),
    ),
    Bug(
        "O72",
        "the learning rate decays long before the end",
        stage=3,
        difficulty="easy",
        symptom="training flattens early and everybody thinks it has converged",
        story="The rate is divided by ten every 30 % of the steps, a schedule copied from another "
        "data set. The last two thirds of the budget do nothing.",
        variants=(
            one_edit(
                "train.py",
                "    return config.learning_rate * share\n",
                "    share *= 0.1 ** (step // (0.3 * config.steps))\n    return config.learning_rate * share\n",
            ),
        ),
    ),
    Bug(
        "R70",
        "an order without a seed",
        stage=2,
        difficulty="easy",
        symptom="the same command gives another result each time",
        story="The shuffle draws from the global generator, whose state depends on whatever ran "
        "before. Two runs of the same seed see other batches.",
        variants=(
            one_edit(
                "feed.py",
                "torch.randperm(len(self), generator=generator)",
                "torch.randperm(len(self))",
            ),
        ),
    ),
    Bug(
        "R71",
        "the order forgets the seed",
        stage=2,
        difficulty="medium",
        symptom="results over several seeds are suspiciously alike",
        story="The order of the examples depends on the epoch alone. Another seed gives other first "
        "weights but the same batches, so the spread over seeds is too small.",
        variants=(
            one_edit("feed.py", "mix(self.config.seed, epoch)", "mix(0, epoch)"),
        ),
    ),
    Bug(
        "T70",
        "training in evaluation mode",
        stage=2,
        difficulty="easy",
        symptom="dropout and BatchNorm seem to do nothing",
        story="`net.eval()` stands where `net.train()` was meant: BatchNorm never measures a batch.",
        variants=(
            one_edit(
                "train.py",
                "    net.train()\n",
                "    net.eval()\n",
                model=("convnet",),
            ),
        ),
    ),
    Bug(
        "T71",
        "a probe leaves the net in evaluation mode",
        stage=2,
        difficulty="hard",
        symptom="`train` is a little worse than the same training in a notebook",
        story="Whoever looks at the predictions during training switches to evaluation mode and does "
        "not switch back. From the first look on, BatchNorm trains on frozen statistics.",
        variants=(
            one_edit(
                "evaluate.py",
                "    net.train(training)\n",
                "",
                model=("convnet",),
            ),
        ),
    ),
)
