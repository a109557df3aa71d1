"""P and M: mistakes between a sound and x, and with what fills it up."""

from .bug import Bug, one_edit

WHERE = ("audio",)

BUGS = (
    Bug(
        "P16",
        "every file is taken for one sample rate",
        stage=2,
        difficulty="medium",
        symptom="a few clips sound slow to the net",
        story="The rate in the header is ignored, so a file of twice the rate lasts twice as "
        "long an octave lower. Files of one rate show nothing. A tone of known pitch, written "
        "at several rates, must be heard at one place.",
        variants=(
            one_edit(
                "read.py",
                "    return one if before == rate else resampled(one, before, rate)\n",
                "    return one\n",
                data=WHERE,
            ),
        ),
    ),
    Bug(
        "P60",
        "stereo is read as one long channel",
        stage=2,
        difficulty="medium",
        symptom="some clips are twice as long, an octave lower",
        story="Samples of left and right alternate in the file and are laid out as time. A tone "
        "in two channels must last as long as in one.",
        variants=(
            one_edit(
                "read.py",
                "    one = found.mean(1)\n",
                "    one = found.ravel()\n",
                data=WHERE,
            ),
        ),
    ),
    Bug(
        "P61",
        "only the left channel is heard",
        stage=2,
        difficulty="hard",
        symptom="none, where both sides hold the same",
        story="The first channel is taken for the whole. Two tones, one on each side, must both "
        "be heard.",
        variants=(
            one_edit(
                "read.py",
                "    one = found.mean(1)\n",
                "    one = found[:, 0].copy()\n",
                data=WHERE,
            ),
        ),
    ),
    Bug(
        "P62",
        "the logarithm of silence",
        stage=2,
        difficulty="medium",
        symptom="now and then a loss of nan, once a clip is silent",
        story="Nothing keeps the power above 0. Clips with a little noise are fine; digital "
        "silence is minus infinity. A silent file must give finite numbers.",
        variants=(
            one_edit(
                "data.py",
                "(filters @ power).clamp_min(QUIET).log10()",
                "(filters @ power).log10()",
                data=WHERE,
            ),
        ),
    ),
    Bug(
        "P63",
        "the bands are upside down",
        stage=2,
        difficulty="hard",
        symptom="none: the net learns it, and the picture looks like a spectrogram",
        story="Filters are built from the highest band to the lowest, while names and pictures "
        "say otherwise. A low tone must be heard low.",
        variants=(
            one_edit(
                "data.py",
                "return np.clip(np.minimum(rising, falling), 0, None)",
                "return np.clip(np.minimum(rising, falling), 0, None)[::-1].copy()",
                data=WHERE,
            ),
        ),
    ),
    Bug(
        "P64",
        "each clip is made as loud as the others",
        stage=2,
        difficulty="medium",
        symptom="near and far sound the same",
        story="Every clip is divided by its own peak, the smallest batch one can normalise over: "
        "loudness says nothing any more, and noise in a silent clip is turned up to full scale. "
        "A tone ten times as loud must be 20 dB louder.",
        variants=(
            one_edit(
                "read.py",
                "    one -= one.mean()\n",
                "    one -= one.mean()\n    one /= max(abs(one).max(), 1e-9)\n",
                data=WHERE,
            ),
        ),
    ),
    Bug(
        "P65",
        "long clips are cut to their silence",
        stage=2,
        difficulty="hard",
        symptom="long clips are guessed",
        story="Only the beginning of a clip is kept, which in a long recording is silence before "
        "anybody speaks. A tone at the end of a long clip must be heard.",
        variants=(
            one_edit(
                "data.py",
                "    first = int((energy[length:] - energy[:-length]).argmax())\n",
                "    first = 0\n",
                data=WHERE,
            ),
        ),
    ),
    Bug(
        "P66",
        "the offset of a cheap microphone is heard",
        stage=2,
        difficulty="hard",
        symptom="recordings of one device stand out in the lowest band",
        story="The mean of the samples is not taken off, so each frame has a step at its ends. "
        "An offset adds nothing to hear.",
        variants=(
            one_edit(
                "read.py",
                "    one -= one.mean()\n",
                "",
                data=WHERE,
            ),
        ),
    ),
    Bug(
        "M60",
        "the mean counts the padding",
        stage=2,
        difficulty="medium",
        symptom="short clips have outputs near the bias",
        story="Padding is 0 and adds nothing to the sum, but is counted in the mean, so the "
        "length of a clip scales its outputs. No gradient shows it: the same clip with less "
        "padding behind it must get the same outputs.",
        variants=(
            one_edit(
                "model.py",
                "there.sum((2, 3)).clamp_min(1)",
                "h.shape[3]",
                model=("soundnet",),
            ),
        ),
    ),
    Bug(
        "M61",
        "norms fill the padding again",
        stage=2,
        difficulty="hard",
        symptom="none",
        story="BatchNorm turns the zeros of the padding into its bias, and nobody sets them back: "
        "the next convolution mixes them into the end of the sound.",
        variants=(
            one_edit(
                "model.py",
                "        return (shortcut + f).relu() * there, there\n",
                "        return (shortcut + f).relu(), there\n",
                model=("soundnet",),
            ),
        ),
    ),
    Bug(
        "D60",
        "speakers are on both sides",
        stage=2,
        difficulty="medium",
        symptom="validation is splendid, a new voice is not",
        story="The speaker in the name is read wrongly, so that each file is a group of its own "
        "and the split is by chance.",
        variants=(
            one_edit(
                "read.py",
                "said.get(config.split_column, id)",
                "said.get(config.split_column.title(), id)",
                data=WHERE,
            ),
        ),
    ),
)
