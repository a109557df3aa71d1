"""Attributes of pictures against decoding them alone: `look` promises 1.3 times.

Run: python benchmarks/attributes.py [--few]
Both go over the same files in one process and one thread, in turns of 32, so that what else the
machine does slows both. 200 different pictures of each size, drawn from a seed, are read again
and again. The ratio is that of the CPU time of all turns.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nn_recipe.stage1_become_one_with_the_data.of_pictures import (  # noqa: E402
    of_pictures,
)

DIFFERENT, TURN = 200, 32
SETS = (  # width, height, form, how many
    (32, 32, "jpeg", 20_000),
    (32, 32, "png", 20_000),
    (224, 224, "jpeg", 20_000),
    (640, 480, "jpeg", 500),
)


def write(folder: Path, width: int, height: int, form: str) -> list[Path]:
    """Smooth colours with a little noise, so that they weigh what photos do."""
    chance, paths = np.random.default_rng(0), []
    for number in range(DIFFERENT):
        few = chance.integers(0, 256, (height // 8, width // 8, 3), dtype=np.uint8)
        large = Image.fromarray(few).resize((width, height), Image.Resampling.BICUBIC)
        noisy = np.asarray(large) + chance.normal(0, 4, (height, width, 3))
        paths.append(folder / f"{width}x{height}-{number}.{form}")
        whole = noisy.clip(0, 255).astype(np.uint8)
        Image.fromarray(whole).save(paths[-1], quality=90)
    return paths


def decode(paths: Sequence[Path]) -> None:
    for path in paths:
        with Image.open(path) as picture:
            picture.load()


def seconds(function: Callable[[Sequence[Path]], object], some: Sequence[Path]):
    """Of this thread's CPU."""
    begun = time.thread_time()
    function(some)
    return time.thread_time() - begun


def main() -> None:
    less = 20 if "--few" in sys.argv else 1
    with TemporaryDirectory() as folder:
        for width, height, form, n in SETS:
            files = write(Path(folder), width, height, form)
            paths = [files[i % DIFFERENT] for i in range(n // less)]
            alone = measured = 0.0
            for once in (decode, of_pictures):  # what is loaded but once
                once(paths[:TURN])
            for begin in range(0, len(paths), TURN):
                some = paths[begin : begin + TURN]
                alone += seconds(decode, some)
                measured += seconds(of_pictures, some)
            print(
                f"{len(paths):6,} {form:4} of {width} x {height}: decoded "
                f"{1e6 * alone / len(paths):5.0f} us, with attributes "
                f"{1e6 * measured / len(paths):5.0f} us each, ratio {measured / alone:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
