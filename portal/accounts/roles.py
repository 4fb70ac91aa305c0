"""The closed set of roles a membership may carry, and what each is called on pages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    APPLICANT_ADMIN = "applicant_admin", _("单位管理员")
    APPLICANT_EDITOR = "applicant_editor", _("填报员")
    APPLICANT_READER = "applicant_reader", _("查看员")
    SEAL_KEEPER = "seal_keeper", _("印章管理员")
    BUREAU_OFFICER = "bureau_officer", _("推荐单位审核员")
    ISSUING_OFFICER = "issuing_officer", _("发榜单位经办人")
    AUDITOR = "auditor", _("审计员")
    EXPERT = "expert", _("评审专家")
    ADMINISTRATOR = "administrator", _("平台管理员")


APPLICANT_ROLES = frozenset({Role.APPLICANT_ADMIN, Role.APPLICANT_EDITOR, Role.APPLICANT_READER, Role.SEAL_KEEPER})
#: May change a draft of the organisation.
FILING_ROLES = frozenset({Role.APPLICANT_ADMIN, Role.APPLICANT_EDITOR, Role.SEAL_KEEPER})
#: May submit in the organisation's name.
SUBMITTING_ROLES = frozenset({Role.APPLICANT_ADMIN, Role.SEAL_KEEPER})
#: Read what their organisation reads, and change nothing.
READING_ROLES = frozenset({Role.APPLICANT_READER, Role.AUDITOR})
#: Do not act for an organisation.
FREE_ROLES = frozenset({Role.EXPERT, Role.ADMINISTRATOR})
#: Must sign in with a second factor (ASVS 6.3.3).
SECOND_FACTOR_ROLES = frozenset(
    {Role.BUREAU_OFFICER, Role.ISSUING_OFFICER, Role.AUDITOR, Role.EXPERT, Role.ADMINISTRATOR}
)
