"""The page itself: style and script inside, no answer, no example."""

from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = ("forms.js", "drawn.js", "page.js")
LOOKS = HERE.parent / "report" / "page.css"


def page() -> str:
    """One HTML document that fetches from its own server alone."""
    body = (HERE / "page.html").read_text("utf-8")
    style = "".join(path.read_text("utf-8") for path in (LOOKS, HERE / "page.css"))
    script = "".join((HERE / name).read_text("utf-8") for name in SCRIPTS)
    return body.replace("STYLE", style).replace("SCRIPT", script)
