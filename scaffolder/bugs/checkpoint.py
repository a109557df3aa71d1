"""C: mistakes in what is saved, and in what is read back."""

from .bug import Bug, Edit, Variant, one_edit

BUGS = (
    Bug(
        "C02",
        "the optimizer starts anew after a resume",
        stage=2,
        difficulty="medium",
        symptom="a bump in the curve wherever the run was interrupted",
        story="Weights are restored, Adam's running means are not. A run that is stopped and "
        "resumed must end with the bits of one that was left alone.",
        variants=(
            one_edit(
                "train.py", '    optimizer.load_state_dict(last["optimizer"])\n', ""
            ),
        ),
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
                "train.py",
                '            group["lr"] = learning_rate_at(step, config)\n',
                '            group["lr"] = learning_rate_at(step - first, config)\n',
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
                "train.py",
                "feed.training(first, config.steps)",
                "feed.training(0, config.steps - first)",
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
                "run.py",
                '        net.load_state_dict(checkpoint["net"])\n',
                '        renamed = {f"module.{k}": v for k, v in checkpoint["net"].items()}\n        net.load_state_dict(renamed, strict=False)\n',
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
                "feed.py",
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
        story="What is kept is no copy: the optimizer writes into the same memory. Nothing is kept "
        "in memory here: best.pt is on the disk before training goes on.",
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
                        "train.py",
                        'saved |= {"net": net.state_dict(), "optimizer": optimizer.state_dict()}',
                        'saved |= {"net": dict(net.named_parameters()), "optimizer": optimizer.state_dict()}',
                    ),
                    Edit(
                        "run.py",
                        '        net.load_state_dict(checkpoint["net"])\n',
                        '        net.load_state_dict(checkpoint["net"], strict=False)\n',
                    ),
                    Edit(
                        "train.py",
                        '    net.load_state_dict(last["net"])\n',
                        '    net.load_state_dict(last["net"], strict=False)\n',
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
                "train.py",
                "        if history.best is None or rank < history.best:\n",
                "        if history.best is None or history.best:\n",
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
                "train.py",
                'last, now = run.checkpoint("last"), problem.state()',
                'last, now = run.checkpoint("best"), problem.state()',
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
                "train.py",
                "        first, history.best = restore(problem, net, optimizer, run)\n",
                "        first, _ = restore(problem, net, optimizer, run)\n",
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
                "__main__.py",
                "found.trained(weights)",
                'found.trained("last")',
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
                "problem.py",
                '        inputs, target = Inputs(**state["inputs"]), Target(**state["target"])\n',
                '        train = load(Config(**state["config"])).train\n        inputs = Inputs.from_training(train, Config(**state["config"]))\n        target = Target(**state["target"])\n',
            ),
        ),
    ),
)
