"""Reading 更正公告, and what stands in the way of publishing one."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from calls.models import Call, CallCorrection, Direction
from calls.selectors.differences import Difference, difference_of
from portal.accounts.actor import Actor
from portal.workflow import ALLOWED, Verdict


def corrections_published(*, call: Call, actor: Actor) -> list[CallCorrection]:
    """In the order of their numbers."""
    found = CallCorrection.objects.visible_to(actor).filter(call=call, state="published")
    return list(found.order_by("number"))


def corrections_since(*, call: Call, since: datetime) -> list[CallCorrection]:
    """Published ones that somebody who began at ``since`` has to look at."""
    return list(CallCorrection._base_manager.filter(call=call, published_at__gt=since).order_by("number"))


def corrections_of(*, call: Call, actor: Actor) -> QuerySet[CallCorrection]:
    """All of an officer's call, the newest first."""
    return (
        CallCorrection.objects.visible_to(actor)
        .filter(call=call)
        .select_related("call__issuer", "created_by__user", "published_by__user", "requested_by__user")
        .order_by("-created_at")
    )


def corrections_of_direction(*, direction: Direction) -> list[CallCorrection]:
    """Published ones that changed this direction, in order."""
    return list(
        CallCorrection._base_manager.filter(state="published", direction_versions__direction=direction).order_by(
            "number"
        )
    )


def correction_possible(actor: Actor, correction: CallCorrection) -> Verdict:
    """Words there must be, and whole directions; a correction may also say something and change nothing."""
    obstacles = correction_obstacles(correction, difference_of(correction))
    return (False, "".join(obstacles)) if obstacles else ALLOWED


def correction_obstacles(correction: CallCorrection, difference: Difference) -> list[str]:
    found = []
    if not (correction.text.strip() or difference.changes):
        found.append(_("更正公告没有正文，也没有改动任何内容。"))
    for version in correction.direction_versions.prefetch_related("parts", "indicators"):
        there = bool(version.indicators.all())
        if not version.parts.all():
            found.append(_("方向“%(title)s”没有内容。") % {"title": version.title})
        if there and version.without_indicators:
            found.append(_("方向“%(title)s”标明不设指标，却有指标。") % {"title": version.title})
        if not there and not version.without_indicators:
            found.append(_("方向“%(title)s”没有指标，也没有标明不设指标。") % {"title": version.title})
    return found
