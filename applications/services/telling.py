"""Messages of the applications room, each in the transaction of what it tells of."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import hooks
from applications.models import Application, Submission
from portal.accounts.models import Membership
from portal.accounts.roles import FILING_ROLES, Role
from portal.accounts.selectors.people import people_of
from portal.notifications.services.messages import messages_send, register_message_kinds
from portal.templatetags.portal import beijing

register_message_kinds(application_submitted=gettext_lazy("申报提交"), application_withdrawn=gettext_lazy("申报撤回"))


def _filers(application: Application) -> list[Membership]:
    """Everybody of the organisation who may write in its applications."""
    return people_of(application.organisation_id, FILING_ROLES)


def _bureau(application: Application) -> list[Membership]:
    return people_of(application.recommender_id, [Role.BUREAU_OFFICER])


def _words(application: Application) -> dict[str, str]:
    return {
        "number": application.number or "",
        "unit": application.organisation.name,
        "product": application.current.product_name,
        "recommender": application.recommender.name if application.recommender else "",
        "call": application.call.title,
    }


def tell_submitted(submission: Submission) -> None:
    """To the organisation: the receipt. To the recommender: there is something to handle."""
    application = submission.application
    words = _words(application) | {
        "time": beijing(submission.arrived_at),
        "digest": submission.sha256,
        "version": submission.version.number,
        "receipt": application.number,
    }
    messages_send(
        key_prefix=f"submitted:{submission.pk}",
        memberships=_filers(application),
        kind="application_submitted",
        subject=_("已提交：%(product)s（%(receipt)s）") % words,
        body=_(
            "《%(call)s》申报“%(product)s”第 %(version)s 版已于 %(time)s 提交给%(recommender)s。\n"
            "申报编号：%(receipt)s\n摘要（SHA-256）：%(digest)s"
        )
        % words,
        link=reverse("applications:receipt", args=[application.public_id, submission.version.number]),
    )
    messages_send(
        key_prefix=f"submitted-to:{submission.pk}",
        memberships=_bureau(application),
        kind="application_submitted",
        subject=_("待审核：%(unit)s“%(product)s”") % words,
        body=_("%(unit)s于 %(time)s 提交了《%(call)s》申报“%(product)s”（%(number)s，第 %(version)s 版），请审核。")
        % words,
        link=str(hooks.first_answer(hooks.bureau_url, application) or ""),
    )


def tell_withdrawn(application: Application, reason: str) -> None:
    """To the recommender and the organisation's colleagues."""
    words = _words(application) | {"reason": reason}
    messages_send(
        key_prefix=f"withdrawn:{application.pk}",
        memberships=[*_bureau(application), *_filers(application)],
        kind="application_withdrawn",
        subject=_("已撤回：%(unit)s“%(product)s”（%(number)s）") % words,
        body=_("%(unit)s撤回了《%(call)s》申报“%(product)s”（%(number)s）。原因：%(reason)s") % words,
    )
