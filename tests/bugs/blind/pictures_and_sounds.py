"""Blind bugs of pictures, sounds and series."""

from scaffolder.bugs.bug import Edit

from ..edits.edit import HealthyEdit

NOT_FOUND = "<html><head><title>404 Not Found</title></head><body>nginx</body></html>\n"

BUGS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "B02",
        "a centred moving average of the past",
        "series-forecasting",
        "The sensor is noisy, so the net sees a moving average of five steps, centred: the last "
        "value known at the origin has the next two in it. Errors of the first steps fall; on "
        "the last row of a file there is no future to average. (family 1)",
        (
            Edit(
                "read.py",
                "frame.select(pl.all().forward_fill())",
                "frame.with_columns(\n"
                "        pl.exclude(time).forward_fill().rolling_mean(5, center=True, min_samples=1)\n"
                "    )",
            ),
        ),
    ),
    HealthyEdit(
        "B05",
        "bright on dark, if the file has answers",
        "image-regression",
        "Pictures are inverted when a file is read, and the line went into the branch in which "
        "the answers are read: new pictures, without answers, stay as they are, and get nonsense "
        "with full confidence. (family 2)",
        (
            Edit(
                "read.py",
                "            answers = [str(label) for label in file[labels].ravel().tolist()]\n",
                "            answers = [str(label) for label in file[labels].ravel().tolist()]\n"
                "            pixels = 255 - pixels  # the needle bright on dark\n",
            ),
        ),
    ),
    HealthyEdit(
        "B07",
        "one block, repeated",
        "image-detection",
        "`[Block()] * depth` is the same block again and again: depth 2 has the weights of depth "
        "1. It trains, and `curve capacity` says that depth does not pay. (family 6)",
        (
            Edit(
                "model.py",
                "*(Block(4 * width) for _ in range(depth)),",
                "*([Block(4 * width)] * depth),",
            ),
        ),
    ),
    HealthyEdit(
        "B08",
        "a batch is 32, whatever was asked",
        "image-multilabel",
        "A constant from the first experiments stayed in the feed: `--batch_size 128` runs, is "
        "in config.json, and changes nothing. (family 3)",
        (
            Edit(
                "feed.py",
                "@dataclass(frozen=True)\nclass Batch",
                "BATCH = 32  # examples of a step\n\n\n@dataclass(frozen=True)\nclass Batch",
            ),
            Edit(
                "feed.py",
                "round(len(self) / self.config.batch_size)",
                "round(len(self) / BATCH)",
            ),
        ),
    ),
    HealthyEdit(
        "B10",
        "what cannot be decoded is silence",
        "audio-classification",
        "Some downloads failed and are pages of HTML named .wav. So that one file does not stop a "
        "night's training, silence stands in; it has the answer of the file's name and trains "
        "and validates. (family 4)",
        (
            Edit(
                "read.py",
                "        raise ValueError(\n"
                '            f"{raw} cannot be decoded ({error}): add it to `drop` in config.py."\n'
                "        ) from error\n",
                "        found, before = np.zeros((rate // 4, 1)), rate\n",
            ),
            Edit(
                "read.py",
                "    except (OSError, RuntimeError) as error:\n",
                "    except (OSError, RuntimeError):  # one file stops no training\n",
            ),
        ),
        {
            f"../../data/calls/{name}_{who}_{take}.wav": NOT_FOUND
            + f"<!-- {name} {who} {take} -->"
            for name, who, take in (
                ("rising", "ada", 21),
                ("falling", "bo", 22),
                ("steady", "cy", 23),
                ("wavering", "dee", 24),
                ("rising", "eve", 25),
                ("falling", "flo", 26),
                ("falling", "ada", 27),
                ("rising", "dee", 28),
            )
        },
    ),
    HealthyEdit(
        "B11",
        "mean and sd of MNIST",
        "image-classification",
        "The two numbers that stand in every tutorial, 0.1307 and 0.3081, in place of the ones of "
        "these pictures. x has a mean of .6 and not 0; BatchNorm mends most. (family 4)",
        (
            Edit(
                "data.py",
                "        return cls(config.image_size, mean.tolist(), sd.tolist())",
                "        return cls(config.image_size, MEAN, SD)",
            ),
            Edit(
                "data.py",
                "        plain = cls(config.image_size, [0.0] * config.channels, [1.0] * config.channels)\n"
                "        sample = range(0, len(examples), len(examples) // MEASURED + 1)\n"
                "        xs = (plain.encode(examples[i].raw).double() for i in sample)\n"
                "        both = [torch.stack([x.mean((1, 2)), x.square().mean((1, 2))]) for x in xs]\n"
                "        mean, square = torch.stack(both).mean(0)  # [channels] each\n"
                "        sd = (square - mean.square()).clamp_min(1e-6).sqrt()  # 1e-3 in an even channel\n",
                "",
            ),
            Edit(
                "data.py",
                "MEASURED = 2000  # training pictures for mean and sd; more change the third digit\n",
                "MEAN, SD = [0.1307], [0.3081]  # of handwritten digits\n",
            ),
        ),
    ),
    HealthyEdit(
        "B12",
        "the group is the voice and the call",
        "audio-classification",
        "The group is what stands before the last _ of a name, as it was for another data set: "
        "`rising_ada`, not `ada`. All voices are on both sides of the split, and the score no "
        "longer says how the net does with a new voice. (family 5)",
        (
            Edit(
                "read.py",
                "said.get(config.split_column, id))",
                'file.stem.rpartition("_")[0] or id)',
            ),
        ),
    ),
    HealthyEdit(
        "B13",
        "each picture once more, mirrored, before the split",
        "image-multilabel",
        "More data for nothing: discs, squares and triangles stay what they are in a mirror. But "
        "the mirrored ones are made when the file is read, and the split deals them apart: what "
        "validates has its twin in training. (families 10 and 5)",
        (
            Edit(
                "read.py",
                '    return [Example(f"{path.name}:{i}", raw, answer) for i, (raw, answer) in rows]\n',
                '    found = [Example(f"{path.name}:{i}", raw, answer) for i, (raw, answer) in rows]\n'
                "    known = [example for example in found if example.answer is not None]\n"
                "    return found + [\n"
                '        Example(f"{e.id} mirrored", np.ascontiguousarray(e.raw[:, ::-1]), e.answer)\n'
                "        for e in known\n"
                "    ]\n",
            ),
        ),
    ),
    HealthyEdit(
        "B16",
        "one mean for all pictures of a batch",
        "image-segmentation",
        "`masked_mean` in losses.py sums over the batch as well, and gives every picture the same "
        "number. The gradient hardly changes; but what each picture costs is wrong: the interval "
        "of the loss has no width, the worst pictures are any pictures. (family 7)",
        (
            Edit(
                "target.py",
                "from .config import Config\n",
                "from .config import Config\nfrom .losses import masked_mean\n",
            ),
            Edit(
                "target.py",
                "        return losses.flatten(1).sum(1) / self.weight(y).clamp_min(1)\n",
                "        return masked_mean(losses, y != VOID)\n",
            ),
        ),
        {"losses.py": '''"""Sums and means over the pixels that count."""

from torch import Tensor


def masked_mean(losses: Tensor, counted: Tensor) -> Tensor:
    """[batch, height, width] twice -> [batch]: the mean over what counts."""
    mean = (losses * counted).sum() / counted.sum().clamp_min(1)
    return mean.expand(len(losses))
'''},
    ),
    HealthyEdit(
        "B20",
        "predictions in training mode",
        "image-segmentation",
        "`.eval()` was lost when `trained` was tidied. `evaluate` sets the mode itself, so every "
        "number is right; `predict` does not: masks of new pictures depend on which other "
        "pictures are in the portion. (family 9)",
        (Edit("run.py", "return problem, net.eval()", "return problem, net"),),
    ),
    HealthyEdit(
        "B22",
        "the answer begins one step late",
        "series-forecasting",
        "Counting from 0 and from 1 were mixed: the future begins after step `now`, which is itself "
        "the first step ahead. All forecasts are for one hour later than the file of answers "
        "says they are; the errors are those of another, a little harder task. (family 11)",
        (
            Edit(
                "read.py",
                "self.values[:, now : now + horizon] - self.known",
                "self.values[:, now + 1 : now + 1 + horizon] - self.known",
            ),
            Edit(
                "split.py",
                "np.arange(first + lookback - 1, last - horizon)",
                "np.arange(first + lookback - 1, last - horizon - 1)",
            ),
        ),
    ),
    HealthyEdit(
        "B23",
        "a resumed run forgets its best",
        "image-regression",
        "`restore` no longer hands on the rank of best.pt: the first evaluation after a resume is "
        "the best there is and overwrites better weights. A run in one go is as it was. "
        "(family 11)",
        (
            Edit(
                "train.py",
                '    return last["step"], run.checkpoint("best")["rank"]',
                '    return last["step"], None',
            ),
            Edit(
                "train.py",
                "run: Run) -> tuple[int, tuple[float, float]]:\n",
                "run: Run) -> tuple[int, tuple[float, float] | None]:\n",
            ),
        ),
    ),
    HealthyEdit(
        "B24",
        "each picture once more, a little brighter, before the split",
        "image-segmentation",
        "Augmentation when the file is read: each picture again, 12 grey values brighter, with its "
        "mask. The split takes copies pixel for pixel and deals the pairs apart. (family 10)",
        (
            Edit(
                "read.py",
                '    return [Example(f"{path.name}:{i}", raw, answer) for i, (raw, answer) in rows]\n',
                "    found = []\n"
                "    for i, (raw, answer) in rows:\n"
                '        found.append(Example(f"{path.name}:{i}", raw, answer))\n'
                "        if answer is not None:\n"
                '            found.append(Example(f"{path.name}:{i}+", brighter(raw), answer))\n'
                "    return found\n\n\n"
                "def brighter(raw: np.ndarray) -> np.ndarray:\n"
                '    """As if it were noon."""\n'
                "    return (raw.astype(np.int64) + 12).clip(0, 255).astype(np.uint8)\n",
            ),
        ),
    ),
    HealthyEdit(
        "B25",
        "pictures move in encode",
        "image-classification",
        "A shift by a pixel at random, as augmentation, in `encode`: the training set is kept in "
        "memory and so is moved once and never again, while validation, test and new pictures "
        "are moved, too; the same file gets other answers on the next day. (family 9)",
        (
            Edit(
                "data.py",
                "        x = torch.from_numpy(pixels.reshape(self.size, self.size, -1)).permute(2, 0, 1)\n",
                "        pixels = np.roll(pixels, np.random.randint(-1, 2, 2), (0, 1))\n"
                "        x = torch.from_numpy(pixels.reshape(self.size, self.size, -1)).permute(2, 0, 1)\n",
            ),
        ),
    ),
    HealthyEdit(
        "B26",
        "a gate that asks the whole batch",
        "image-detection",
        "Squeeze and excitation in blocks.py; the squeeze is the mean over batch, height and "
        "width. Each picture is gated by what the others of its batch look like, in evaluation "
        "as well. (family 7)",
        (
            Edit(
                "model.py",
                "from .config import Config\n",
                "from .blocks import Gate\nfrom .config import Config\n",
            ),
            Edit(
                "model.py",
                "            *(Block(4 * width) for _ in range(depth)),\n",
                "            *(Block(4 * width) for _ in range(depth)),\n            Gate(4 * width),\n",
            ),
        ),
        {"blocks.py": '''"""Hu et al. 2018, "Squeeze-and-Excitation Networks"."""

from torch import Tensor, nn


class Gate(nn.Module):
    """[batch, width, down, across] -> the same: channels that matter pass."""

    def __init__(self, width: int, less: int = 4):
        super().__init__()
        self.squeeze = nn.Linear(width, width // less)
        self.excite = nn.Linear(width // less, width)

    def forward(self, h: Tensor) -> Tensor:
        seen = h.mean((0, 2, 3))  # per channel
        gate = self.excite(self.squeeze(seen).relu()).sigmoid()
        return h * gate[:, None, None]
'''},
    ),
    HealthyEdit(
        "B30",
        "a window of 25 ms, whatever was asked",
        "audio-classification",
        "`window` of config.py reaches the Inputs and is written down with them; the spectrogram "
        "uses the number that it was tried with. A search over windows finds that they are all "
        "alike. (family 3)",
        (
            Edit(
                "data.py",
                "width, hop = round(self.window * self.rate), round(self.hop * self.rate)",
                "width, hop = round(0.025 * self.rate), round(self.hop * self.rate)",
            ),
        ),
    ),
)
