"""What a recommender does with one application: return it, recommend it, decline it, or think again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationVersion
from applications.services.versions import application_reopen
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of
from portal.accounts.actor import Actor
from portal.workflow import NotAllowed, StateConflict, advance, lock
from reviews import messages
from reviews.models import Recommendation, RecommendationList, ReturnNote
from reviews.models.recommendation import ListState


def latest_return_until(application: Application) -> datetime | None:
    """The recommender's own deadline: an answer after it could not be recommended any more."""
    return deadline_of(call=application.call, kind=DeadlineKind.RECOMMENDER, organisation=application.recommender)


def _open_list(application: Application, actor: Actor) -> RecommendationList:
    """The recommender's list for the call, made when first needed, locked, and still open.

    Everything that adds to or takes from a list locks it first and the application after it.
    """
    if not actor.is_bureau or actor.organisation_id != application.recommender_id:
        raise NotAllowed(_("只有该申报的推荐单位可以办理。"))
    list_, _made = RecommendationList._base_manager.get_or_create(
        call=application.call, recommender=application.recommender
    )
    list_ = lock(list_)
    if list_.state != ListState.DRAFT:
        raise StateConflict(_("推荐表已经报送，不能再改。"))
    return list_


def _handed_in(application: Application) -> ApplicationVersion:
    """The version handed in last, read after the gate locked the row: the passed object may be older than a return
    and its answer."""
    return ApplicationVersion.objects.get(pk=lock(application).submitted_version_id)


def _touch(list_: RecommendationList, actor: Actor) -> None:
    list_.revision += 1
    list_.revised_by, list_.revised_at = actor.membership, timezone.now()
    list_.save(update_fields=["revision", "revised_by", "revised_at"])


@transaction.atomic
def application_return(
    *, application: Application, comment: str, until: datetime, arrived_at: datetime, actor: Actor
) -> ReturnNote:
    """退回: open the next version for the applicant until ``until`` (at most the recommender's own deadline)."""
    _open_list(application, actor)
    latest = latest_return_until(application)
    if until <= arrived_at:
        raise StateConflict(_("答复截止应晚于现在。"))
    if latest is not None and until > latest:
        raise StateConflict(_("答复截止不能晚于推荐单位的报送截止时间。"))
    advance(application, "return", actor=actor, comment=comment)
    version = _handed_in(application)
    note = ReturnNote.objects.create(
        application=application,
        version=version,
        comment=comment.strip(),
        until=until,
        returned_by=actor.membership,
    )
    application_reopen(application=application)
    messages.tell_returned(note)
    return note


@transaction.atomic
def application_recommend(
    *, application: Application, reason: str, actor: Actor, version_id: int | None = None
) -> Recommendation:
    """推荐 with its 推荐理由; the row comes last in the list until somebody ranks it.

    ``version_id`` is the version that the officer looked at; when a newer one was handed in, nothing is recommended.
    """
    if not reason.strip():
        raise StateConflict(_("请写明推荐理由。"))
    list_ = _open_list(application, actor)
    advance(application, "recommend", actor=actor, comment=reason)
    version = _handed_in(application)
    if version_id is not None and version_id != version.pk:
        raise StateConflict(_("申报单位提交了新的版本，请重新打开申报页面。"))
    last = list_.recommendations.aggregate(last=Max("rank"))["last"] or 0
    recommendation = Recommendation.objects.create(
        list=list_,
        application=application,
        version=version,
        rank=last + 1,
        reason=reason.strip(),
        recommended_by=actor.membership,
    )
    _touch(list_, actor)
    return recommendation


@transaction.atomic
def applications_recommend(
    *, reasons: Mapping[Application, tuple[str, int | None]], actor: Actor
) -> list[Recommendation]:
    """The same for several, each with its own reason and version looked at, all or none, in the order given."""
    return [
        application_recommend(application=application, reason=reason, version_id=version_id, actor=actor)
        for application, (reason, version_id) in reasons.items()
    ]


@transaction.atomic
def application_decline(*, application: Application, reason: str, actor: Actor) -> None:
    """不予推荐, with its reason, which the applicant reads. Possible after the list was sent, too."""
    log = advance(application, "decline", actor=actor, comment=reason)
    messages.tell_declined(application, reason=log.comment, at=log.at)


@transaction.atomic
def application_reconsider(*, application: Application, reason: str, actor: Actor) -> None:
    """Take back 推荐 or 不予推荐 while the list was not sent; the rows behind a removed one move up."""
    list_ = _open_list(application, actor)
    advance(application, "reconsider", actor=actor, comment=reason)
    recommendation = Recommendation.objects.filter(application=application).first()
    if recommendation:
        rank = recommendation.rank
        recommendation.delete()
        list_.recommendations.filter(rank__gt=rank).update(rank=F("rank") - 1)
        _touch(list_, actor)
