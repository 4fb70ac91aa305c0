"""What to ask for: the address of each URL name in the world, and the valid body of each POST.

To add a URL: rows in cells.csv (one a method; the failing test prints them as they are now), here its arguments if
it has any, and a body if it takes POST. ``page`` is where the form stands (by default the address itself).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.phones import token_for
from tests.applications.helpers import pdf
from tests.matrix.world import PASSWORD

World = Any


def _soon(days: int) -> str:
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def _day(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def _file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(str(uuid4())), content_type="application/pdf")


def _public(name: str) -> Callable[[World], list]:
    return lambda w: [getattr(w, name).public_id]


def _pk(name: str) -> Callable[[World], list]:
    return lambda w: [getattr(w, name).pk]


_DRAFT = _public("draft_call")
_DIRECTION = lambda w: [w.draft_call.public_id, w.draft_direction.key]  # noqa: E731
_INDICATOR = lambda w: [*_DIRECTION(w), w.draft_indicator.key]  # noqa: E731
_RULE = lambda w: [w.draft_call.public_id, w.draft_rule.key]  # noqa: E731

#: URL name → arguments. Names without arguments are left out.
ADDRESSES: dict[str, Callable[[World], list]] = {
    "account_reset_password_from_key": lambda w: ["1", "set-password"],
    "accounts:invitation": lambda w: [w.token],
    "accounts:invitation_accept": lambda w: [w.token],
    "accounts:invitation_revoke": _public("invitation"),
    "accounts:member_role": _pk("colleague"),
    "accounts:member_end": _pk("colleague"),
    "accounts:organisation_detail": _pk("pending"),
    "accounts:organisation_activate": _pk("pending"),
    "accounts:organisation_refuse": _pk("pending"),
    "accounts:organisation_suspend": lambda w: [w.base.organisation.pk],
    "accounts:organisation_approval": lambda w: [w.call.issuer_id],
    "accounts:user_detail": _pk("stranger"),
    "accounts:user_act": lambda w: [w.stranger.pk, "stop"],
    "accounts:membership_end": _pk("staff"),
    "documents:file": _public("file"),
    "documents:download": _public("paper"),
    "documents:status": _public("paper"),
    "documents:retry": _public("failed_paper"),
    "documents:export": _public("export"),
    "documents:export_status": _public("export"),
    "documents:verify_code": lambda w: [w.paper.verify_code],
    "applications:start": _public("call"),
    "applications:detail": _public("draft"),
    "applications:recommender": _public("draft"),
    "applications:section": lambda w: [w.draft.public_id, "product"],
    "applications:evidence_add": _public("draft"),
    "applications:evidence_remove": lambda w: [w.draft.public_id, w.evidence.pk],
    "applications:check": _public("draft"),
    "applications:reason": _public("draft"),
    "applications:submit": _public("draft"),
    "applications:withdraw": _public("draft"),
    "applications:receipt": lambda w: [w.submitted.public_id, 1],
    "applications:version": lambda w: [w.submitted.public_id, 1],
    "applications:office_form": _DRAFT,
    "notifications:message": _pk("message"),
    "notifications:read": _pk("message"),
    "notifications:task_retry": _pk("dead_task"),
    "audit:entry": _pk("entry"),
    "calls:direction": lambda w: [w.direction.key],
    "calls:detail": _public("call"),
    "calls:notice": _public("call"),
    "calls:office_import": _public("call_import"),
    "calls:office_import_create": _public("call_import"),
    **{
        f"calls:office_{page}": _DRAFT
        for page in ("call", "basics", "contact", "deadlines", "directions", "rules", "rule_kinds", "winners")
    },
    "calls:office_publish": _public("publishable"),
    **{f"calls:office_publish_{act}": _public("in_review") for act in ("approve", "send_back", "take_back")},
    "calls:office_extension": _public("call"),
    "calls:office_direction": _DIRECTION,
    "calls:office_direction_remove": _DIRECTION,
    "calls:office_indicator_new": _DIRECTION,
    "calls:office_indicator": _INDICATOR,
    "calls:office_indicator_remove": _INDICATOR,
    "calls:office_arrange": _DRAFT,
    "calls:office_tracks": _DRAFT,
    "calls:office_indicators_arrange": _DIRECTION,
    "calls:office_indicators_paste": _DIRECTION,
    "calls:office_rule_new": lambda w: [w.draft_call.public_id, "max_applications_per_applicant"],
    "calls:office_rule": _RULE,
    "calls:office_rule_remove": _RULE,
    **{f"reviews:bureau_{page}": _public("submitted") for page in ("application", "return", "recommend", "decline")},
    "reviews:bureau_reconsider": _public("recommended"),
    "reviews:bureau_ranking": _public("list"),
    "reviews:bureau_reorder": _public("list"),
    "reviews:bureau_send": _public("sendable_list"),
    "reviews:office_application": _public("received"),
    "reviews:office_check": _public("received"),
    "reviews:office_correction": _public("received"),
    "reviews:office_round": _public("round"),
    "reviews:assign_evenly": _public("draft_round"),
    "reviews:assign": lambda w: [w.draft_round.public_id, w.accepted.public_id],
    "reviews:round_open": _public("draft_round"),
    "reviews:round_close": _public("closable_round"),
    "reviews:round_extend": _public("round"),
    "reviews:round_scores": _public("round"),
    "reviews:assignment_replace": _public("assignment"),
    "reviews:assignment_reopen": _public("handed_in"),
    "reviews:finalise": _public("finished_notice"),
    "reviews:office_objection": _public("objection"),
    "reviews:assignment": _public("assignment"),
    "reviews:declare": _public("invitation_to_review"),
    "reviews:notice": _public("notice"),
    "reviews:notice_object": _public("notice"),
}


@dataclass(frozen=True)
class Body:
    """What is sent: the page's own form (none: nothing is read) with ``values`` on top. ``query`` is the address's.

    ``quiet``: a success changes no row of the portal's (signing in and out, switching), or only for the column named.
    """

    values: Callable[[World], dict] = lambda w: {}
    page: str | None = None
    read: bool = True
    quiet: bool | str = False
    query: Callable[[World], str] = lambda w: ""


def plain(values: Callable[[World], dict] = lambda w: {}, *, quiet: bool | str = False) -> Body:
    """A body that is not read from a page."""
    return Body(values, read=False, quiet=quiet)


def _reason(field: str = "reason") -> Body:
    return Body(lambda w: {field: "示例原因"})


#: URL name → body of its POST.
BODIES: dict[str, Body] = {
    "account_login": plain(lambda w: {"login": w.people["nobody"].user.email, "password": PASSWORD}, quiet=True),
    "account_logout": plain(quiet=True),
    "account_signup": plain(
        lambda w: {
            "login": "new@demo.example",
            "name": "示例新用户",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
        quiet="visitor",
    ),
    "account_email_verification_sent": plain(quiet=True),
    "account_reset_password": plain(lambda w: {"email": "nobody@demo.example"}, quiet=True),
    "account_reset_password_from_key": plain(quiet=True),
    "account_change_password": plain(
        lambda w: {"oldpassword": PASSWORD, "password1": f"{PASSWORD}-2", "password2": f"{PASSWORD}-2"}
    ),
    "account_reauthenticate": plain(lambda w: {"password": PASSWORD}, quiet=True),
    "mfa_authenticate": plain(quiet=True),
    "mfa_reauthenticate": plain(quiet=True),
    "mfa_activate_totp": plain(quiet=True),
    "mfa_deactivate_totp": plain(),
    "mfa_generate_recovery_codes": plain(),
    "accounts:switch": plain(lambda w: {"membership": w.base.admin.membership.pk}, quiet=True),
    "accounts:reveal_phone": plain(lambda w: {"token": token_for(w.base.organisation, "contact_phone")}),
    "accounts:register": plain(
        lambda w: {
            "name": "示例新单位有限公司",
            "credit_code": "91350100M000100Y43",
            "region": w.base.organisation.region_id,
            "ownership": "private",
            "address": "成都市示例路1号",
            "legal_representative": "示例法人",
            "contact_name": "示例联系人",
            "contact_phone": "13800000003",
        }
    ),
    "accounts:organisation_change": Body(
        lambda w: {"address": "成都市示例路2号", "contact_name": "示例联系人", "contact_phone": "13800000004"}
    ),
    "accounts:invite": plain(lambda w: {"role": "applicant_editor"}),
    "accounts:invitation_revoke": plain(),
    "accounts:member_role": plain(lambda w: {"role": "applicant_reader"}),
    "accounts:member_end": plain(),
    "accounts:invitation_accept": plain(),
    "accounts:organisation_activate": plain(),
    "accounts:organisation_refuse": plain(lambda w: {"reason": "示例原因"}),
    "accounts:organisation_suspend": plain(lambda w: {"reason": "示例原因"}),
    "accounts:organisation_approval": plain(lambda w: {"wanted": "1"}),
    "accounts:office": Body(
        lambda w: {
            "name": "示例区经济和信息化局",
            "region": w.base.organisation.region_id,
            "is_recommender": "on",
        }
    ),
    "accounts:user_act": plain(),
    "accounts:grant": Body(lambda w: {"login": w.stranger.email, "role": "expert", "organisation": ""}),
    "accounts:membership_end": plain(),
    "documents:retry": plain(),
    "applications:start": Body(lambda w: {"direction": str(w.direction.key)}),
    "applications:recommender": Body(lambda w: {"recommender": w.base.recommender.pk}),
    "applications:section": Body(lambda w: {"product_overview": "另一段概述。"}),
    "applications:evidence_add": plain(
        lambda w: {"kind": w.evidence.kind, "file": _file("补充.pdf"), "not_secret": "on", "complete": "1"}
    ),
    "applications:evidence_remove": plain(),
    "applications:reason": plain(lambda w: {"key": "", "reason": ""}, quiet=True),
    "applications:submit": Body(page="applications:check"),
    "applications:withdraw": _reason(),
    "applications:office_form": plain(lambda w: {"preset": "henan2023"}),
    "notifications:read_all": plain(quiet=True),
    "notifications:read": plain(),
    "notifications:task_retry": plain(),
    "audit:export": plain(),
    "calls:office_new": Body(lambda w: {"title": "示例榜单"}),
    "calls:office_import_new": plain(lambda w: {"text": "示例榜单\n一、任务"}),
    "calls:office_import_create": plain(),
    "calls:office_basics": Body(lambda w: {"title": "改过的标题"}),
    "calls:office_contact": Body(lambda w: {"contact_name": "创新处"}),
    "calls:office_deadlines": Body(lambda w: {"applicant-day": _day(20), "recommender-day": _day(25)}),
    "calls:office_extension": plain(
        lambda w: {
            "deadline": w.call.deadlines.get(kind="applicant").pk,
            "day": _day(12),
            "clock": "",
            "credit_code": "",
            "reason": "系统维护",
        }
    ),
    "calls:office_directions": Body(lambda w: {"title": "新方向"}),
    "calls:office_direction": Body(lambda w: {"title": "改过的方向"}),
    "calls:office_direction_remove": plain(),
    "calls:office_indicator_new": Body(
        lambda w: {"subject": "测距精度", "comparator": "<=", "value": "2", "unit": "cm", "text": "测距精度≤2cm"}
    ),
    "calls:office_indicator": Body(lambda w: {"subject": "改过的指标"}),
    "calls:office_indicator_remove": plain(),
    "calls:office_arrange": plain(lambda w: {f"place-{w.draft_direction.key}": "", "renumber": "1"}),
    "calls:office_tracks": Body(lambda w: {"track-new": "脑机接口", f"track-{w.draft_direction.track_id}": "元宇宙"}),
    "calls:office_indicators_arrange": plain(lambda w: {"dragged": str(w.draft_indicator.key), "before": ""}),
    "calls:office_indicators_paste": plain(lambda w: {"text": "测距精度≤2cm", "confirmed": "1", "row": ["0"]}),
    "calls:office_rule_new": Body(lambda w: {"limit": "2", "clause_text": "不超过2个。", "strength": "must"}),
    "calls:office_rule": Body(lambda w: {"limit": "5"}),
    "calls:office_rule_remove": plain(),
    "calls:office_winners": Body(lambda w: {"lines": "示例单位\t示例产品\t2024"}),
    "calls:office_publish": plain(lambda w: {"confirmed": "1"}),
    "calls:office_publish_approve": plain(),
    "calls:office_publish_send_back": plain(lambda w: {"reason": "示例原因"}),
    "calls:office_publish_take_back": plain(),
    "reviews:bureau_export": plain(),
    "reviews:bureau_return": Body(lambda w: {"comment": "请补充", "until": _soon(3)}),
    "reviews:bureau_recommend": _reason(),
    "reviews:bureau_recommend_many": Body(
        lambda w: {f"reason-{a.public_id}": "示例原因" for a in (w.submitted, w.second_submitted)},
        query=lambda w: f"?application={w.submitted.public_id}&application={w.second_submitted.public_id}",
    ),
    "reviews:bureau_decline": _reason(),
    "reviews:bureau_reconsider": _reason(),
    "reviews:bureau_reorder": plain(
        lambda w: {
            "move": f"{w.list.recommendations.order_by('rank').last().pk}:up",
            "revision": type(w.list)._base_manager.get(pk=w.list.pk).revision,
        }
    ),
    "reviews:bureau_send": Body(lambda w: {"sure": "1"}),
    "reviews:office_receive": plain(lambda w: {"application": [str(w.to_receive.public_id)]}),
    "reviews:office_export": plain(),
    "reviews:office_check": Body(lambda w: {"conclusion": "pass", "reason": "符合"}),
    "reviews:office_correction": Body(lambda w: {"comment": "请补正", "until": _soon(3)}),
    "reviews:round_new": Body(
        lambda w: {"name": "复评", "due_at": _soon(6)}, query=lambda w: f"?call={w.review_world.call.public_id}"
    ),
    "reviews:assign_evenly": plain(lambda w: {}, quiet=True),
    "reviews:assign": Body(lambda w: {"experts": [w.second_expert.user.pk, w.third_expert.user.pk]}),
    "reviews:round_open": plain(),
    "reviews:round_close": plain(),
    "reviews:round_extend": Body(lambda w: {"until": _soon(9), "reason": "专家出差"}),
    "reviews:assignment_replace": _reason(),
    "reviews:assignment_reopen": _reason(),
    "reviews:decide": plain(
        lambda w: {"application": [str(a.public_id) for a in w.decidable], "action": "shortlisted"}
    ),
    "reviews:shortlist_export": plain(),
    "reviews:announce": Body(
        lambda w: {"title": "公示", "objections_until": _soon(5), "sure": "on"},
        query=lambda w: f"?call={w.announceable.call.public_id}",
    ),
    "reviews:finalise": plain(),
    "reviews:office_objection": Body(lambda w: {"verdict": "dismiss", "answer": "来源可靠"}),
    "reviews:assignment": Body(lambda w: {"comment": "较好"}),
    "reviews:declare": Body(lambda w: {"conflict": "no"}),
    "reviews:notice_object": Body(lambda w: {"decision": w.decision.pk, "grounds": "数据来源存疑"}),
}
