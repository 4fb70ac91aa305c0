"""The life of a call: it is drafted, then published; everything after that follows from dates."""

from django.utils.translation import gettext_lazy as _

from calls import rules
from calls.models import Call
from calls.models.call import CallState
from calls.selectors.checklist import may_be_published
from portal.workflow import Table, Transition, register_table

TABLE = Table(
    "calls.call",
    (
        Transition(
            "publish",
            frozenset({CallState.DRAFT}),
            CallState.PUBLISHED,
            _("发布"),
            rules.can_write,
            may_be_published,
        ),
    ),
    issuer=lambda call: call.issuer_id,
)

register_table(Call, TABLE)
