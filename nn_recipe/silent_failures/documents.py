"""Documents of a file of sentences are whole, where the split is one of whole groups."""

from collections.abc import Sequence
from itertools import combinations

from ..contract import Example, Project
from ..findings import Findings
from ..place import here
from ..specimen import under
from .known_splits import EACH, PARTS, SHARES, known
from .read_again import FIELDS, form_of, sentences

SENTENCES = 2  # of a document: one alone is never torn


def judge_documents(project: Project, findings: Findings) -> None:
    """Counted anew in the file: `# newdoc` of CoNLL-U, or -DOCSTART- between two.

    Their names and words are of their own. A split by chance tears them, as it says; one that
    keeps together what it takes for a group has to take a document for one.
    """
    if project.target.answers_are != "tags" or len(project.splits.train) < 4 * EACH:
        return
    place = documents(project)
    if len({*place.values()}) * SENTENCES > len(place) or not keeps_groups(project):
        return
    splits = project.again().splits  # `project` may hold a few of them
    held = {part: told(getattr(splits, part), place) for part in PARTS}
    for one, other in combinations(PARTS, 2):
        both = sorted(held[one].keys() & held[other].keys())
        findings.demand(
            not both,
            f"{len(both)} documents have sentences in {one} and in {other}, such as the one of "
            f"{' and '.join(part[both[0]] for part in (held[one], held[other]) if both)}, "
            "though the split keeps groups together.",
            "read.py: the group of an example is its document",
        )


def documents(project: Project) -> dict[str, tuple[str, int]]:
    """Id of a sentence -> its file, and which document of that."""
    named = (getattr(project.config, field, "") for field in FIELDS)
    paths = [here().resolve(name) for name in named if name]
    return {
        f"{path.name}:{line}": (path.name, document)
        for path in paths
        for line, document, _ in sentences(path, form_of(project.config))
    }


def told(
    examples: Sequence[Example], place: dict[str, tuple[str, int]]
) -> dict[tuple[str, int], str]:
    """Document -> a sentence of it; the rest of a long one is "train.conllu:5+64"."""
    whole = ((e.id.partition("+")[0], e.id) for e in examples)
    return {place[line]: id for line, id in whole if line in place}


def keeps_groups(project: Project) -> bool:
    """Are known groups of five each on one side? By chance not one time in 10^20 they are."""
    shares = dict(zip(("validation_share", "test_share"), SHARES, strict=True))
    given = known(project)
    groups = {example.id: example.group for example in given}
    try:
        splits = under(project, **shares).split({"data": given})
    except ValueError:
        return False  # so few are refused
    held = [{groups.get(e.id) for e in getattr(splits, part)} for part in PARTS]
    return all(held) and not any(one & other for one, other in combinations(held, 2))
