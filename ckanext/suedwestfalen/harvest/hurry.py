"""Steps that are made in a thread: for somebody who waits no longer than a time, or while the last one is used."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ckan import model

T = TypeVar("T")
_MORE, _END = object(), object()


class TimeIsUp(Exception):
    """The work was not done in time; what had come by then was given."""


def until(steps: Iterable[T], end: float) -> Iterator[T]:
    """Give the steps as they come, and raise :class:`TimeIsUp` at ``end``, a time of ``time.monotonic()``.

    They are made in a thread, since neither a name server nor a document that takes long to read can be told to hurry;
    each is begun when it is asked for. The thread ends with the step that it is at.
    """
    made, asked = _begin(steps)
    try:
        while True:
            asked.put(_MORE)
            try:
                step, error = made.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise TimeIsUp from None
            if error is not None:
                raise error
            if step is _END:
                return
            yield step
    finally:
        asked.put(_END)


def ahead(steps: Iterable[T], enough: Callable[[], bool] = bool) -> Iterator[T]:
    """Give the steps as they come; the next one is made in a thread while the caller works with the last.

    Where ``enough`` says that the caller will hardly want another, it is begun when it is asked for. An error is
    raised when its step's turn comes.
    """
    made, asked = _begin(steps)
    under_way = False
    try:
        while True:
            if not under_way:
                asked.put(_MORE)
            step, error = made.get()
            if error is not None:
                raise error
            if step is _END:
                return
            if under_way := not enough():
                asked.put(_MORE)
            yield step
    finally:
        asked.put(_END)


def _begin(steps: Iterable[T]) -> tuple[queue.SimpleQueue, queue.SimpleQueue]:
    made: queue.SimpleQueue = queue.SimpleQueue()
    asked: queue.SimpleQueue = queue.SimpleQueue()
    threading.Thread(target=_make, args=(steps, made, asked), daemon=True).start()
    return made, asked


def _make(steps: Iterable[T], made: queue.SimpleQueue, asked: queue.SimpleQueue) -> None:
    try:
        running = iter(steps)
        while asked.get() is _MORE:
            made.put((next(running, _END), None))
    except BaseException as error:  # noqa: BLE001 - the border of the thread: raised where somebody waits for it
        made.put((None, error))
    finally:
        model.Session.remove()
