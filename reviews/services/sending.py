"""盖章报送: the list, its applications and the 推荐表 in one transaction.

What is ranked beyond the call's quota is not sent: it ends as 未获推荐, and its applicant is told why.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationState
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record
from portal.documents.digests import canonical_json, text_digest
from portal.documents.services.orders import document_order
from portal.locks import name_lock
from portal.workflow import NotAllowed, StateConflict, advance, lock
from reviews import messages, rules
from reviews.documents import list_content
from reviews.models import RecommendationList
from reviews.selectors.bureau import split_by_quota


def _drop_withdrawn(list_: RecommendationList) -> list[str]:
    """Take rows off the list whose application the applicant withdrew; the others move up. Returns their numbers."""
    gone = list(
        list_.recommendations.filter(application__state=ApplicationState.WITHDRAWN).select_related("application")
    )
    if gone:
        list_.recommendations.filter(pk__in=[one.pk for one in gone]).delete()
        rest = list(list_.recommendations.order_by("rank"))
        for rank, one in enumerate(rest, start=1):
            one.rank = rank
        list_.recommendations.bulk_update(rest, ["rank"])
    return [one.application.number for one in gone]


def _leave_behind(list_: RecommendationList, actor: Actor) -> list[str]:
    """Decline what is ranked beyond the quota; its row stays on the list behind those sent. Returns the numbers."""
    behind = [one.application for one in split_by_quota(list_).staying]
    for application in behind:
        log = advance(
            application,
            "leave_behind",
            actor=actor,
            comment=_("每家推荐单位限推荐 %(quota)d 项，该申报的排序在限额以外，没有随推荐表报送。")
            % {"quota": list_.call.recommendation_quota},
        )
        messages.tell_declined(application, reason=log.comment, at=log.at)
    return [application.number for application in behind]


@transaction.atomic
def list_send(
    *, list_: RecommendationList, arrived_at: datetime, actor: Actor, revision: int | None = None
) -> RecommendationList:
    """Send the list to the issuer, up to the call's quota: before the recommender's deadline by ``arrived_at``.

    ``revision`` is the order that the officer looked at: who stays behind depends on it, so another one is not sent.
    Raises `StateConflict` naming everything that stands in the way. What the list says is frozen; the 推荐表 is put in
    order with the seal of the recommender; the applications become readable for the issuer at this instant.
    """
    # Submitting takes the same name: what was handed in before is seen below, what comes after finds the list sent.
    name_lock("recommendation list", list_.call_id, list_.recommender_id)
    row = lock(list_)
    allowed, reason = rules.is_list_officer(actor, row)
    if not allowed:
        raise NotAllowed(reason)
    withdrawn: list[str] = []
    behind: list[str] = []
    if row.sent_at is None:
        # An applicant who withdraws at the same moment comes before all that follows, or finds the list sent.
        rows = Application.objects.visible_to(actor).filter(recommendation__list=row).order_by("pk")
        list(rows.select_for_update(of=("self",)))
        obstacles = rules.sending_obstacles(list_=row, arrived_at=arrived_at)
        if obstacles:
            raise StateConflict("".join(obstacles))
        if revision is not None and revision != row.revision:
            raise StateConflict(_("推荐表刚被另一位审核员改过，请重新核对后再报送。"))
        withdrawn = _drop_withdrawn(row)
        behind = _leave_behind(row, actor)
    now = timezone.now()
    canonical = canonical_json(list_content(row, sent_at=now))
    advance(
        list_,
        "send",
        actor=actor,
        changes={
            "sent_at": now,
            "sent_by": actor.membership,
            "canonical": canonical,
            "sha256": text_digest(canonical),
        },
    )
    applications = list(
        Application.objects.visible_to(actor)
        .filter(recommendation__list=row, state=ApplicationState.RECOMMENDED)
        .select_related("organisation", "recommender", "call__issuer")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    Application.objects.visible_to(actor).filter(pk__in=[a.pk for a in applications]).update(sent_at=now)
    document_order(kind="recommendation_list", subject=list_, requested_by=actor.membership)
    audit_record(
        actor=actor,
        action="list_send",
        obj=list_,
        issuer_id=row.call.issuer_id,
        data={
            "applications": [a.number for a in applications],
            "revision": row.revision,
            "withdrawn": withdrawn,
            "beyond_quota": behind,
        },
    )
    messages.tell_sent(list_, applications)
    return list_
