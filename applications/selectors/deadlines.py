"""Until when an application may be handed in."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from applications import hooks
from applications.models import Application, ApplicationState
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of


class Until(NamedTuple):
    """First instant that is too late (None: no limit), what it is called, and how exactly it was printed."""

    at: datetime | None
    label: str
    precision: str = ""


def submit_until(application: Application) -> Until:
    """A draft: the applicants' deadline with extensions. A returned one: what the recommender set, at the latest its
    own deadline. A 补正: its own date."""
    call = application.call
    if application.state == ApplicationState.CORRECTION:
        return Until(hooks.first_answer(hooks.answer_until, application), _("补正截止"))
    if application.state == ApplicationState.RETURNED:
        said = hooks.first_answer(hooks.answer_until, application)
        limit = deadline_of(call=call, kind=DeadlineKind.RECOMMENDER, organisation=application.recommender)
        known = [instant for instant in (said, limit) if instant]
        return Until(min(known, default=None), _("修改后重新提交截止"))
    at = deadline_of(call=call, kind=DeadlineKind.APPLICANT, organisation=application.organisation)
    printed = next((d for d in call.deadlines.all() if d.kind == DeadlineKind.APPLICANT), None)
    precision = printed.precision if printed and printed.at == at else ""
    return Until(at, _("网上填报截止"), precision)
