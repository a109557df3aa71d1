"""A Ctrl-C that falls into a callback: `pytest tests/test_interrupts.py`."""

import subprocess
import sys

import pytest

# the signal comes while Python clears a weak reference away
INSIDE = """
import signal, time, weakref
from scaffolder import interrupts
{hear}

class Held:
    pass

held = Held()
watched = weakref.ref(held, lambda gone: signal.raise_signal(signal.SIGINT))
try:
    del held
    time.sleep(2)
    print("lost")
except KeyboardInterrupt:
    print("heard")
"""


@pytest.mark.parametrize(
    ("hear", "said", "printed"),
    [("", "lost", True), ("interrupts.hear_all()", "heard", False)],
)
def test_a_ctrl_c_within_a_callback_comes_again(hear: str, said: str, printed: bool):
    words = [sys.executable, "-c", INSIDE.format(hear=hear)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == said
    assert ("Traceback" in done.stderr) == printed
