"""Mails about adoptions, in the portal's language, to the administrators of the other town; never an error.

Whoever did it gets none. To be called when everything is committed.
"""

from __future__ import annotations

import logging

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import mail
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.language import translator
from ckanext.suedwestfalen.use_cases import adoption_states, adoptions, names
from ckanext.suedwestfalen.use_cases.model import Adoption

log = logging.getLogger(__name__)

DECLARED, CHANGED, COMMENTED = "declared", "changed", "commented"
_SUBJECTS = {
    DECLARED: N_("%(town)s takes up “%(case)s”"),
    CHANGED: N_("%(town)s: “%(case)s” is now “%(status)s”"),
    COMMENTED: N_("Comment on the adoption of “%(case)s” by %(town)s"),
}
_SENTENCES = {
    DECLARED: N_("%(town)s has declared that it takes up the use case “%(case)s”. Status: %(status)s."),
    CHANGED: N_("%(town)s has set the status of its adoption of “%(case)s” to “%(status)s”."),
    COMMENTED: N_("%(speaker)s writes about the adoption of “%(case)s” by %(town)s:"),
}
_WHERE = N_("The adoption, its history, and where to answer:")
_TRANSFER = N_(
    "This is the first town that runs your solution. If you agree, please set the phase of your use case to"
    " “%(phase)s”. The portal does not change it by itself."
)


def tell(
    what: str, adoption: Adoption, package: model.Package | None, *, user_id: str, organization_id: str = "",
    text: str = "", transfer: bool = False,
) -> None:
    """Write to the other town (of what the agency does: to both); never raises."""
    try:
        if package is not None:
            _tell(what, adoption, package, user_id=user_id, organization_id=organization_id, text=text,
                  transfer=transfer)
    except Exception:
        # the border to the mail server: whatever goes wrong there must not harm what was saved
        log.exception("nobody could be told by mail about an adoption")
        model.Session.rollback()


def _tell(
    what: str, adoption: Adoption, package: model.Package, *, user_id: str, organization_id: str, text: str,
    transfer: bool,
) -> None:
    people: dict[str, str] = {}
    for each in {adoption.organization_id, package.owner_org or ""} - {organization_id, ""}:
        people |= {address: name for name, address in mail.administrators(each)}
    person = model.User.get(user_id) if user_id else None
    if person is not None and person.email:
        people.pop(person.email, None)
    subject, body = _written(what, adoption, package, organization_id, text, transfer=transfer)
    for address, name in people.items():
        mail.deliver(name, address, subject, body)


def _written(
    what: str, adoption: Adoption, package: model.Package, organization_id: str, text: str, *, transfer: bool
) -> tuple[str, str]:
    locale = str(tk.config["ckan.locale_default"])
    translate = translator(locale)
    speaker = model.Group.get(organization_id) if organization_id else None
    values = {
        "town": adoptions.name_of(adoption), "case": package.title or package.name,
        "status": adoption_states.label(adoption_states.STATUS_LIST, adoption.status, locale),
        "speaker": speaker.display_name if speaker else "",
        "phase": adoption_states.label("use_case_phase", "transfer", locale),
    }
    parts = [translate(N_("Good day,")), translate(_SENTENCES[what]) % values, text]
    if adoption.status == names.DROPPED and what == CHANGED:
        parts.append(translate(N_("Reason")) + ": " + adoption.reason)
    if transfer:
        parts.append(translate(_TRANSFER) % values)
    parts.append(translate(_WHERE) + "\n" + mail.address(f"/use_case/adoption/{adoption.id}"))
    parts.append(translate(N_("You get this mail as an administrator of one of the two towns.")))
    parts.append(str(tk.config.get("ckan.site_title") or "").strip())
    return translate(_SUBJECTS[what]) % values, "\n\n".join(filter(None, parts)) + "\n"
