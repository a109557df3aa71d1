"""Writes the embedded sample of text-classification: `python -m tests.samples.notes`.

Notes of tenants to a landlord: what has to be repaired? Most name two things, one that works
and one that does not, in either order: who counts words cannot know which is which. With the
traps of real files in miniature: no header, inches written as a lone ", HTML entities, accents,
names that occur once, copies, and copies but for a number.
"""

import random
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "templates" / "project" / "data" / "notes.tsv"
NOTES = 1200
SHARES = {"lamp": 0.5, "heating": 0.35, "lift": 0.15}
WORKS = ["works", "is fine", "runs again", "gives no trouble", "is as good as new"]
FAILS = ["is broken", "does not work", "has stopped", "makes no sound", "fails again"]
PLACES = [
    "on floor 3",
    "by the stairs",
    "at the back",
    "in the hall",
    'near the 5" pipe',
]
SYLLABLES = ["ba", "ri", "no", "ké", "lu", "ma", "to", "sen", "wi", "da"]
ENDS = ["Thanks!", "Please call.", "Tom &amp; Ann", "When do you come?", "No hurry."]
# of the notes were sent twice, half of them with another telephone number
COPIES = 0.06


def note(chance: random.Random) -> tuple[str, str]:
    thing = chance.choices([*SHARES], [*SHARES.values()])[0]
    other = chance.choice([name for name in SHARES if name != thing])
    wrong = f"the {thing} {chance.choice(PLACES)} {chance.choice(FAILS)}"
    right = f"the {other} {chance.choice(WORKS)}"
    clauses = [wrong] if chance.random() < 0.3 else [wrong, right]
    chance.shuffle(clauses)
    name = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
    number = chance.randint(1000, 9999)
    start = chance.choice([f"{name} here:", "Hello,", f"Flat {chance.randint(1, 60)}:"])
    said = f"{start} {', '.join(clauses)}. {chance.choice(ENDS)}"
    return thing, said + f" Tel. {number}" * (chance.random() < 0.4)


def sent_again(text: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return text
    return f"{text.partition(' Tel. ')[0]} Tel. {chance.randint(1000, 9999)}"


def rows() -> list[str]:
    chance, notes = random.Random(0), list[tuple[str, str]]()
    for _ in range(NOTES):
        if notes and chance.random() < COPIES:
            label, text = chance.choice(notes)
            notes.append((label, sent_again(text, chance)))
        else:
            notes.append(note(chance))
    return [f"{label}\t{text}" for label, text in notes]


if __name__ == "__main__":
    SAMPLE.write_text("\n".join(rows()) + "\n", "utf-8")
