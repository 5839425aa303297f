"""When a roll may be called or changed."""

import dataclasses

import pytest

from attendance.domain.calling import Obstacle, Situation, obstacle

FREE = Situation(
    cohort_open=True,
    cancelled=False,
    in_future=False,
    day_signed=False,
    called=False,
    called_by_same=False,
    keeps_cohort=False,
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"cohort_open": False, "in_future": True}, Obstacle.LOCKED),
        ({"cancelled": True}, Obstacle.CANCELLED),
        ({"in_future": True}, Obstacle.FUTURE),
        ({"day_signed": True}, Obstacle.SIGNED),
        ({"day_signed": True, "keeps_cohort": True}, None),
        ({"day_signed": True, "teaches_session": True}, None),
        ({"day_signed": True, "teaches_session": True, "called": True, "called_by_same": True}, Obstacle.SIGNED),
        ({"day_signed": True, "keeps_cohort": True, "called": True, "called_by_same": True}, Obstacle.SIGNED),
        ({"called": True, "called_by_same": True}, None),
        ({"called": True}, Obstacle.ANOTHER),
    ],
)
def test_obstacles(change, expected):
    assert obstacle(dataclasses.replace(FREE, **change)) == expected
