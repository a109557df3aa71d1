"""The same bugs in the projects of other generators: what their own tests said.

Measured once, with torch 2.13 on a CPU, by planting each bug in a project as generated and running the
tests that came with it. lightning-hydra-template (github.com/ashleve/lightning-hydra-template, last
commit 2023-09-25) on MNIST, its slow tests included, after working around a failure to load its own
checkpoints under torch 2.6 and later. pytorch-ignite/code-generator (commit of 2024-05-02), vision
classification. mila-iqia/ResearchTemplate (January 2026), its regression files recorded anew with the
bug in place, as they are in a project that has it from its first day.
"""

from scaffolder.bugs.finds import Find

YES, NO, NOT_TRIED = "caught", "missed", ""
# bug; lightning-hydra-template, code-generator, ResearchTemplate; ours
PEERS = (
    ("learning rate 0", YES, NOT_TRIED, NOT_TRIED, "O95"),
    ("loss detached", YES, NOT_TRIED, NOT_TRIED, "S95"),
    ("softmax before the cross entropy", NO, NO, NO, "S71"),
    ("labels permuted in a batch", YES, NO, NO, "L95"),
    ("input zeroed", YES, NO, NO, "E12"),
    ("examples of a batch mixed", YES, NOT_TRIED, NOT_TRIED, "M70"),
    ("lower layers detached", NO, NOT_TRIED, NOT_TRIED, "M95"),
    ("head starts too large", NO, NOT_TRIED, NOT_TRIED, "I02"),
    ("validation is training", NO, NO, NOT_TRIED, "D05"),
    ("sign of the loss flipped", YES, NO, NO, "S07"),
    ("argmax along the wrong axis", YES, NOT_TRIED, NOT_TRIED, "E05"),
    ("half of the labels off by one", NO, NOT_TRIED, NOT_TRIED, "L96"),
    ("no shuffle", NO, NOT_TRIED, NOT_TRIED, "D09"),
    ("split without a seed", YES, NOT_TRIED, NOT_TRIED, "R80"),
    ("a layer that is not used", YES, NOT_TRIED, NOT_TRIED, "M96"),
    ("no step of the optimizer", NOT_TRIED, NO, NOT_TRIED, "T95"),
    ("gradients never zeroed", NOT_TRIED, NO, NOT_TRIED, "T01"),
    ("evaluation in training mode", NOT_TRIED, NO, NOT_TRIED, "E01"),
)
NAMES = ("lightning-hydra-template", "code-generator", "ResearchTemplate", "recipe")
TEXT = """\
## The same bugs elsewhere

What the tests of other generators' projects said about the same mistakes, planted by us in their code;
an empty cell was not tried. Ours: the kinds of project that caught it, of those that can have it.

"""
SOURCES = """
lightning-hydra-template: last commit 2023-09-25, MNIST, its slow tests, after working around its failure to
load its own checkpoints under today's torch. code-generator: pytorch-ignite, 2024-05-02, vision classification.
ResearchTemplate: mila-iqia, January 2026; its regression files recorded with the bug in place, as in a project
that has it from its first day; recorded on healthy code they notice all four.
"""


def side_by_side(finds: list[Find]) -> str:
    head = ("bug", *NAMES)
    lines = [head, ("---",) * len(head)]
    lines += [(bug, *theirs, ours(id, finds)) for bug, *theirs, id in PEERS]
    lines += [("**all**", *totals(finds))]
    rows = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return TEXT + rows + SOURCES


def ours(id: str, finds: list[Find]) -> str:
    mine = [find for find in finds if find.bug == id]
    return f"{sum(bool(find.checks) for find in mine)} of {len(mine)} ({id})"


def totals(finds: list[Find]) -> list[str]:
    columns = [[row[column] for row in PEERS] for column in (1, 2, 3)]
    tried = [[word for word in column if word] for column in columns]
    ids = {row[-1] for row in PEERS}
    mine = [find for find in finds if find.bug in ids]
    caught = sum(bool(find.checks) for find in mine)
    theirs = [f"{words.count(YES)} of {len(words)}" for words in tried]
    return [*theirs, f"{caught} of {len(mine)}"]
