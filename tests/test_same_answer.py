"""When a decoded number is the raw answer, also of a logarithm: `pytest tests/test_same_answer.py`."""

import math

import torch
from diabetes.target import Target

from nn_recipe.same_answer import disagreeing

HOUSES = Target(mean=math.log(5e5), sd=0.7, logarithm=True)
PRICES = ["60000", "529000", "5858000"]
ROOM = 0.1  # of the range of y: ln(5858000 / 60000) / .7 = 6.5 sds


def said(moved: float) -> list[float]:
    """What is decoded where outputs are off by so many sds."""
    y = torch.stack([HOUSES.encode(price) for price in PRICES])
    return HOUSES.decode(y + moved)


def test_a_tenth_of_the_range_of_logarithms_is_room_for_cheap_and_dear_houses_alike():
    assert disagreeing(HOUSES, said(0.6), PRICES, ROOM) == []
    assert disagreeing(HOUSES, said(-0.7), PRICES, ROOM) == [0, 1, 2]


def test_an_answer_that_encode_cut_off_disagrees_with_its_own_decoding():
    cut = Target.decode(HOUSES, torch.tensor([[2.0]]))[0]  # of 3.5 sds
    assert disagreeing(HOUSES, [*said(0.0)[:2], cut], PRICES, ROOM) == [2]


def test_a_decoding_that_forgets_the_exponential_disagrees_everywhere():
    forgotten = [math.log(price) for price in said(0.0)]
    assert disagreeing(HOUSES, forgotten, PRICES, ROOM) == [0, 1, 2]
