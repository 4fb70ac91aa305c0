"""What this room tells the rooms below it (applications.hooks), handed in when Django starts."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from applications import hooks
from applications.hooks import Result
from applications.models import Application, ApplicationState
from calls import hooks as calls_hooks
from calls.hooks import Notice
from calls.models import Call
from calls.stages import Stage
from portal.accounts.actor import VISITOR, Actor
from reviews import labels
from reviews.models import Decision, PublicNotice, RecommendationList, ReviewRound
from reviews.models.review import RoundState


def answer_until(application: Application) -> datetime | None:
    """Until when the return or the 补正 that stands may be answered."""
    if application.state == ApplicationState.RETURNED:
        rows = application.return_notes
    elif application.state == ApplicationState.CORRECTION:
        rows = application.corrections
    else:
        return None
    return rows.order_by("-pk").values_list("until", flat=True).first()


def bureau_url(application: Application) -> str:
    return reverse("reviews:bureau_application", args=[application.public_id])


def results(application: Application, actor: Actor) -> list[Result]:
    """Announced decisions, each with its notice; a corrected one stays beside the one that superseded it."""
    rows = (
        Decision.objects.visible_to(actor)
        .filter(application=application, announced_at__isnull=False)
        .select_related("notice", "application__reserve")
        .order_by("number")
    )
    return [
        Result(
            *labels.outcome_label(one),
            at=one.announced_at,
            url=reverse("reviews:notice", args=[one.notice.public_id]),
        )
        for one in rows
    ]


def announced(actor: Actor) -> Q:
    """Applications with a result from `results`."""
    rows = Decision.objects.visible_to(actor).filter(announced_at__isnull=False)
    return Q(pk__in=rows.values("application"))


def calls_with_notice() -> Q:
    """Calls of which a 公示 stands in public."""
    return Q(Exists(PublicNotice.objects.visible_to(VISITOR).filter(call=OuterRef("pk"))))


def calls_in_notice() -> Q:
    """Calls of which a 公示 is up: objections may still be raised."""
    up = PublicNotice.objects.visible_to(VISITOR).filter(call=OuterRef("pk"), objections_until__gt=timezone.now())
    return Q(Exists(up))


def notices_of_call(call: Call) -> list[Notice]:
    """Its published 公示, the newest first."""
    rows = PublicNotice.objects.visible_to(VISITOR).filter(call=call).order_by("-published_at")
    return [Notice(row.title, reverse("reviews:notice", args=[row.public_id]), row.published_at) for row in rows]


def calls_in_review() -> Q:
    """Calls whose 评审 has begun; of the rounds nothing else is told."""
    begun = ReviewRound._base_manager.filter(call=OuterRef("pk")).exclude(state=RoundState.DRAFT)
    return Q(Exists(begun))


def list_sent_at(call_id: int, recommender_id: int) -> datetime | None:
    rows = RecommendationList._base_manager.filter(call=call_id, recommender=recommender_id)
    return rows.values_list("sent_at", flat=True).first()


def register() -> None:
    hooks.list_sent_at.append(list_sent_at)
    calls_hooks.notices.append(notices_of_call)
    calls_hooks.later_stages.append((Stage.IN_NOTICE, calls_in_notice))
    calls_hooks.later_stages.append((Stage.ANNOUNCED, calls_with_notice))
    calls_hooks.later_stages.append((Stage.IN_REVIEW, calls_in_review))
    hooks.answer_until.append(answer_until)
    hooks.bureau_url.append(bureau_url)
    hooks.results.append(results)
    hooks.announced.append(announced)
