"""The frame of the page: head, style, and the footer that says where numbers come from."""

import time
from pathlib import Path

from ..place import here
from .words import text

STYLE = Path(__file__).with_name("page.css")


def page(body: str) -> str:
    """One HTML file that fetches nothing: style and pictures are inside."""
    name, now = text(here().package), time.strftime("%d %B %Y, %H:%M")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{name}: lab report</title>
<style>{STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<header><h1>{name}</h1><p>Lab report, {now}</p></header>
<main>{body}</main>
<footer>Written by <code>{text(here().python)} report</code>. Point at a number to see the row of
<code>metrics.csv</code> or the experiment of <code>ledger.jsonl</code> it was read from. The steps are
those of Andrej Karpathy's <i>A Recipe for Training Neural Networks</i> (2019).</footer>
</body>
</html>
"""
