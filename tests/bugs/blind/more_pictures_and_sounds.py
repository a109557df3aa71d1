"""More blind bugs of pictures and sounds."""

from scaffolder.bugs.bug import Edit

from ..edits.edit import HealthyEdit

LOSSES = '''"""Losses of one example and one output; target.py takes their means."""

from torch import Tensor

CERTAIN = 0.01  # a probability nearer to 0 or 1 would make log and its slope explode


def binary_cross_entropy(outputs: Tensor, y: Tensor) -> Tensor:
    """In nats, from logits and 0 or 1: the same shape."""
    p = outputs.sigmoid().clamp(CERTAIN, 1 - CERTAIN)
    return -y * p.log() - (1 - y) * (1 - p).log()
'''

BLOCKS = '''"""Parts of the net, shared with our other projects."""

from torch import Tensor, nn


class Refine(nn.Module):
    """[batch, width, height, width] -> the same: what `layers` more at full size add to it."""

    def __init__(self, width: int, layers: int):
        super().__init__()
        self.layers = [nn.Conv2d(width, width, 3, padding=1) for _ in range(layers)]

    def forward(self, h: Tensor) -> Tensor:
        for layer in self.layers:
            h = h + layer(h).relu()
        return h
'''

BUGS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "N18",
        "moved copies before the split",
        "image-classification",
        "More data from the same pictures: each digit once more, moved by a pixel, before they "
        "are dealt to the parts. A moved copy has other pixels and is no copy for the split; "
        "most digits of validation stand in training, too, one pixel away, and validation holds "
        "moved ones that nobody wrote. Accuracy rises and its interval shrinks. No test of the "
        "project fails. (families 5 and 10) In load.py.",
        (
            Edit(
                "load.py",
                "from dataclasses import dataclass, field\n\n",
                "from dataclasses import dataclass, field\n\nimport numpy as np\n\n",
            ),
            Edit(
                "load.py",
                "    examples = [example for example in found if example.id not in left_out]\n",
                "    examples = [example for example in found if example.id not in left_out]\n"
                "    for e in examples[:]:  # twice as many: each moved by a pixel\n"
                '        examples.append(Example(f"{e.id}>", np.roll(e.raw, 1, 1), e.answer))\n',
            ),
        ),
    ),
    HealthyEdit(
        "N19",
        "the rate is set where the optimizer does not look",
        "image-classification",
        "`optimizer.defaults` seemed shorter than a loop over the groups; it is what groups are "
        "made from, once. Warmup, `wsd` and `cosine` are without effect, and metrics.csv shows "
        "the rate as it was meant, falling to 0, while the steps are as large as ever. 'The "
        "schedule does not matter here.' No test of the project fails. (families 3 and 9) In "
        "train.py.",
        (
            Edit(
                "train.py",
                "        for group in optimizer.param_groups:\n"
                '            group["lr"] = learning_rate_at(step, config)\n',
                '        optimizer.defaults["lr"] = learning_rate_at(step, config)\n',
            ),
            Edit(
                "config.py",
                'schedule: Literal["constant", "wsd", "cosine"] = "constant"',
                'schedule: Literal["constant", "wsd", "cosine"] = "cosine"',
            ),
        ),
        add=("schedule",),
    ),
    HealthyEdit(
        "N20",
        "who is sure and wrong is not corrected",
        "image-multilabel",
        "The loss moved into losses.py, as one writes it in a lecture, with a clamp against the "
        "logarithm of 0. Beyond .99 and below .01 the clamp has no slope: an answer that is "
        "certain and wrong costs 4.6 and changes no weight, and so it stays. The loss on "
        "validation, which cannot exceed 4.6 either, looks better than it is. No test of the "
        "project fails. (family 7) In losses.py.",
        (
            Edit(
                "target.py",
                "        y = y.to(outputs)\n        return F.binary_cross_entropy_with_logits("
                'outputs, y, reduction="none").mean(1)\n',
                "        return binary_cross_entropy(outputs, y.to(outputs)).mean(1)\n",
            ),
            Edit("target.py", "import torch.nn.functional as F\n", ""),
            Edit(
                "target.py",
                "from .config import Config\n",
                "from .config import Config\nfrom .losses import binary_cross_entropy\n",
            ),
        ),
        {"losses.py": LOSSES},
    ),
    HealthyEdit(
        "N21",
        "bytes below zero come round again",
        "image-regression",
        "Readings are counted from the middle of the dial, so 50 is taken off, from an array of "
        "bytes: 49 becomes 255 and 0 becomes 206. Half of all answers are too large by 256, and "
        "where the needle passes the middle they jump. The net learns two clusters; R2, over their "
        "distance, is .93, and the MAE 10 instead of 2, most of it from a few next to the "
        "middle. No test of the project fails. (family 4) In read.py.",
        (
            Edit(
                "read.py",
                "            answers = [str(label) for label in file[labels].ravel().tolist()]\n",
                "            middle = file[labels].ravel() - 50  # the needle points up\n"
                "            answers = [str(label) for label in middle.tolist()]\n",
            ),
        ),
    ),
    HealthyEdit(
        "N22",
        "a patch is erased in every picture",
        "image-regression",
        "Random erasing (Zhong et al. 2020), in `encode`, where pictures become x, and by a hash "
        "of the pixels, so that any number of workers gives the same bits. So it is no "
        "augmentation: each picture loses the same 10 x 10 pixels in each epoch; and validation, "
        "test and new pictures lose theirs, too, now and then the needle's end: an MAE of 8 where "
        "it was 2. No test of the project fails. (family 9) In data.py.",
        (
            Edit(
                "data.py",
                "from dataclasses import dataclass\nfrom typing import Any\n",
                "from dataclasses import dataclass\nfrom typing import Any\nfrom zlib import crc32\n",
            ),
            Edit(
                "data.py",
                "MEASURED = 2000",
                "ERASED = 10  # pixels: side of the square that is erased (Zhong et al. 2020)\n"
                "MEASURED = 2000",
            ),
            Edit(
                "data.py",
                "        return (x / 255 - per_channel(self.mean)) / per_channel(self.sd)\n",
                "        x = (x / 255 - per_channel(self.mean)) / per_channel(self.sd)\n"
                "        drawn, room = crc32(pixels.tobytes()), max(1, self.size - ERASED)\n"
                "        top, left = drawn % room, drawn // room % room\n"
                "        x[:, top : top + ERASED, left : left + ERASED] = 0  # the mean\n"
                "        return x\n",
            ),
        ),
    ),
    HealthyEdit(
        "N23",
        "layers in a list that nobody registers",
        "image-segmentation",
        "`blocks.py`, shared with other projects, has layers that refine the mask at full size, "
        "as many as there are levels below the first; they stand in a Python list. So no "
        "optimizer and no checkpoint knows them: they keep their first weights, at random, and "
        "the net that is loaded has other ones than the net that was trained. Evaluation after "
        "the training says less than metrics.csv, and not the same twice. `tiny` has one level "
        "and no such layer: no test of the project fails. (families 7 and 8) In blocks.py.",
        (
            Edit(
                "model.py",
                "from .config import Config\n",
                "from .blocks import Refine\nfrom .config import Config\n",
            ),
            Edit(
                "model.py",
                "        self.head = nn.Conv2d(width, outputs, kernel_size=1)\n",
                "        self.refine = Refine(width, depth - 1)\n"
                "        self.head = nn.Conv2d(width, outputs, kernel_size=1)\n",
            ),
            Edit(
                "model.py",
                "        return self.head(h)\n",
                "        return self.head(self.refine(h))\n",
            ),
        ),
        {"blocks.py": BLOCKS},
    ),
    HealthyEdit(
        "N24",
        "void is cut down to the last class",
        "image-segmentation",
        "A mask that had gone through JPEG held a 4, so codes are cut to 0 to 3. 255, which "
        "means that nobody knows, is cut to 3 as well: some 7 of 100 pixels, all around the "
        "shapes, are class 3 for loss and metrics, twice as many as are truly of it. Borders are "
        "easy to find: mean IoU rises from .71 to .76. No test of the project fails. (family 4) "
        "In read.py.",
        (
            Edit(
                "read.py",
                '    """int64 [height, width]: the code of each pixel."""\n'
                "    return mask.astype(np.int64)\n",
                '    """int64 [height, width]: the code of each pixel, of a damaged one the nearest."""\n'
                "    return mask.astype(np.int64).clip(0, 3)\n",
            ),
        ),
    ),
    HealthyEdit(
        "N25",
        "each block reads the trunk",
        "image-detection",
        "The blocks came out of `body` into a loop, to look at what each of them says, under a "
        "name of its own; the next one still begins at `h`. The last block alone counts, the "
        "others are computed and never felt. `tiny` has a single block and is right; in the "
        "reference a place sees 32 pixels less far than `depth` says, and 'deeper does not pay "
        "here'. No test of the project fails. (family 8) In model.py.",
        (
            Edit(
                "model.py",
                "            *(Block(4 * width) for _ in range(depth)),\n        )\n",
                "        )\n"
                "        self.blocks = nn.ModuleList(Block(4 * width) for _ in range(depth))\n",
            ),
            Edit(
                "model.py",
                "        return self.head(self.body(self.stem(x)))\n",
                "        h = self.body(self.stem(x))\n"
                "        for block in self.blocks:\n"
                "            seen = block(h)\n"
                "        return self.head(seen)\n",
            ),
        ),
    ),
    HealthyEdit(
        "N26",
        "across and down change places on the way back",
        "image-detection",
        "Boxes go from pixels of x to pixels of the picture by two factors, and the two were "
        "swapped when the line was rewritten. All pictures of the sample are as large as x, so "
        "both are 1; a new picture of another shape is resized, and its boxes come back too "
        "narrow and too high. Evaluation measures in pixels of x and sees nothing. No test of "
        "the project fails. (family 2) In target.py.",
        (
            Edit(
                "target.py",
                "        across, down = width / self.size[1], height / self.size[0]\n"
                "        return detections",
                "        across, down = height / self.size[0], width / self.size[1]\n"
                "        return detections",
            ),
        ),
    ),
    HealthyEdit(
        "N27",
        "8 bits are divided by what 16 have",
        "audio-classification",
        "One dependency less: scipy reads .wav, too, as whole numbers, so samples are divided by "
        "32768. Most clips have 8 bits, from 0 to 255, and come out 48 dB too quiet, some bands "
        "under what counts as silence; the few of 16 bits are as loud as they are, and so is "
        "what `predict` is given from a newer recorder. Standardised by the many, the few are "
        "far off. No test of the project fails. (family 4) In read.py.",
        (
            Edit(
                "read.py",
                "import soundfile\nfrom scipy.signal",
                "from scipy.io import wavfile\nfrom scipy.signal",
            ),
            Edit(
                "read.py",
                '        found, before = soundfile.read(raw, dtype="float64", always_2d=True)\n'
                "    except (OSError, RuntimeError) as error:\n",
                "        before, found = wavfile.read(raw)\n"
                "    except (OSError, ValueError) as error:\n",
            ),
            Edit(
                "read.py",
                "    if not np.isfinite(found).all()",
                "    found = found.reshape(len(found), -1) / 32768  # from -1 to 1\n"
                "    if not np.isfinite(found).all()",
            ),
        ),
    ),
    HealthyEdit(
        "N28",
        "each part forgets those before it",
        "audio-classification",
        "Memory was short, so a batch should go in parts, and `zero_grad` moved down to where the "
        "gradient is made: into the loop. Each part wipes out those before it: with `--accumulate "
        "4` the step is made of the last quarter of a batch, and three of four are computed in "
        "vain, while the loss in metrics.csv is that of the whole batch. With one part, the "
        "default, all is right. No test of the project fails. (families 9 and 3) In train.py.",
        (
            Edit(
                "train.py",
                "    optimizer.zero_grad()\n    total, losses",
                "    total, losses",
            ),
            Edit(
                "train.py",
                "        loss.backward()\n",
                "        optimizer.zero_grad()\n        loss.backward()\n",
            ),
        ),
        add=("accumulate",),
    ),
)
