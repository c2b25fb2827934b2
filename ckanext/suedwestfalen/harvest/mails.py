"""One mail to the people of a source when it needs them: it failed, deletions are held, or it has long been silent.

They are told once per state (``Source.told``), and again only after it was well in between.
"""

from __future__ import annotations

import logging

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import mail
from ckanext.suedwestfalen.findings import N_, Finding, Translate
from ckanext.suedwestfalen.harvest.model import Run, Source
from ckanext.suedwestfalen.language import translator
from ckanext.suedwestfalen.net import findings as net

log = logging.getLogger(__name__)

FAILED, HELD, SILENT = "failed", "held", "silent"
# Servers are away now and then: that often in a row is worth a mail.
SILENT_RUNS = 3
AWAY = {kind.code for kind in (net.DNS_FAILED, net.CONNECT_FAILED, net.TLS_FAILED, net.RESPONSE_BROKEN, net.TIMED_OUT,
                               net.HTTP_STATUS)}

_SUBJECTS = {
    FAILED: N_("Harvesting failed: %(source)s"),
    HELD: N_("Please decide about deletions: %(source)s"),
    SILENT: N_("Server does not answer: %(source)s"),
}
_SENTENCES = {
    FAILED: N_("the source “%(source)s” could not be harvested. Its datasets stay as they are."),
    HELD: N_("the source “%(source)s” lacks %(held)s records that it had before. Their datasets were kept; they are"
             " deleted only when you confirm it, or when the following runs agree."),
    SILENT: N_("the server of the source “%(source)s” has not answered for %(failures)s runs in a row. Its datasets"
               " stay as they are, and the portal keeps trying."),
}
_ADVICE = {
    FAILED: N_("Please read the report and do what it says:"),
    HELD: N_("Please look at the records and confirm or reject their deletion:"),
    SILENT: N_("Please ask the operator of the server, or switch the source off. The report:"),
}


def tell(run: Run) -> None:
    """Write to the people of the run's source if there is something new to say; never raises.

    To be called when the run has ended and is committed. Commits what was told.
    """
    try:
        _tell(run)
    except Exception:
        # the border to the mail server: whatever goes wrong there must not harm a run
        log.exception("nobody could be told by mail about a run")
        model.Session.rollback()


def occasion(run: Run) -> str | None:
    """Give what there is to tell: failed, held, silent; empty: all is well; None: nothing that changes anything."""
    if run.state in ("finished", "held"):
        return HELD if run.state == "held" else ""
    if run.state != "failed":
        return None
    if not run.error or run.error["code"] not in AWAY:
        return FAILED
    return SILENT if run.source.failures >= SILENT_RUNS else None


def _tell(run: Run) -> None:
    source, what = run.source, occasion(run)
    if what is None or what == source.told:
        return
    if what and not _send(run, what):
        # nobody got it, so the next run tries again
        return
    source.told = what
    model.Session.commit()


def _send(run: Run, what: str) -> bool:
    """Send the mail to everybody; tell whether it went out, or has nobody to go to."""
    translate = translator(tk.config["ckan.locale_default"])
    values = {"source": run.source.title, "held": run.held, "failures": run.source.failures}
    subject = translate(_SUBJECTS[what]) % values
    body = _body(run, what, values, translate)
    people = recipients(run.source)
    delivered = [mail.deliver(name, address, subject, body) for name, address in people]
    return any(delivered) or not people


def recipients(source: Source) -> list[tuple[str, str]]:
    """Give name and mail address of the administrators of the source's organization, every address once."""
    return mail.administrators(source.organization_id)


def _body(run: Run, what: str, values: dict[str, object], translate: Translate) -> str:
    parts = [translate(N_("Good day,")), translate(_SENTENCES[what]) % values]
    if run.error:
        finding = Finding.from_dict(run.error)
        parts.append(f"{finding.message(translate)}\n{finding.hint(translate)}".strip())
    path = f"/harvesting/source/{run.source.name}/deletions" if what == HELD else f"/harvesting/run/{run.id}"
    parts.append(f"{translate(_ADVICE[what])}\n{mail.address(path)}")
    parts.append(translate(N_("You get this mail once, as an administrator of the organization of this source.")))
    parts.append(str(tk.config.get("ckan.site_title") or "").strip())
    return "\n\n".join(filter(None, parts)) + "\n"
