"""How to get answers from it."""

from ..place import here
from .markdown import code, missing, section
from .subject import Subject


def use(about: Subject) -> str:
    if here().adapter:
        said = f"By your own code; {code(here().package + '.py')} names it."
        return section("How to predict", said)
    if not about.run or not (about.run.path / "best.pt").is_file():
        return section("How to predict", missing("A checkpoint", "train"))
    name, package = about.run.name, here().package
    return section(
        "How to predict",
        f"```\n{here().python} predict {name} FILE --to answers.csv\n```",
        "From the checkpoint alone, on data as those it was trained on. In Python:",
        f"```python\nfrom {package}.run import Run\n\n"
        f'problem, net = Run.find("{name}").trained()\n```',
    )
