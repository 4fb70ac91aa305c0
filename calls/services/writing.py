"""Writing a draft call: its basics, contact and deadlines."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from calls.models import Call, Deadline, Track
from calls.models.call import DeadlineKind
from calls.models.doubt import Outcome
from calls.notice import notice_clean, notice_html, notice_text
from calls.rules import draft_for_writing
from calls.services.doubts import doubts_settle, fact_doubts_settle
from portal.accounts.actor import Actor
from portal.accounts.models import Region
from portal.workflow import NotAllowed

BASICS = (
    "title",
    "doc_no",
    "year",
    "region",
    "recipients",
    "signed_on",
    "external_system_name",
    "external_system_url",
    "recommendation_quota",
)
CONTACT = ("contact_name", "contact_phone", "contact_email")


@transaction.atomic
def call_create(*, title: str, year: int, region: Region, actor: Actor) -> Call:
    """An empty call of the actor's office with one unnamed track, for which everything is typed by hand."""
    if not actor.is_issuing:
        raise NotAllowed(_("只有发榜单位的经办人可以新建榜单。"))
    call = Call.objects.create(
        issuer=actor.organisation, region=region, title=title, year=year, created_by=actor.membership
    )
    Track.objects.create(call=call, order=1, title="")
    return call


@transaction.atomic
def call_update(*, call: Call, actor: Actor, body: str | None = None, body_html: str = "", **values: Any) -> Call:
    """Change basics or contact. The notice comes out of the editor (``body_html``, sanitised here) or as lines of text
    (``body``); lines that say what stands there already leave its lists and headings as they are.

    Raises `StateConflict` when published.
    """
    unknown = set(values) - {*BASICS, *CONTACT}
    if unknown:
        raise TypeError(f"call_update does not write {sorted(unknown)}")
    row = draft_for_writing(call=call, actor=actor)
    if body_html:
        values["body"] = notice_clean(body_html)
    elif body is not None and body.splitlines() != notice_text(row.body).splitlines():
        values["body"] = notice_html(body.splitlines())
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    fact_doubts_settle(call=row, columns=changed, actor=actor)
    return row


@transaction.atomic
def deadline_set(
    *,
    call: Call,
    kind: str,
    at: datetime,
    precision: str,
    actor: Actor,
    printed: str = "",
    receiver: str = "",
    copies: int | None = None,
) -> Deadline:
    """Set or move one deadline of a draft; ``at`` is the first instant that is too late
    (`calls.printed_deadlines.deadline_instant`). A published call's is moved by `extension_grant` alone."""
    row = draft_for_writing(call=call, actor=actor)
    before = row.deadlines.filter(kind=kind).first()
    deadline, _new = Deadline.objects.update_or_create(
        call=row,
        kind=DeadlineKind(kind),
        defaults={"at": at, "precision": precision, "printed": printed, "receiver": receiver, "copies": copies},
    )
    if before and any(getattr(before, name) != getattr(deadline, name) for name in ("at", "precision", "copies")):
        doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=deadline)
    return deadline


@transaction.atomic
def deadline_clear(*, call: Call, kind: str, actor: Actor) -> None:
    row = draft_for_writing(call=call, actor=actor)
    for deadline in row.deadlines.filter(kind=kind):
        doubts_settle(actor=actor, outcome=Outcome.REMOVED, row=deadline)
        deadline.delete()
