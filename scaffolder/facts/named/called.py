"""How folders and tables are called that hold the answers, as people name them."""

import re

ANSWERS = re.compile(r"ground[-_ ]?truth|labels?(?![a-z])|answers?(?![a-z])", re.I)
