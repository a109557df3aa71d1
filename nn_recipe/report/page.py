"""The frame of the page: head, style, and the footer that says where numbers come from."""

import time
from pathlib import Path

from ..place import here
from .words import text

STYLE = Path(__file__).with_name("page.css")


POST = "The steps are those of Andrej Karpathy's <i>A Recipe for Training Neural Networks</i> (2019)."


def page(body: str) -> str:
    """The lab report, as one HTML file."""
    now = time.strftime("%d %B %Y, %H:%M")
    foot = (
        "Point at a number to see the row of <code>metrics.csv</code> or the experiment of "
        "<code>ledger.jsonl</code> it was read from."
    )
    return framed("report", f"Lab report, {now}", body, foot)


def framed(
    verb: str, lead: str, body: str, foot: str = "", style: str = "", script: str = ""
) -> str:
    """One HTML file that fetches nothing: style, pictures and script are inside."""
    name, looks = text(here().package), STYLE.read_text(encoding="utf-8") + style
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{name}: {verb}</title>
<style>{looks}</style>
</head>
<body>
<header><h1>{name}</h1><p>{lead}</p></header>
<main>{body}</main>
<footer>Written by <code>{text(here().python)} {verb}</code>. {foot} {POST}</footer>
{script}</body>
</html>
"""
