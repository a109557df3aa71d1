"""T: mistakes in the training loop."""

from .bug import Bug, Edit, Variant

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
        variants=(
            Variant(
                (
                    Edit(
                        "recipe/step.py",
                        "    optimizer.zero_grad(set_to_none=True)\n",
                        "",
                    ),
                )
            ),
        ),
    ),
)
