"""L, M, O, S, T: what a study planted in the projects of other generators, where it is not listed yet."""

from .bug import Bug, one_edit

BUGS = (
    Bug(
        "L95",
        "inputs and answers of a batch in different orders",
        stage=2,
        difficulty="easy",
        symptom="the loss stays where always answering the same would be",
        story="A batch takes its inputs in shuffled order and its answers in the order of the file. "
        "Shapes and counts are right. Fetching the raw answer of each id again shows the mix-up.",
        variants=(
            one_edit(
                "feed.py",
                "self.kept.y[indices])",
                "self.kept.y[indices.sort().values])",
            ),
        ),
    ),
    Bug(
        "L96",
        "every other answer is off by one class",
        stage=2,
        difficulty="medium",
        symptom="accuracy stops at a half, in training and in validation alike",
        story="Half of the answers are moved to the next class on their way into a batch, in every "
        "split. Loss and accuracy agree with each other. The raw answers of the same ids do not.",
        variants=(
            one_edit(
                "feed.py",
                "        ids = [example.id for example in some]\n",
                "        y = (y + indices % 2) % self.problem.target.outputs\n        ids = [example.id for example in some]\n",
                target=("one_class",),
            ),
        ),
    ),
    Bug(
        "M95",
        "the first layer is cut off from the gradient",
        stage=2,
        difficulty="easy",
        symptom="it learns, as a shallower net would",
        story="A `detach` after the first layer: everything below it keeps its random first weights. "
        "The layers above make the best of it. A parameter without a gradient gives it away.",
        variants=(
            one_edit(
                "model.py",
                "        h = self.stem(x).sum(2) + self.places[: x.shape[1]]  # [batch, time, width]\n",
                "        h = self.stem(x).sum(2).detach() + self.places[: x.shape[1]]  # [batch, time, width]\n",
                model=("encoder",),
            ),
            one_edit(
                "model.py",
                "self.body(self.stem(x))",
                "self.body(self.stem(x).detach())",
                model=("mlp",),
            ),
            one_edit(
                "model.py",
                "self.pool(self.norm(self.stem(x)).relu())",
                "self.pool(self.norm(self.stem(x)).relu()).detach()",
                model=("convnet",),
            ),
        ),
    ),
    Bug(
        "M96",
        "a layer that nothing passes through",
        stage=2,
        difficulty="easy",
        symptom="the net has more parameters than it should need",
        story="A layer is built, counted, saved and never called. It was meant to do something.",
        variants=(
            one_edit(
                "model.py",
                "        self.norm = nn.LayerNorm(width)\n"
                "        self.head = nn.Linear(width, outputs)\n"
                "        first_weights(self, depth)\n",
                "        self.project = nn.Linear(width, width)\n"
                "        self.norm = nn.LayerNorm(width)\n"
                "        self.head = nn.Linear(width, outputs)\n"
                "        first_weights(self, depth)\n",
                model=("encoder",),
            ),
            one_edit(
                "model.py",
                "        self.head = nn.Linear(width, outputs)\n",
                "        self.project = nn.Linear(width, width)\n"
                "        self.head = nn.Linear(width, outputs)\n",
                model=("mlp",),
            ),
            one_edit(
                "model.py",
                "        self.head = nn.Linear(wide, outputs)\n",
                "        self.project = nn.Linear(wide, wide)\n"
                "        self.head = nn.Linear(wide, outputs)\n",
                model=("convnet",),
            ),
        ),
    ),
    Bug(
        "O95",
        "a learning rate of 0",
        stage=2,
        difficulty="easy",
        symptom="the loss does not move",
        story="The rate is rounded to one digit behind the point, which makes it 0. Everything runs.",
        variants=(
            one_edit(
                "train.py",
                '            group["lr"] = learning_rate_at(step, config)\n',
                '            group["lr"] = round(learning_rate_at(step, config), 1)\n',
            ),
        ),
    ),
    Bug(
        "S95",
        "the loss is detached from the net",
        stage=2,
        difficulty="easy",
        symptom="the loss does not move",
        story="The loss is a number without a history, made to look differentiable again: "
        "`backward` runs and reaches no weight.",
        variants=(
            one_edit(
                "train.py",
                "    loss.backward()\n",
                "    loss.detach().requires_grad_().backward()\n",
            ),
        ),
    ),
    Bug(
        "T95",
        "no step of the optimizer",
        stage=2,
        difficulty="easy",
        symptom="the loss does not move",
        story="Gradients are computed and clipped, and nobody follows them.",
        variants=(one_edit("train.py", "    optimizer.step()\n", ""),),
    ),
)
