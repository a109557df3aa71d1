"""Writes the embedded sample of series-forecasting: `python -m tests.samples.tank`.

A water tank, hour by hour. People draw water in the morning and in the evening, on some days
more than on others; a pump starts when the level falls below 100 cm and stops above 250 cm.
So `drawn` repeats day by day, while `level` swings between two thresholds in its own time: a
weighted sum of the past cannot say when the pump will turn.
"""

import math
import random
from datetime import datetime, timedelta
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "templates" / "project" / "data" / "tank.csv"
HOURS = 80 * 24
BEGIN = datetime(2025, 3, 1)
LOW, HIGH = 100, 250  # cm, where the pump turns
PUMPED = 45  # cm in an hour
MEMORY = 0.9  # of a thirsty hour in the next one


def wanted(hour: int) -> float:
    """cm of the tank in an hour of the day: a peak at 7, a wider one at 19."""
    peaks = ((7, 1.5, 16), (19, 2.5, 12))
    return 5 + sum(h * math.exp(-(((hour - at) / w) ** 2)) for at, w, h in peaks)


def rows() -> list[str]:
    chance, level, thirst, pump = random.Random(0), 180.0, 0.0, False
    lines = ["time,level,drawn"]
    for hour in range(HOURS):
        thirst = MEMORY * thirst + chance.gauss(0, 0.06)
        drawn = wanted(hour % 24) * math.exp(thirst)
        pump = level < LOW or (pump and level <= HIGH)
        level += PUMPED * pump - drawn
        time = BEGIN + timedelta(hours=hour)
        lines.append(f"{time:%Y-%m-%d %H:%M},{level:.1f},{10 * drawn:.0f}")
    return lines


if __name__ == "__main__":
    SAMPLE.write_text("\n".join(rows()) + "\n", "utf-8")
