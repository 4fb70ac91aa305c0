"""Who still has to hand in an application, for 截止提醒."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application, ApplicationState
from applications.models.application import OPEN_STATES
from applications.selectors.deadlines import Until, submit_until
from portal.accounts.roles import FILING_ROLES
from portal.accounts.selectors.people import people_by_organisation
from portal.notifications.reminders import Concern, ReminderKind, register_reminder

_OPEN = {
    ApplicationState.DRAFT: gettext_lazy("尚未提交"),
    ApplicationState.RETURNED: gettext_lazy("被退回，尚未重新提交"),
    ApplicationState.CORRECTION: gettext_lazy("尚未补正"),
}


def open_applications(now: datetime, horizon: datetime) -> Iterator[Concern]:
    """One concern for each organisation, call and deadline, naming all its applications that are not handed in."""
    groups: dict[tuple[int, int, Until], list[Application]] = defaultdict(list)
    rows = Application.objects.filter(state__in=OPEN_STATES).select_related(
        "call", "organisation", "current", "direction__published"
    )
    for application in rows.prefetch_related("call__deadlines__extensions").order_by("pk"):
        until = submit_until(application)
        if until.at and now < until.at <= horizon:
            groups[application.organisation_id, application.call_id, until].append(application)
    people = people_by_organisation({organisation for organisation, _call, _until in groups}, FILING_ROLES)
    for (organisation, call, until), applications in groups.items():
        yield Concern(
            # The label, since a draft and a returned one may have the same instant by different deadlines.
            key=f"call:{call}:organisation:{organisation}:{until.label}",
            at=until.at,
            since=min(application.created_at for application in applications),
            memberships=people.get(organisation, []),
            what=until.label.removesuffix("截止"),
            body="\n".join([_("榜单：%(call)s") % {"call": applications[0].call}, *map(_line, applications)]),
            link=_link(applications),
            precision=until.precision,
        )


def _line(application: Application) -> str:
    product = application.current.product_name if application.current else ""
    return _("· %(direction)s%(product)s：%(open)s") % {
        "direction": application.direction.published,
        "product": f"（{product}）" if product else "",
        "open": _OPEN[application.state],
    }


def _link(applications: list[Application]) -> str:
    if len(applications) == 1:
        return reverse("applications:detail", args=[applications[0].public_id])
    return reverse("applications:list")


def register() -> None:
    register_reminder(ReminderKind("open_application", gettext_lazy("申报未提交"), open_applications))
