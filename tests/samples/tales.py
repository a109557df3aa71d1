"""Makes templates/project/data/tales.txt: `python tests/samples/tales.py`.

Small sums told as tales. Letters and words are a table's business; that the last number is
the sum, and that a name comes back, can be known only to who looks back further.
"""

import random
from pathlib import Path

NAMES = ["Ada", "Ben", "Cleo", "Dan", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jun"]
THINGS = ["pears", "stones", "books", "coins", "eggs"]
PLACES = ["at the market", "in the garden", "by the river", "on the stairs"]
NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
]
TALES = 520


def tale(chance: random.Random) -> str:
    giver, taker = chance.sample(NAMES, 2)
    had, got = chance.randint(2, 5), chance.randint(2, 5)
    thing, place = chance.choice(THINGS), chance.choice(PLACES)
    one = f"{taker} had {NUMBERS[had]} {thing}. "
    two = f"{place.capitalize()} {giver} gave {taker} {NUMBERS[got]} more. "
    return f"{one}{two}Now {taker} has {NUMBERS[had + got]} {thing}.\n"


def main() -> None:
    chance = random.Random(0)
    text = "".join(tale(chance) for _ in range(TALES))
    path = Path(__file__).parents[2] / "templates" / "project" / "data" / "tales.txt"
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
