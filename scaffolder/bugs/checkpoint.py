"""C: mistakes in what is saved, and in what is read back."""

from .bug import Bug, Edit, Variant, one_edit

WEIGHTS = (
    "            net={\n"
    "                name: value.detach().cpu().clone()\n"
    "                for name, value in net.state_dict().items()\n"
    "            },\n"
)
SERVED = "        net.load_state_dict(self.net)\n        return config"
OPTIMIZER = "        optimizer.load_state_dict(copied(self.optimizer))\n"

BUGS = (
    Bug(
        "C02",
        "the optimizer starts anew after a resume",
        stage=2,
        difficulty="medium",
        symptom="a bump in the curve wherever the run was interrupted",
        story="Weights are restored, Adam's running means are not. A run that is stopped and "
        "resumed must end with the bits of one that was left alone.",
        variants=(one_edit("recipe/checkpoint.py", OPTIMIZER, ""),),
    ),
    Bug(
        "C03",
        "the steps are counted from 0 after a resume",
        stage=2,
        difficulty="medium",
        symptom="a resumed run warms up again",
        story="The learning rate is read for the number of steps since the resume. A run that is "
        "stopped and resumed must end with the bits of one that was left alone.",
        variants=(
            one_edit(
                "recipe/loop.py",
                "learning_rate_at(step, config)",
                "learning_rate_at(step - first, config)",
            ),
        ),
    ),
    Bug(
        "C04",
        "a resume replays the order from its beginning",
        stage=2,
        difficulty="hard",
        symptom="none",
        story="The examples of the first epoch come again after a resume, others come late. A "
        "run that is stopped and resumed must end with the bits of one that was left alone.",
        variants=(
            one_edit(
                "recipe/loop.py",
                "feed.training(first, last)",
                "feed.training(0, last - first)",
            ),
        ),
    ),
    Bug(
        "C05",
        "a checkpoint that loads nothing",
        stage=2,
        difficulty="easy",
        symptom="`evaluate` and `predict` are no better than guessing",
        story="The names in the file begin with `module.`, those of the net do not, and "
        "`strict=False` swallows all of them. Outputs before saving and after loading must agree.",
        variants=(
            one_edit(
                "recipe/checkpoint.py",
                SERVED,
                '        renamed = {f"module.{name}": value for name, value in self.net.items()}\n'
                "        net.load_state_dict(renamed, strict=False)\n        return config",
            ),
        ),
    ),
    Bug(
        "C07",
        "a resume in mid-epoch begins the epoch again",
        stage=2,
        difficulty="medium",
        symptom="none",
        story="The batches before the kill come twice, those after it are skipped. A run that is "
        "stopped in mid-epoch and resumed must end with the bits of one that was left alone.",
        variants=(
            one_edit(
                "recipe/feed.py",
                "self.epoch(epoch)[done : done + last - first]",
                "self.epoch(epoch)[: min(last - first, self.steps_per_epoch - done)]",
            ),
        ),
    ),
    Bug(
        "C50",
        "the best weights go on training",
        stage=2,
        difficulty="hard",
        symptom="the best checkpoint is as bad as the last one",
        story="What is kept is no copy: the optimizer writes into the same memory. In the file "
        "all is well, in memory best and last are one. The kept weights must still give the loss "
        "they were kept for.",
        variants=(
            one_edit(
                "recipe/checkpoint.py",
                WEIGHTS,
                "            net={\n"
                "                name: value.detach().cpu()\n"
                "                for name, value in net.state_dict().items()\n"
                "            },\n",
            ),
        ),
    ),
    # --- held out ---
    Bug(
        "C80",
        "running statistics are not saved",
        stage=2,
        difficulty="hard",
        symptom="`evaluate` is far worse than the curve of the run",
        story="Only parameters are stored, and `strict=False` hides that BatchNorm's running "
        "mean and variance are missing. A net before its first step has none worth saving, so "
        "a checkpoint of a trained net must be asked.",
        variants=(
            Variant(
                (
                    Edit(
                        "recipe/checkpoint.py",
                        "in net.state_dict().items()",
                        "in net.named_parameters()",
                    ),
                    Edit(
                        "recipe/checkpoint.py",
                        SERVED,
                        SERVED.replace("(self.net)", "(self.net, strict=False)"),
                    ),
                    Edit(
                        "recipe/checkpoint.py",
                        "        net.load_state_dict(self.net)\n        optimizer",
                        "        net.load_state_dict(self.net, strict=False)\n        optimizer",
                    ),
                ),
                {"model": ("convnet",)},
            ),
        ),
    ),
    Bug(
        "C81",
        "the last weights are kept as the best",
        stage=2,
        difficulty="easy",
        symptom="`--weights best` and `--weights last` never differ",
        story="Every checkpoint is written over best.pt. Nobody notices while validation still "
        "improves. best.pt must be the row of metrics.csv with the lowest loss.",
        variants=(
            one_edit(
                "recipe/record.py",
                "        if checkpoint.best is checkpoint:\n",
                "        if checkpoint.best:\n",
            ),
        ),
    ),
    Bug(
        "C82",
        "a resume goes on from the best weights",
        stage=2,
        difficulty="hard",
        symptom="a resumed run is shorter, or longer, than it should be",
        story="`--resume` reads best.pt in place of last.pt. Resuming from a checkpoint in "
        "memory is fine; the way through the run folder is not.",
        variants=(
            one_edit(
                "recipe/record.py",
                '        checkpoint = self.checkpoint("last")\n',
                '        checkpoint = self.checkpoint("best")\n',
            ),
        ),
    ),
    Bug(
        "C83",
        "a resume forgets the best weights so far",
        stage=2,
        difficulty="hard",
        symptom="after a resume, best.pt is worse than before",
        story="The best of the first half is not read back, so the first evaluation after a "
        "resume wins, whatever it is. A resumed run must keep the best of both halves.",
        variants=(
            one_edit(
                "recipe/record.py",
                "        checkpoint.best = Checkpoint.load(best) if best.exists() else None\n",
                "        checkpoint.best = None\n",
            ),
        ),
    ),
    Bug(
        "C84",
        "evaluate always takes the last weights",
        stage=2,
        difficulty="medium",
        symptom="early stopping does not help",
        story="The choice of weights is read and forgotten. The evaluation of a run must repeat "
        "the row of metrics.csv that its checkpoint belongs to.",
        variants=(
            one_edit(
                "recipe/session.py",
                "    checkpoint = run.checkpoint(which)\n",
                '    checkpoint = run.checkpoint("last")\n',
            ),
        ),
    ),
    Bug(
        "C85",
        "the checkpoint needs the training data",
        stage=2,
        difficulty="hard",
        symptom="predictions change when the data file does",
        story="The constants of the normalisation are measured anew from whatever the data file "
        "holds today. As long as it is the same file all agree. With the data moved away a "
        "checkpoint must still predict.",
        variants=(
            one_edit(
                "recipe/checkpoint.py",
                "        inputs, goal = data.Inputs(**self.inputs), target.Target(**self.target)\n",
                "        train = data.load(config).train\n"
                "        inputs = data.Inputs.from_training(train, config)\n"
                "        goal = target.Target(**self.target)\n",
            ),
        ),
    ),
)
