import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import ScopedModel


class CallState(models.TextChoices):
    DRAFT = "draft", _("起草中")
    REVIEW = "review", _("待复核")
    SCHEDULED = "scheduled", _("待发布")
    PUBLISHED = "published", _("已发布")


class Call(ScopedModel):
    """通知/榜单. Only the way to its publication is stored; its stages follow from the deadlines and the clock.

    A call may derive from a parent call (上级通知). ``body`` is the notice as sanitised HTML. ``publish_at`` is the
    time set for its publication, ``requested_by`` asked a second officer, ``approved_by`` is that officer.
    ``original_public``: everyone may download the files that it was read from.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="calls", verbose_name=_("发榜单位")
    )
    region = models.ForeignKey("accounts.Region", models.PROTECT, verbose_name=_("适用地区"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="derived")
    title = models.CharField(_("标题"), max_length=200)
    doc_no = models.CharField(_("文号"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    recipients = models.CharField(_("主送机关"), max_length=300, blank=True)
    basis = models.JSONField(_("依据文件"), default=list, blank=True)
    body = models.TextField(_("通知正文"), blank=True)
    signed_on = models.DateField(_("成文日期"), null=True, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    contact_email = models.EmailField(_("电子邮箱"), blank=True)
    external_system_name = models.CharField(_("填报系统"), max_length=120, blank=True)
    external_system_url = models.URLField(_("填报系统网址"), blank=True)
    recommendation_quota = models.PositiveSmallIntegerField(_("每家推荐单位推荐限额"), null=True, blank=True)
    original_public = models.BooleanField(_("公开通知原件"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=CallState, default=CallState.DRAFT)
    created_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    publish_at = models.DateTimeField(_("定时发布"), null=True, blank=True)
    requested_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    scheduled_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("榜单")
        constraints = [
            models.CheckConstraint(
                condition=(~Q(state=CallState.PUBLISHED) & Q(published_at__isnull=True, published_by__isnull=True))
                | Q(state=CallState.PUBLISHED, published_at__isnull=False, published_by__isnull=False),
                name="published_call_has_date_and_officer",
            ),
            models.CheckConstraint(
                condition=~Q(state=CallState.REVIEW) | Q(requested_by__isnull=False),
                name="call_in_review_was_requested",
            ),
            models.CheckConstraint(
                condition=~Q(state=CallState.SCHEDULED) | Q(publish_at__isnull=False, scheduled_by__isnull=False),
                name="scheduled_call_has_time_and_officer",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("requested_by")),
                name="nobody_approves_the_own_request",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether its contents may be written; not while a second officer looks at it or its time is awaited."""
        return self.state == CallState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == CallState.PUBLISHED

    @classmethod
    def visible_q(cls, actor) -> Q:
        """Published calls are public; drafts belong to the issuer's officers and auditors."""
        published = Q(state=CallState.PUBLISHED)
        if actor.is_issuing or actor.is_auditor:
            return published | Q(issuer=actor.organisation_id)
        return published


class ImportState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    READING = "reading", _("读取中")
    DONE = "done", _("已读出")
    FAILED = "failed", _("读取失败")


class CallImport(ScopedModel):
    """A notice handed to the reader (its ``files``), what came out (``result``), and the call it became.

    ``text`` is the normalisation by reader ``reader_version`` that offsets point into; ``result["places"]`` leads from
    it to file, page and line.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="imports")
    name = models.CharField(_("文件名"), max_length=255)
    progress = models.CharField(_("进度"), max_length=120, blank=True)
    text = models.TextField(_("规范化文本"), blank=True)
    reader_version = models.CharField(max_length=20, blank=True)
    result = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.QUEUED)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("导入文件")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ImportState.DONE) | Q(result__isnull=False), name="done_import_has_result"
            ),
        ]

    @classmethod
    def visible_q(cls, actor) -> Q:
        if actor.is_issuing or actor.is_auditor:
            return Q(issuer=actor.organisation_id)
        return Q(pk__in=[])


class DeadlineKind(models.TextChoices):
    APPLICANT = "applicant", _("申报单位网上填报")
    APPLICANT_PAPER = "applicant_paper", _("申报单位纸质材料")
    RECOMMENDER = "recommender", _("推荐单位报送")


class Precision(models.TextChoices):
    DAY = "day", _("日")
    HOUR = "hour", _("时")
    MINUTE = "minute", _("分")


class Deadline(models.Model):
    """截止时间. ``at`` is the first instant that is too late (UTC): a printed day means until 24:00 of it,
    “18点前” and “17:00前” exclude that minute. ``printed`` keeps the document's words."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="deadlines")
    kind = models.CharField(_("事项"), max_length=20, choices=DeadlineKind)
    at = models.DateTimeField(_("截止时间"))
    precision = models.CharField(_("精度"), max_length=10, choices=Precision, default=Precision.DAY)
    printed = models.CharField(_("原文"), max_length=200, blank=True)
    receiver = models.CharField(_("报送对象"), max_length=120, blank=True)
    copies = models.PositiveSmallIntegerField(_("纸质份数"), null=True, blank=True)

    class Meta:
        ordering = ["at"]
        verbose_name = _("截止时间")
        constraints = [models.UniqueConstraint(fields=["call", "kind"], name="deadline_kind_once")]


class Extension(models.Model):
    """延期: for one deadline, for all (``organisation`` empty) or for one, with reason, by an officer."""

    append_only = True

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="extensions")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateTimeField(_("延至"))
    reason = models.TextField(_("原因"))
    granted_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("延期")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason")]
