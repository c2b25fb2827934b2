"""Asking a catalogue so that one bad record costs itself and no more: smaller and smaller questions around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.net import HttpError, NetError, TooLarge, Unreachable, XmlError
from ckanext.suedwestfalen.net.findings import RESPONSE_BROKEN

from . import findings
from .base import ListingError

#: So many bad records in a row, and the server rather than a record is broken.
MAX_ROW = 10
#: So many records may spoil an answer in one listing: those at which the server fails, and damaged ones, which cost
#: less.
MAX_REFUSED, MAX_DAMAGED = 10, 100
#: What is asked for after the second bad record in a row: they may stand together.
_FEW = 4
#: Statuses by which a server says that it failed at this question. Those of overload (429, 503) are not among them.
_FAILED = frozenset({500, 502, 504})


@dataclass(frozen=True)
class Answer:
    """One answer to GetRecords; ``following`` is the server's own word on where to go on (None: no word).

    With ``broken`` it stands for the one record that cannot be got, and says why.
    """

    records: list[etree._Element]
    matched: int | None
    following: int | None
    broken: Finding | None = None
    notes: list[Finding] = field(default_factory=list)


#: Asks for records: number of the first, how many at most; ``patient``: whether to try again where that may help.
Ask = Callable[..., Answer]


class Parts:
    """Asks for pages of at most ``size`` records by ``ask``, and halves the question where an answer is spoilt.

    Two kinds of faults may be a single record's. *Damaged*: the answer came and cannot be read. *Refused*: the server
    fails at the question (status 500, an exception report, an answer that breaks off), which may as well mean that it
    is down; so before searching, single records elsewhere are asked for, and only when one of them comes the bad one
    is looked for. That takes as many questions as the page can be halved. Only the first question and that for a
    single record are repeated in the client's way.

    Where no record turns out to be bad, the server may dislike the size of the page (it refuses more than 50, say, or
    the records are very large): from the second time on, pages are as small as what came then.
    """

    def __init__(self, ask: Ask, size: int):
        self._ask, self.size = ask, size
        #: The bad record lies before this number; 0: none is looked for.
        self._until = 0
        self._declared: int | None = None
        self._good = 0
        self._row = self._refused = self._damaged = 0
        #: Searches in which every record came after all, and the most that came at once in the current one.
        self._vain = self._came = 0

    def answer(self, start: int) -> Answer:
        """Give what follows from record number ``start`` on, or the record that cannot be got.

        Raises what the server did where no record is to blame, and :class:`ListingError` where too many are bad.
        """
        while True:
            searching = start < self._until
            size = self._size(start)
            try:
                answer = self._try(start, size, patient=not searching or size == 1)
            except FindingError as error:
                if not (_refused(error) or _damaged(error)):
                    raise
                if _refused(error) and not searching:
                    self._check_alive(start, size, error)
                if size == 1:
                    return self._leave_out(start, error)
                self._came = self._came if searching else 0
                self._until = start + self._span(start, size)
                continue
            if searching:
                self._learn(start + len(answer.records), size)
            self._declared = answer.matched
            if answer.records:
                self._good, self._row = start, 0
            return answer

    def _learn(self, following: int, size: int) -> None:
        """Keep what a search shows about the size of pages."""
        self._came = max(self._came, size)
        if following >= self._until:
            self._vain += 1
            self.size = self._came if self._vain > 1 else self.size

    def _size(self, start: int) -> int:
        if start < self._until:
            return max(1, (self._until - start) // 2)
        return min(self.size, _FEW) if self._row > 1 else self.size

    def _span(self, start: int, size: int) -> int:
        """How many records a question can give, as far as is known."""
        return size if self._declared is None else max(1, min(size, self._declared - start + 1))

    def _try(self, start: int, size: int, *, patient: bool) -> Answer:
        try:
            return self._ask(start, size, patient=patient)
        except NetError as error:
            if patient or _refused(error) or _damaged(error):
                raise
            # overload or a lost connection: that is no record's fault
            return self._ask(start, size, patient=True)

    def _check_alive(self, start: int, size: int, error: FindingError) -> None:
        """Raise the server's error unless it gives at least one of the single records in question, or a good one."""
        for position in self._elsewhere(start, self._span(start, size)):
            try:
                answer = self._try(position, 1, patient=False)
            except FindingError:
                continue
            self._declared = answer.matched
            return
        raise error

    def _elsewhere(self, start: int, count: int) -> Iterator[int]:
        """Numbers of records that are not all the bad one: in the page, else the last good one or the next."""
        inside = dict.fromkeys((start, start + count - 1, start + count // 2)) if count > 1 else {}
        yield from inside
        if len(inside) < 3:
            yield self._good or start + count

    def _leave_out(self, start: int, error: FindingError) -> Answer:
        self._until = 0
        self._row += 1
        self._refused += _refused(error)
        self._damaged += _damaged(error)
        if self._row >= MAX_ROW or self._refused > MAX_REFUSED or self._damaged > MAX_DAMAGED:
            count = self._refused + self._damaged
            raise ListingError(findings.CSW_UNREADABLE(count=count, position=start)) from error
        return Answer([], self._declared, None, broken=_told(start, error))


def _damaged(error: Exception) -> bool:
    """Tell whether the answer came and could not be read, so that a smaller one may be."""
    return isinstance(error, XmlError | TooLarge)


def _refused(error: Exception) -> bool:
    """Tell whether the server failed at the question, as it does when it cannot give one of the records."""
    if isinstance(error, HttpError):
        return error.status in _FAILED
    if isinstance(error, Unreachable):
        return error.finding.code == RESPONSE_BROKEN.code
    return isinstance(error, ListingError) and error.finding.code == findings.CSW_EXCEPTION.code


def _told(position: int, error: FindingError) -> Finding:
    """Give what is said about a record that cannot be got: its number, and the server's or the parser's word."""
    if _damaged(error):
        return error.finding
    values = error.finding.values
    status = f"HTTP {error.status} {values['reason']}" if isinstance(error, HttpError) else ""
    return findings.CSW_RECORD_REFUSED(position=position, reason=status or values.get("text") or values.get("reason"))
