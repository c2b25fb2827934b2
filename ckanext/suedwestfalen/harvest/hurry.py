"""Work for somebody who waits in front of a page: what is there when the time is over, and no more."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable, Iterator
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
    made: queue.SimpleQueue = queue.SimpleQueue()
    asked: queue.SimpleQueue = queue.SimpleQueue()
    threading.Thread(target=_make, args=(steps, made, asked), daemon=True).start()
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


def _make(steps: Iterable[T], made: queue.SimpleQueue, asked: queue.SimpleQueue) -> None:
    try:
        running = iter(steps)
        while asked.get() is _MORE:
            made.put((next(running, _END), None))
    except Exception as error:  # noqa: BLE001 - the border of the thread: raised where somebody waits for it
        made.put((None, error))
    finally:
        model.Session.remove()
