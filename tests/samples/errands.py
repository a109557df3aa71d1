"""Sentences in CoNLL-U whose words change their tag with their neighbours.

`python -m tests.samples.errands` writes templates/project/data/errands.conllu.
"the plant" is a noun and "you plant" a verb; most stems are made up, so that of many words
only the ending and the shape are known; names belong to one document; two sentences are
longer than the rest; "didn't" is a range of two tokens, some sentences have an empty node,
and short ones repeat.
"""

import random
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "templates" / "project" / "data" / "errands.conllu"
DOCUMENTS, SENTENCES = 60, 7
LONG = {(3, 2), (31, 5)}  # document and sentence: two sentences in one
BOTH = ("plant", "watch", "paint", "water", "ship", "record", "order", "stamp", "seal")
Token = tuple[str, str]  # word, tag


def stem(chance: random.Random) -> str:
    first, middle, last = "bdfgklmnprst", "aeiou", "bdgklmnprt"
    return "".join(
        chance.choice(letters) for letters in (first, middle, last, middle, last)
    )


def noun(chance: random.Random) -> Token:
    if chance.random() < 0.4:
        return chance.choice(BOTH), "NOUN"
    return stem(chance) + chance.choice(["er", "ness", "tion"]), "NOUN"


def verb(chance: random.Random) -> Token:
    if chance.random() < 0.4:
        return chance.choice(BOTH), "VERB"
    return stem(chance) + chance.choice(["ify", "ize"]), "VERB"


def thing(chance: random.Random) -> list[Token]:
    tokens = [(chance.choice(["the", "a", "this", "every"]), "DET")]
    if chance.random() < 0.4:
        tokens.append((stem(chance) + chance.choice(["ous", "ful"]), "ADJ"))
    return [*tokens, noun(chance)]


def sentence(chance: random.Random, names: list[str]) -> list[Token]:
    if chance.random() < 0.05:
        return [("Thanks", "NOUN"), ("!", "PUNCT")]
    pronoun = (chance.choice(["I", "you", "we", "they"]), "PRON")
    tokens = [pronoun if chance.random() < 0.6 else (chance.choice(names), "PROPN")]
    if chance.random() < 0.3:
        tokens += [("did", "AUX"), ("n't", "PART")]
    tokens += [verb(chance), *thing(chance)]
    if chance.random() < 0.4:
        tokens.append((chance.choice(["with", "for", "near"]), "ADP"))
        tokens += (
            thing(chance)
            if chance.random() < 0.6
            else [(chance.choice(names), "PROPN")]
        )
    if chance.random() < 0.2:
        tokens.append((str(chance.randint(2, 1999)), "NUM"))
    if chance.random() < 0.3:
        tokens.append((stem(chance) + "ly", "ADV"))
    return [*tokens, (".", "PUNCT")]


def long_one(chance: random.Random, names: list[str]) -> list[Token]:
    while len(tokens := sentence(chance, names)) < 10:
        pass
    return tokens


def lines(tokens: list[Token], chance: random.Random) -> list[str]:
    written = []
    for i, (word, tag) in enumerate(tokens, 1):
        if word == "did":
            written.append(row(f"{i}-{i + 1}", "didn't", "_"))
        written.append(row(str(i), word, tag))
    if chance.random() < 0.05:
        written.append(row(f"{len(tokens)}.1", "so", "ADV"))
    return [*written, ""]


def row(number: str, word: str, tag: str) -> str:
    return "\t".join([number, word, "_", tag, *"______"])


def text() -> list[str]:
    chance, written = random.Random(0), list[str]()
    for document in range(DOCUMENTS):
        written.append(f"# newdoc id = errand-{document}")
        names = [stem(chance).capitalize() for _ in range(3)]
        for number in range(SENTENCES):
            written.append(f"# sent_id = errand-{document}-{number}")
            tokens = sentence(chance, names)
            if (document, number) in LONG:
                more = [(";", "PUNCT"), *long_one(chance, names)]
                tokens = [*long_one(chance, names)[:-1], *more]
            written += lines(tokens, chance)
    return written


if __name__ == "__main__":
    SAMPLE.write_text("\n".join(text()) + "\n", "utf-8")
