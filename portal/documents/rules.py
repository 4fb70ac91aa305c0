"""Who may do what with files: predicates that answer (allowed, 原因). Who reads which is `portal.documents.access`."""

from django.utils.translation import gettext as _

from portal.accounts.actor import Actor
from portal.documents.models import FileLink
from portal.workflow import ALLOWED, Verdict


def can_quarantine(actor: Actor, link: FileLink) -> Verdict:
    """Any officer who reads the file (that it is read, the caller has found out)."""
    if not (actor.is_bureau or actor.is_issuing):
        return False, _("只有推荐单位审核员和发榜单位经办人可以封存文件。")
    return ALLOWED


def can_release(actor: Actor, link: FileLink) -> Verdict:
    """The office that closed it; a recommender's closing also an issuing officer who reads the file."""
    office = link.quarantined_by.organisation_id if link.quarantined_by else None
    if actor.is_issuing or (actor.is_bureau and actor.organisation_id == office):
        return ALLOWED
    return False, _("只有封存该文件的单位或发榜单位可以解除封存。")
