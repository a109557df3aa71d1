"""`python -m PACKAGE VERB`: the same as the console script."""

import sys

from .recipe.cli import main

sys.exit(main())
