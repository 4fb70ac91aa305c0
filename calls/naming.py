"""What tells calls of one title apart, said the same way wherever a call is picked or listed."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from calls.models import Call
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of
from portal.templatetags.portal import beijing, beijing_deadline


def call_name(call: Call, *, among: Iterable[Call] = ()) -> str:
    """“标题（文号）”: as `call_mark` tells the call apart from the others of its title."""
    return _("%(title)s（%(mark)s）") % {"title": call.title, "mark": call_mark(call, among=among)}


def call_mark(call: Call, *, among: Iterable[Call] = ()) -> str:
    """文号; without one 申报截止, without that the time of creation. As long as another of ``among`` bears the same
    title and is told the same so far (one document read in twice), the next of these follows.

    Reads ``call.deadlines`` with ``extensions``, so a list should prefetch both.
    """
    told: list[str] = []
    alike = [other for other in among if other.pk != call.pk and other.title == call.title]
    for fact in _FACTS:
        words = fact(call)
        alike = [other for other in alike if fact(other) == words]
        if words:
            told.append(words)
        if told and not alike:
            break
    return "，".join(told)


def _deadline(call: Call) -> str:
    until = deadline_of(call=call, kind=DeadlineKind.APPLICANT)
    precision = next((d.precision for d in call.deadlines.all() if d.kind == DeadlineKind.APPLICANT), "")
    return _("申报截止 %(at)s") % {"at": beijing_deadline(until, precision)} if until else ""


#: From what people know a call by to what no two calls share.
_FACTS: tuple[Callable[[Call], str], ...] = (
    lambda call: call.doc_no,
    _deadline,
    lambda call: _("创建于 %(at)s") % {"at": beijing(call.created_at)},
    lambda call: _("编号 %(id)s") % {"id": str(call.public_id)[:8]},
)
