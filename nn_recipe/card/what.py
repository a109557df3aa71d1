"""What the net is: its kind, its size, and where it comes from."""

from ..ledger.fingerprint import installed
from ..place import here
from .markdown import code, missing, section, source, table, text
from .subject import ANSWERS, Subject


def what_it_is(about: Subject) -> str:
    if here().adapter:
        return section("What it is", of_your_own())
    if not about.run:
        return section("What it is", of_project(about), missing("A net", "train"))
    rows = [
        ("kind", text(about.kind)),
        ("net", net(about)),
        ("parameters", parameters(about)),
        ("answers", code(about.config.get("target", ""))),
        ("run", f"{code(about.run.name)}, begun {begun(about)}"),
        ("its files", f"{code(f'runs/{about.run.name}/')}: named below without it"),
        ("seed", text(about.config.get("seed", ""))),
        ("commit", commit(about)),
        ("written with", versions(about)),
    ]
    files = [about.file(n) for n in ("config.json", "meta.json")]
    if about.trained:
        files.append(about.file("trained.json"))
    shown = table(("", ""), [(name, cell) for name, cell in rows if cell])
    return section("What it is", shown, source(*files, ANSWERS * bool(about.answers)))


def of_project(about: Subject) -> str:
    """What is known before anything is trained."""
    return f"Kind: {text(about.kind)}." if about.kind else ""


def of_your_own() -> str:
    """Which files decide what, as the adapter names them; it keeps no runs."""
    rows = [(text(part), ", ".join(map(code, n))) for part, n in here().files.items()]
    adapter = f"{here().package}.py"
    lead = f"Code of its own, which {code(adapter)} hands to the checks."
    return "\n\n".join([lead, table(("decides", "files"), rows), source(adapter)])


def net(about: Subject) -> str:
    """As the run names it, and as its class says of itself."""
    knobs = [
        f"{name} {text(about.config[name])}"
        for name in ("model", "width", "depth")
        if name in about.config
    ]
    named = code(about.trained.get("net", ""))
    says = text(about.trained.get("says", ""))
    return "; ".join(filter(None, [named, says, ", ".join(knobs)]))


def parameters(about: Subject) -> str:
    whole, learn = (about.trained.get(k) for k in ("parameters", "that learn"))
    if not isinstance(whole, int):
        return missing("", "train")
    some = f", of which {learn:,} learn" if learn != whole else ""
    return f"{whole:,}{some}"


def begun(about: Subject) -> str:
    assert about.run
    return text(str(about.run.meta.get("started", "–"))[:16].replace("T", " "))


def commit(about: Subject) -> str:
    assert about.run
    found = str(about.run.meta.get("commit", ""))
    clean = found.removesuffix("-dirty")
    more = ", with changes that no commit has" if clean != found else ""
    return f"{code(clean)}{more}" if found else "none: the folder was in no repository"


def versions(about: Subject) -> str:
    """Of the templates, the library and torch; those of the training where it kept them."""
    assert about.run
    release = about.answers.get("_commit")
    kept = about.trained.get("versions", {})
    named = {
        "templates": release,
        "nn-recipe": kept.get("nn-recipe") or installed("nn-recipe"),
        "torch": about.run.meta.get("torch"),
        "Python": about.trained.get("python"),
    }
    return ", ".join(f"{k} {text(v)}" for k, v in named.items() if v)
