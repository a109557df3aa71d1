"""What a person should know of texts before a net reads them."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from scaffolder.facts.listing import said, share
from scaffolder.facts.model import Proposal
from scaffolder.facts.splits.crossing import must_leave_some
from scaffolder.facts.texts.look import Looked, unknown_share

CUT = 0.01  # of the texts may lose their end
MOST = 256  # tokens: attention costs the square of them
LEAST = 8
NEARLY_ALL, HARDLY_ANY = 0.9, 0.01  # of the texts of a class, of all others
FEW, FEWEST = 5, 20  # such words of a class; texts that hold one
WORD = re.compile(r"[^\W\d_]{3,}")
SPACED = 0.5  # of the texts with signs apart: somebody has cut them into words before


@dataclass(frozen=True)
class Copies:
    exact: int  # training texts that repeat an earlier one
    near: int  # more of them, if case, digits and signs do not count
    contradicting: int  # near copies whose answers differ
    crossing: dict[str, int]  # split -> training texts that also stand there


def copies(looked: dict[str, Looked], answers: list[str]) -> Copies:
    train = looked["train"]
    exact = len(train) - len(set(train.exact))
    said_of: dict[bytes, set[str]] = defaultdict(set)
    for text, answer in zip(train.near, answers, strict=True):
        said_of[text].add(answer)
    return Copies(
        exact,
        len(train) - len(set(train.near)) - exact,
        sum(text in said_of and len(said_of[text]) > 1 for text in train.near),
        {
            split: sum(text in set(other.near) for text in train.near)
            for split, other in looked.items()
            if split != "train"
        },
    )


def length(train: Looked) -> Proposal:
    """How many tokens x holds, with the reason."""
    lengths = sorted(train.lengths)
    enough = lengths[min(len(lengths) - 1, int((1 - CUT) * len(lengths)))]
    chosen = max(LEAST, min(enough, MOST))
    lost = sum(length > chosen for length in lengths)
    why = f"tokens of a text; {share(lost, len(lengths))} of them are longer and lose their end"
    if enough > MOST:
        why += ", as attention costs the square of it"
    return Proposal(chosen, why)


def on_length(train: Looked) -> list[str]:
    lengths = sorted(train.lengths)
    middle, late = lengths[len(lengths) // 2], lengths[int(0.95 * (len(lengths) - 1))]
    chosen = length(train).value
    lost = sum(one > chosen for one in lengths)
    sentences = [
        f"Half of the texts have {middle} tokens (words and signs) or fewer, 95 % {late},"
        f" the longest {lengths[-1]:,}. x holds {chosen}: {said(lost, 'text')}"
        f" ({share(lost, len(lengths))}) {'loses its' if lost == 1 else 'lose their'} end."
    ]
    if train.empty:
        sentences.append(f"Without a single word or sign: {said(train.empty, 'text')}.")
    return sentences


def on_words(looked: dict[str, Looked]) -> str:
    train = looked["train"]
    once = sum(count == 1 for count in train.words.values())
    given = looked.get("test") or looked.get("validation")
    where = "the given texts" if given else "a new text"
    return (
        f"{len(train.words):,} different words and signs, {share(once, len(train.words))}"
        f" of them seen once: about {share(unknown_share(train, given), 1)} of {where} is"
        " unknown; of such a word the net sees its ending and shape."
    )


def on_copies(
    found: Copies, total: int, names: dict[str, str], opinions: bool
) -> list[str]:
    sentences = []
    if found.exact or found.near:
        sentences.append(
            f"Texts that repeat an earlier one: {found.exact:,}, and {found.near:,} more"
            " if case, digits and signs do not count. Such copies stay on one side of the"
            " split, or the validation score would flatter."
        )
    for split, count in found.crossing.items():
        if count:
            must_leave_some(total, count, split, "text")
            sentences.append(
                f"Texts of {names['train']} that also stand in {names[split]}: {count:,}."
                f" They are left out of training, or the {split} score would flatter."
            )
    if found.contradicting:
        why = "people disagree on them" if opinions else "read them, somebody erred"
        sentences.append(
            f"Copies whose answers differ: {said(found.contradicting, 'text')} of"
            f" {total:,}. No net can get them all right; {why}."
        )
    return sentences


def on_telling_words(train: Looked, answers: list[str]) -> list[str]:
    """Words that stand in nearly all texts of a class and in hardly any other.

    One or a few: of two languages each has many.
    """
    texts = Counter(answers[number] for number in train.sample)
    count_of: dict[str, Counter[str]] = defaultdict(Counter)  # word -> class -> texts
    for number, text in train.sample.items():
        for word in {*map(str.lower, WORD.findall(text))}:
            count_of[word][answers[number]] += 1
    telling: dict[str, list[str]] = defaultdict(list)
    for word, counts in count_of.items():
        name, count = counts.most_common(1)[0]
        others = texts.total() - texts[name]
        if count >= max(FEWEST, NEARLY_ALL * texts[name]):
            telling[name] += [word] * (counts.total() - count <= HARDLY_ANY * others)
    told = {name: words for name, words in telling.items() if 0 < len(words) <= FEW}
    if not told or len(texts) < 2:
        return []
    name, words = max(told.items(), key=lambda one: texts[one[0]])
    line = next(filter(None, (line_of(words[0], t) for t in train.sample.values())))
    return [
        f"A word tells the class alone in {len(told)} of {len(texts)} classes,"
        f" {share(sum(texts[n] for n in told), texts.total())} of the texts: {words[0]!r}"
        f" stands in {share(count_of[words[0]][name], texts[name])} of the texts of {name}"
        f" and in hardly any other, as in {line!r}. A net needs no more: right if new"
        " texts hold it, too; a header or a tag that they lack has to go, or every score"
        " flatters."
    ]


def line_of(word: str, text: str) -> str:
    """What stands around the word, in its line."""
    around = re.search(
        rf"\b.{{0,40}}\b{re.escape(word)}\b.{{0,20}}", text, re.IGNORECASE
    )
    return around.group().strip() if around else ""


def on_writing(train: Looked, quote: str) -> list[str]:
    sentences = []
    if train.with_quotes and not quote:
        sentences.append(
            f'An odd number of " in {said(train.with_quotes, "text")}: they enclose nothing'
            " here. A reader that takes them for quotes swallows the rows between two."
        )
    if train.with_entities:
        sentences.append(
            f"HTML entities such as &lt; in {said(train.with_entities, 'text')}: data.py"
            " turns them back into signs."
        )
    if train.spaced > SPACED * len(train):
        sentences.append(
            "Signs stand apart from words, as in `name ?`: the texts were cut into words"
            " before. data.py cuts new ones alike."
        )
    return sentences
