"""Healthy data in other forms than the samples; all of them: `python -m tests.bugs --layouts`."""

from dataclasses import replace

import pytest
import torch

from nn_recipe.findings import Findings
from nn_recipe.silent_failures.known_splits import judge_known_splits
from nn_recipe.stage2_skeleton_and_baselines.dumb_baselines import walks
from tests.bugs.layouts import LAYOUTS
from tests.bugs.layouts.hearing import hear, written
from tests.examples import some


@pytest.mark.parametrize("name", some(LAYOUTS, "tank, long"))
def test_no_check_stops_healthy_data_in_another_form(name: str):
    heard = hear(name)
    assert not heard.alarms and not heard.stopped, heard


def test_a_random_walk_is_unclear_and_a_series_whose_input_is_lost_fails():
    with written(LAYOUTS["trading days"]) as walk:
        record = walk.record("2.9")
        assert walks(walk.project)
    assert record.verdict == "unclear" and "random walk" in record.because
    with written(LAYOUTS["tank, one of two channels"]) as tank:
        tank = replace(tank, project=lost(tank.project))
        assert tank.record("2.9").verdict == "fails" and not walks(tank.project)


def test_near_copies_that_validation_shares_with_the_test_may_be_left_out():
    with written(LAYOUTS["notes with given validation and test files"]) as notes:
        load, findings = notes.module("load"), Findings()
        judge_known_splits(notes.project, findings)
        assert not findings.faults
        whole = load.load
        load.load = lambda config: silently_shorter(whole(config))
        judge_known_splits(notes.project, findings)
    assert "With a file each, validation and test hold" in str(findings.faults)


def silently_shorter(splits):
    return replace(splits, validation=splits.validation[1:], left_out={})


def lost(project):
    """The net is shown nothing; the baselines are."""
    net = project.module("model").TCN
    net.forward = lambda self, x, forward=net.forward: forward(
        self, torch.zeros_like(x)
    )
    return project
