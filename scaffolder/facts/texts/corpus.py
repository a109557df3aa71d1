"""A text to continue: its size, its bytes, what a table of pairs already knows of it."""

import codecs
import re
import shlex
from collections import Counter
from collections.abc import Callable
from math import log
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import python
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import first_bytes, hidden, said, some
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.pictures.class_folders import BEGINNING, FEWEST
from scaffolder.facts.texts import editions, file_per_class
from scaffolder.facts.texts.prose import ENDINGS
from scaffolder.facts.written.text_lines import utf16_without_mark

# bytes from which the shares are counted; more change the third digit
LOOKED = 4_000_000
MOST_WORDS = 20  # with which names begin, that may be classes
UTF8 = "UTF-8 with letters of several bytes"
LEAST = 5_000  # bytes; a context of 64 then gives some 60 windows to train on


def documents(path: Path) -> list[Path]:
    """The text, or those below a folder, as the project's read.py finds them."""
    if path.is_file():
        return [path]
    texts = (file for file in path.rglob("*") if file.suffix in ENDINGS)
    return sorted(file for file in texts if not hidden(file, path))


def read_corpus(
    path: Path, source: Source, done: Callable[[str, int, int], None]
) -> Facts:
    texts = {part: documents(place) for part, place in source.splits.items()}
    again = editions.copies(texts["train"], path, LOOKED) if path.is_dir() else []
    gone = {proposal.value for proposal in again}
    texts["train"] = [file for file in texts["train"] if file.name not in gone]
    sizes = {
        part: sum(file.stat().st_size for file in files)
        for part, files in texts.items()
    }
    if sizes["train"] < LEAST:
        raise DataError(
            f"{path} holds {said(sizes['train'], 'byte')} of text. A language model needed"
            f" at least {LEAST:,}: add text, or say --task for another kind."
        )
    text = beginning(texts["train"], done)
    if b"\0" in text:
        raise DataError(on_zeros(texts["train"]))
    given = {part: str(place) for part, place in source.splits.items()}
    return Facts(
        path=path,
        reader="corpus",
        format="text",
        counts=sizes,
        kind=Proposal("language-model", "plain text without columns or classes"),
        target=Proposal("", "the next byte is the answer"),
        drop=tuple(again),
        split=order(texts["train"]),
        split_column=Proposal(*column(texts["train"])),
        settings={
            "read": form(source),
            "data": Proposal(given["train"], on_size(texts["train"], sizes["train"])),
            "validation_data": part(given, "validation"),
            "test_data": part(given, "test"),
        },
        watch=Proposal(
            "bits per byte", "the loss in bits: what the text costs to store"
        ),
        expected=expected(text),
        sentences=(
            *[f"{proposal.reason}: left out." for proposal in again],
            *sentences(texts["train"], text),
            *on_encodings(texts["train"]),
            *on_names(texts["train"]),
        ),
    )


def on_zeros(files: list[Path]) -> str:
    """What the first text with zero bytes is, and the way on."""
    heads = ((file, first_bytes(file, LOOKED, unpack=False)) for file in files)
    file, head = next((f, head) for f, head in heads if b"\0" in head)
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not (name := "UTF-16" if marked else utf16_without_mark(head)):
        return f"{file} holds zero bytes: it is no plain text. Save it as UTF-8 and try again."
    copy = file.with_name(f"{file.stem}_utf8{file.suffix}")
    line = (
        f"iconv -f {name} -t UTF-8 {shlex.quote(str(file))} > {shlex.quote(str(copy))}"
    )
    return (
        f"{file} is UTF-16, two bytes a letter. Needed for a language model: UTF-8;"
        f" convert it: {line} and name {copy}."
    )


def beginning(files: list[Path], done: Callable[[str, int, int], None]) -> bytes:
    """Up to LOOKED bytes, the same number from each text."""
    share, parts = max(1, LOOKED // len(files)), []
    for count, file in enumerate(files, 1):
        with file.open("rb") as opened:
            parts.append(opened.read(share))
        done("reading text", count, len(files))
    return b"".join(parts)


def form(source: Source) -> Proposal:
    if any(place.is_dir() for place in source.splits.values()):
        return Proposal("texts", "a folder of texts")
    return Proposal("text", "one text")


def part(given: dict[str, str], name: str) -> Proposal:
    if name in given:
        return Proposal(given[name], f"a given {name} text")
    return Proposal("", f"no {name} text was given: a share of `data` is kept")


def order(files: list[Path]) -> Proposal:
    if len(files) == 1:
        reason = (
            "one text: its beginning trains and its end tests, or windows would overlap"
        )
        return Proposal("time", reason)
    reason = f"whole documents, of {len(files)}: none stands on two sides"
    return Proposal("chance", reason)


def column(files: list[Path]) -> tuple[str, str]:
    if len(files) == 1:
        return "place", "the place in the text is the time"
    return "", "a split by chance needs no column"


def on_size(files: list[Path], size: int) -> str:
    return f"{size:,} bytes of text" + f" in {len(files)} files" * (len(files) > 1)


def sentences(files: list[Path], text: bytes) -> list[str]:
    counts = Counter(text)
    found = [f"{on_size(files, sum(f.stat().st_size for f in files)).capitalize()}."]
    found.append(f"{len(counts)} different bytes occur; {said_alphabet(text)}.")
    one, two = unigram(counts), bigram(text)
    found.append(
        f"A table of single bytes costs {one:.3f} nats per byte, of pairs {two:.3f}: a net "
        f"that stays near {two:.2f} hardly trains."
    )
    if b"\r\n" in text:
        found.append(
            "Lines end in CR LF: the net will learn both; convert to save a byte."
        )
    copies = repeated(text)
    if copies >= 0.05:
        found.append(
            f"{copies:.0%} of the longer lines repeat an earlier one: validation may hold "
            "lines of training."
        )
    return found


def on_encodings(files: list[Path]) -> list[str]:
    """A sentence where some texts are UTF-8 and some are not, and the way to one encoding."""
    beyond = [f for f in files if not first_bytes(f, LOOKED, False).isascii()]
    odd = [f for f in beyond if said_alphabet(first_bytes(f, LOOKED, False)) != UTF8]
    if not odd or len(odd) == len(beyond):
        return []
    home = odd[0].parent
    line = f"iconv -f cp1252 -t UTF-8 {shlex.quote(odd[0].name)} > utf8 && mv utf8 {shlex.quote(odd[0].name)}"
    return [
        f"{some([f.name for f in odd])} {'are' if len(odd) > 1 else 'is'} in another encoding"
        " than the others, which are UTF-8: the same letter is learnt as other bytes. If it is"
        f" cp1252: cd {shlex.quote(str(home))}; {line}."
    ]


def on_names(files: list[Path]) -> list[str]:
    """What may be labels: "pos" of pos_17.txt."""
    homes = {file.parent for file in files}
    if len(homes) == 1 and (told := file_per_class.advice(files)):
        return [told]
    found = [m[1] for f in files if (m := re.match(BEGINNING, f.name))]
    words = Counter(found)
    few = 1 < len(words) <= MOST_WORDS and min(words.values()) >= FEWEST
    if len(found) < len(files) or len(homes) > 1 or not few:
        return []
    home = homes.pop()
    code = (
        "import re, shutil; from pathlib import Path; [(d := Path('classes',"
        f" re.match('{BEGINNING}', p.name)[1])).mkdir(parents=True, exist_ok=True) or"
        " shutil.copy(p, d) for p in Path('.').iterdir() if p.is_file()]"
    )
    return [
        f"The names of the texts begin with {some(words)}. If these are classes: a folder of"
        f" texts for each; write them: {python(home, code)} and name {home / 'classes'}."
    ]


def said_alphabet(text: bytes) -> str:
    if text.isascii():
        return "all ASCII"
    try:
        text[:-3].decode("utf8")
    except UnicodeDecodeError as error:
        if error.start < len(text) - 8:
            return f"not UTF-8 (byte {error.start:,}); bytes are learnt as they are"
    return UTF8


def repeated(text: bytes) -> float:
    lines = [line for line in text.splitlines() if len(line) >= 40]
    return 1 - len(set(lines)) / len(lines) if lines else 0.0


def unigram(counts: Counter[int]) -> float:
    total = counts.total()
    return -sum(n / total * log(n / total) for n in counts.values())


def bigram(text: bytes) -> float:
    """Entropy of a byte once the one before is known."""
    pairs, firsts = Counter(zip(text, text[1:], strict=False)), Counter(text[:-1])
    total = pairs.total()
    return -sum(n / total * log(n / firsts[pair[0]]) for pair, n in pairs.items())


def expected(text: bytes) -> dict[str, str]:
    counts = Counter(text)
    shown = ", ".join(
        f"{chr(byte)!r} {n / len(text):.0%}" for byte, n in counts.most_common(3)
    )
    return {
        "expected_loss": f"about {unigram(counts):.3f} nats per byte, the entropy of the byte "
        f"shares (ln 256 = {log(256):.3f} if none were rare)",
        "constant_answer": f"the byte shares: {shown}, ...",
        "dumb_baseline": f"a table of pairs costs about {bigram(text):.2f} nats per byte",
    }
