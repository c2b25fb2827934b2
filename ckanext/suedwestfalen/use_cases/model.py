"""The tables of the use cases: all that depends on who reads, or that has a history.

A use case itself is a dataset of CKAN; nothing here is part of its dict, its index document or a bundle by itself.

``Contact``
    whom to ask; who may see it, it says itself.
``Pending``
    the changed version of a published use case that waits for its release; at most one per use case.
``Event``
    what happened to a use case's record state: submitted, released, returned (with the reason), withdrawn, reviewed.
``Adoption``, ``AdoptionEvent``
    a municipality that takes a use case over, and everything that was said and set about it.
``Comment``
    what towns here say about a use case that came from another portal and is read-only here.
``Reminder``
    when a person was last reminded by mail.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from ckan.plugins.toolkit import BaseModel
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

PREFIX = "suedwestfalen_use_case"


def now() -> dt.datetime:
    """Give the time as the tables keep it: UTC, aware."""
    return dt.datetime.now(dt.timezone.utc)


def _uuid() -> str:
    return str(uuid.uuid4())


def _text(default: str = "") -> Any:
    return mapped_column(sa.UnicodeText, default=default, server_default=default)


def _time(**options: Any) -> Any:
    return mapped_column(sa.DateTime(timezone=True), default=now, **options)


def _use_case(**options: Any) -> Any:
    # no foreign key: CKAN deletes packages by its own order of tables
    return mapped_column(sa.UnicodeText, **options)


class Contact(BaseModel):
    """Whom to ask about a use case. ``released``: oeffentlich, angemeldet, nicht-weitergeben."""

    __tablename__ = f"{PREFIX}_contact"

    package_id: Mapped[str] = _use_case(primary_key=True)
    name: Mapped[str] = _text()
    email: Mapped[str] = _text()
    phone: Mapped[str] = _text()
    released: Mapped[str] = _text("angemeldet")
    modified_at: Mapped[dt.datetime] = _time(onupdate=now)


class Pending(BaseModel):
    """A version of a published use case that waits. ``state``: entwurf, eingereicht.

    ``content`` is the whole dataset dict as it will be saved, ``contact`` the values of the contact fields;
    ``base_modified`` is ``metadata_modified`` of the published version that it was made from.
    """

    __tablename__ = f"{PREFIX}_pending"

    package_id: Mapped[str] = _use_case(primary_key=True)
    content: Mapped[dict] = mapped_column(JSONB, default=dict)
    contact: Mapped[dict] = mapped_column(JSONB, default=dict)
    state: Mapped[str] = _text("entwurf")
    user_id: Mapped[str] = _text()
    base_modified: Mapped[str] = _text()
    modified_at: Mapped[dt.datetime] = _time(onupdate=now)


class Event(BaseModel):
    """What happened to a use case. ``kind``: submitted, released, returned, withdrawn, reviewed, imported."""

    __tablename__ = f"{PREFIX}_event"
    __table_args__ = (sa.Index(f"{PREFIX}_event_by_case", "package_id", "at"),)

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=_uuid)
    package_id: Mapped[str] = _use_case()
    kind: Mapped[str] = _text()
    note: Mapped[str] = _text()
    user_id: Mapped[str] = _text()
    at: Mapped[dt.datetime] = _time()


class Adoption(BaseModel):
    """A municipality that takes a use case over.

    ``municipality``: AGS (8 digits), of the region or elsewhere; ``name`` only for one that the region's folder does
    not know. ``organization_id``: the adopting town's organization, empty for a town outside. ``public``: the town
    shows it before its status does. ``version`` grows with each change, so that nobody overwrites what they have not
    seen. ``catalog``: the portal an adoption was imported from; empty for one of this portal.
    """

    __tablename__ = f"{PREFIX}_adoption"
    __table_args__ = (
        sa.UniqueConstraint("package_id", "municipality", "name", name=f"{PREFIX}_adoption_once"),
        sa.Index(f"{PREFIX}_adoption_by_organization", "organization_id"),
    )

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=_uuid)
    package_id: Mapped[str] = _use_case()
    municipality: Mapped[str] = _text()
    name: Mapped[str] = _text()
    organization_id: Mapped[str] = _text()
    status: Mapped[str] = _text("interessiert")
    since: Mapped[dt.date | None] = mapped_column(sa.Date, nullable=True)
    changes: Mapped[str] = _text()
    cost_band: Mapped[str] = _text()
    contact: Mapped[str] = _text()
    note: Mapped[str] = _text()
    reason: Mapped[str] = _text()
    public: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    derived_id: Mapped[str] = _text()
    catalog: Mapped[str] = _text()
    version: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    created_at: Mapped[dt.datetime] = _time()
    modified_at: Mapped[dt.datetime] = _time(onupdate=now)

    events: Mapped[list[AdoptionEvent]] = relationship(
        back_populates="adoption", order_by="AdoptionEvent.at", cascade="all, delete-orphan"
    )


class AdoptionEvent(BaseModel):
    """What somebody set or said. ``kind``: created, changed, comment, note, imported.

    ``values``: field → [before, after] of a change; ``organization_id``: for whom the person spoke.
    """

    __tablename__ = f"{PREFIX}_adoption_event"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=_uuid)
    adoption_id: Mapped[str] = mapped_column(sa.ForeignKey(f"{PREFIX}_adoption.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = _text()
    text: Mapped[str] = _text()
    values: Mapped[dict] = mapped_column(JSONB, default=dict)
    organization_id: Mapped[str] = _text()
    user_id: Mapped[str] = _text()
    at: Mapped[dt.datetime] = _time()

    adoption: Mapped[Adoption] = relationship(back_populates="events")


class Comment(BaseModel):
    """What an organization here says about a use case from elsewhere."""

    __tablename__ = f"{PREFIX}_comment"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=_uuid)
    package_id: Mapped[str] = _use_case(index=True)
    organization_id: Mapped[str] = _text()
    user_id: Mapped[str] = _text()
    text: Mapped[str] = _text()
    at: Mapped[dt.datetime] = _time()


class Reminder(BaseModel):
    """The day on which a person was last reminded by mail."""

    __tablename__ = f"{PREFIX}_reminder"

    user_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    sent_on: Mapped[dt.date] = mapped_column(sa.Date)
