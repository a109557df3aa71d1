"""Ctrl-C is heard at any moment, also while Python clears away what nobody holds any more."""

import _thread
import sys
import threading
from typing import Any

SOON = 0.05  # seconds: by then the callback has ended


def hear_all() -> None:
    """A Ctrl-C within a callback is only printed by Python, as a traceback, and lost: it comes again."""
    sys.unraisablehook = once_more


def once_more(lost: Any) -> None:
    if lost.exc_type is not KeyboardInterrupt:
        return sys.__unraisablehook__(lost)
    again = threading.Timer(SOON, _thread.interrupt_main)
    again.daemon = True
    again.start()
