"""Steps that are made in a thread while the caller works with the last one."""

from __future__ import annotations

import threading

import pytest

from ckanext.suedwestfalen.harvest import hurry


def steps(made, *, fault=None, after=3):
    for number in range(after):
        made.append(number)
        yield number
    if fault:
        raise fault


def wait_for(made, number):
    """Wait until so many steps have been begun, for two seconds at most."""
    done = threading.Event()
    for _ in range(200):
        if len(made) >= number:
            return
        done.wait(0.01)


def test_the_next_step_is_made_while_the_last_one_is_used():
    made = []
    given = hurry.ahead(steps(made))
    assert next(given) == 0
    wait_for(made, 2)
    assert made == [0, 1]
    assert list(given) == [1, 2]


def test_no_step_is_made_ahead_for_a_caller_who_has_enough():
    made = []
    given = hurry.ahead(steps(made), lambda: True)
    assert next(given) == 0
    wait_for(made, 2)
    assert made == [0]
    assert list(given) == [1, 2]


@pytest.mark.parametrize("fault", [ValueError("bad page"), KeyboardInterrupt()])
def test_an_error_comes_when_its_step_is_due_and_not_before(fault):
    made = []
    given = hurry.ahead(steps(made, fault=fault, after=1))
    assert next(given) == 0
    with pytest.raises(type(fault)):
        next(given)


def test_nothing_more_is_made_for_a_caller_who_left():
    made = []
    given = hurry.ahead(steps(made, after=100))
    next(given)
    given.close()
    wait_for(made, 3)
    assert len(made) <= 2
