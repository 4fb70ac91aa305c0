"""What to send: the valid body of each POST.

To add a URL: rows in cells.csv (one a method; the failing test prints them as they are now), its arguments in
addresses.py if it has any, and here a body if it takes POST. ``page`` is where the form stands (by default the
address itself).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roster.sheets import REGIONS
from portal.phones import token_for
from tests.accounts.workbooks import book
from tests.applications.helpers import pdf
from tests.matrix.addresses import ADDRESSES, World
from tests.matrix.world import PASSWORD
from tests.signing_in import code_of


def _soon(days: int) -> str:
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def _day(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def _file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(str(uuid4())), content_type="application/pdf")


@dataclass(frozen=True)
class Body:
    """What is sent: the page's own form (none: nothing is read) with ``values`` on top. ``query`` is the address's.

    ``quiet``: a success changes no row of the portal's (signing in and out, switching), or only for those columns.
    ``own``: values that hold only for one's own session (a code, a link that was followed).
    """

    values: Callable[[World], dict] = lambda w: {}
    page: str | None = None
    read: bool = True
    quiet: bool | tuple[str, ...] = False
    query: Callable[[World], str] = lambda w: ""
    own: Callable[[World, Client, str], dict] = lambda w, client, column: {}

    def is_quiet(self, column: str) -> bool:
        return self.quiet if isinstance(self.quiet, bool) else column in self.quiet


def plain(
    values: Callable[[World], dict] = lambda w: {},
    *,
    quiet: bool | tuple[str, ...] = False,
    own: Callable[[World, Client, str], dict] = lambda w, client, column: {},
) -> Body:
    """A body that is not read from a page."""
    return Body(values, read=False, quiet=quiet, own=own)


def _reason(field: str = "reason") -> Body:
    return Body(lambda w: {field: "示例原因"})


def _code(world: World, column: str) -> dict:
    secret = world.secrets.get(column)
    return {"code": code_of(secret)} if secret else {}


def _new_secret(world: World, client: Client, column: str) -> dict:
    """The page of setting up has made a secret for the session; the person's app shows the code of it."""
    if column not in _WITHOUT_CODE:
        return {}
    client.get(reverse("mfa_activate_totp"))
    return {"code": code_of(client.session[SECRET_SESSION_KEY])}


def _second_step(world: World, client: Client, column: str) -> dict:
    """A visitor who has given an expert's password is asked for the code."""
    if column != "visitor":
        return {}
    client.post(reverse("account_login"), {"login": world.people["expert"].user.email, "password": PASSWORD})
    return _code(world, "expert")


def _link_followed(world: World, client: Client, column: str) -> dict:
    """The link of the mail keeps its key in the session, and leads to the form without it."""
    client.get(reverse("account_reset_password_from_key", args=ADDRESSES["account_reset_password_from_key@key"](world)))
    return {}


#: Who has an app (`world.secrets`), and who has none.
_WITH_CODE = ("keeper", "bureau", "other_bureau", "officer", "other_officer", "auditor", "other_auditor")
_WITH_CODE += ("expert", "other_expert", "administrator")
_WITHOUT_CODE = ("nobody", "admin", "editor", "reader", "other_admin")

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
        quiet=(*_WITH_CODE, *_WITHOUT_CODE),
    ),
    "account_email_verification_sent": plain(quiet=True),
    "account_reset_password": plain(lambda w: {"email": "nobody@demo.example"}, quiet=True),
    "account_reset_password_from_key": plain(
        lambda w: {"password1": f"{PASSWORD}-2", "password2": f"{PASSWORD}-2"}, own=_link_followed
    ),
    # The link itself only leads to the form; what is sent to a wrong one is not taken.
    "account_reset_password_from_key@key": plain(quiet=True),
    # An expert who has not declared is led to declaring.
    "reviews:assignment@invited": plain(quiet=True),
    "account_change_password": plain(
        lambda w: {"oldpassword": PASSWORD, "password1": f"{PASSWORD}-2", "password2": f"{PASSWORD}-2"}
    ),
    "account_reauthenticate": plain(lambda w: {"password": PASSWORD}, quiet=True),
    "mfa_authenticate": plain(quiet=(*_WITH_CODE, *_WITHOUT_CODE), own=_second_step),
    "mfa_reauthenticate": plain(quiet=_WITHOUT_CODE, own=lambda w, client, column: _code(w, column)),
    "mfa_activate_totp": plain(quiet=_WITH_CODE, own=_new_secret),
    "mfa_deactivate_totp": plain(),
    "mfa_generate_recovery_codes": plain(quiet=_WITHOUT_CODE),
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
        lambda w: {
            "address": "成都市示例路2号",
            "legal_representative": "示例法人",
            "ownership": "private",
            "contact_name": "示例联系人",
            "contact_phone": "13800000004",
        }
    ),
    "accounts:invite": plain(lambda w: {"role": "applicant_editor"}),
    "accounts:invitation_revoke": plain(),
    "accounts:member_role": plain(lambda w: {"role": "applicant_reader"}),
    "accounts:member_end": plain(),
    "accounts:invitation_accept": plain(),
    "accounts:organisation_activate": plain(),
    "accounts:organisation_refuse": plain(lambda w: {"reason": "示例原因"}),
    "accounts:organisation_suspend": plain(lambda w: {"reason": "示例原因"}),
    "accounts:roster_upload": plain(
        lambda w: {"file": SimpleUploadedFile("单位.xlsx", book({REGIONS: [("510199", "示例区", "区县", "510100")]}))}
    ),
    "accounts:roster": plain(),
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
    "applications:reason": plain(lambda w: {"key": w.reason_key, "reason": "指南允许分期建设"}),
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
    "calls:office_files": plain(lambda w: {"file": _file("附件.pdf"), "not_secret": "on"}),
    "calls:subscribe": Body(lambda w: {"email": "reader@demo.example", "theme": "芯片"}),
    "calls:subscription_confirm": plain(),
    "calls:subscription_end": plain(),
    "calls:ask": Body(lambda w: {"text": "示例问题"}),
    "calls:office_question": Body(lambda w: {"text": "示例答复", "shown_text": "示例问题"}),
    "calls:office_original": plain(lambda w: {"public": "1"}),
    "calls:office_file_remove": plain(),
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
    "calls:office_review_doubt": plain(),
    "calls:office_review_direction": plain(lambda w: {"title": "改过的方向", "revision": "0"}),
    "calls:office_review_direction_split": plain(lambda w: {"point": "1:1", "title": "另一个方向", "revision": "0"}),
    "calls:office_review_direction_merge": plain(
        lambda w: {"following": w.second_direction.key, "revision": "0", "following_revision": "0"}
    ),
    "calls:office_review_direction_remove": plain(lambda w: {"revision": "0"}),
    "calls:office_review_indicator_new": plain(lambda w: {"text": "测距精度≤2cm"}),
    "calls:office_review_indicator": plain(lambda w: {"subject": "改过的指标", "qualitative": "on", "revision": "0"}),
    "calls:office_review_indicator_split": plain(lambda w: {"text": "声学传感器\n信噪比", "revision": "0"}),
    "calls:office_review_indicator_merge": plain(
        lambda w: {"following": w.second_indicator.key, "revision": "0", "following_revision": "0"}
    ),
    "calls:office_review_indicator_remove": plain(lambda w: {"revision": "0"}),
    "applications:external": plain(lambda w: {"number": "1"}),
    "calls:office_take": Body(lambda w: {"title": "复制的榜单"}),
    "calls:office_derive": Body(lambda w: {"title": "承接的榜单"}),
    "calls:office_rule_new": Body(lambda w: {"limit": "2", "clause_text": "不超过2个。", "strength": "must"}),
    "calls:office_rule": Body(lambda w: {"limit": "5"}),
    "calls:office_rule_remove": plain(),
    "calls:office_winners": Body(lambda w: {"lines": "示例单位\t示例产品\t2024"}),
    "calls:office_publish": plain(lambda w: {"confirmed": "1"}),
    "calls:office_recommenders": Body(
        lambda w: {"organisation": w.people["other_bureau"].organisation_id, "scope": "members"}
    ),
    "calls:office_recommenders_fill": plain(),
    "calls:office_recommender": Body(lambda w: {"receiver": "软件处"}),
    "calls:office_recommender_remove": plain(),
    "calls:office_correction_new": Body(lambda w: {"title": "更正公告", "reason": "印误"}),
    "calls:office_correction_words": Body(lambda w: {"title": "改过的标题"}),
    "calls:office_correction_deadlines": Body(lambda w: {"recommender-receiver": "软件处"}),
    "calls:office_correction_send_back": plain(lambda w: {"reason": "示例原因"}),
    "calls:office_correction_act": plain(),
    "calls:office_correction_direction": Body(lambda w: {"title": "改过的方向"}),
    "calls:office_correction_direction_undo": plain(),
    "calls:office_correction_indicator_new": Body(
        lambda w: {"subject": "测距精度", "comparator": "<=", "value": "2", "unit": "cm"}
    ),
    "calls:office_correction_indicator": Body(lambda w: {"value": "90"}),
    "calls:office_correction_indicator_remove": plain(),
    "calls:office_correction_rule_new": Body(
        lambda w: {"limit": "5", "clause_text": "不超过5家。", "strength": "must"}
    ),
    "calls:office_correction_rule": Body(lambda w: {"limit": "2"}),
    "calls:office_correction_rule_act": plain(),
    "calls:office_publish_approve": plain(),
    "calls:office_publish_send_back": plain(lambda w: {"reason": "示例原因"}),
    "calls:office_publish_take_back": plain(),
    "reviews:bureau_export": plain(lambda w: {"call": str(w.call.public_id)}),
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
    "reviews:office_export": plain(lambda w: {"call": str(w.review_world.call.public_id)}),
    "reviews:office_check": Body(lambda w: {"conclusion": "pass", "reason": "符合"}),
    "reviews:office_correction": Body(lambda w: {"comment": "请补正", "until": _soon(3)}),
    "reviews:round_new": Body(
        lambda w: {"name": "复评", "due_at": _soon(6)}, query=lambda w: f"?call={w.review_world.call.public_id}"
    ),
    "reviews:assign_evenly": plain(lambda w: {}, quiet=True),
    "reviews:assign": Body(lambda w: {"experts": [w.second_expert.user.pk, w.third_expert.user.pk]}),
    "reviews:round_open": plain(),
    "reviews:round_close": plain(lambda w: {"anyway": "on"}),
    "reviews:round_extend": Body(lambda w: {"until": _soon(9), "reason": "专家出差"}),
    "reviews:assignment_replace": _reason(),
    "reviews:assignment_reopen": _reason(),
    "reviews:decide": plain(
        lambda w: {"application": [str(a.public_id) for a in w.decidable], "action": "shortlisted"}
    ),
    "reviews:shortlist_export": plain(lambda w: {"call": str(w.announced.call.public_id)}),
    "reviews:announce": Body(
        lambda w: {"title": "公示", "objections_until": _soon(5), "sure": "on", "anyway": "on"},
        query=lambda w: f"?call={w.announceable.call.public_id}",
    ),
    "reviews:finalise": plain(),
    "reviews:office_objection": Body(lambda w: {"verdict": "dismiss", "answer": "来源可靠"}),
    "reviews:assignment": Body(lambda w: {"comment": "较好"}),
    "reviews:declare": Body(lambda w: {"conflict": "no"}),
    "applications:section@submitted": Body(lambda w: {"product_overview": "改写的概述。"}, read=False),
    "applications:evidence_add@submitted": plain(
        lambda w: {"kind": w.evidence.kind, "file": _file("补充.pdf"), "not_secret": "on", "complete": "1"}
    ),
    "applications:evidence_remove@submitted": plain(),
    "documents:quarantine": _reason(),
    "documents:quarantine@received": _reason(),
    "documents:release": _reason(),
    "documents:quarantine@closed": plain(lambda w: {"reason": "示例原因"}),
    "documents:release@open": plain(lambda w: {"reason": "示例原因"}),
    "applications:recommender@submitted": plain(lambda w: {"recommender": w.base.recommender.pk}),
    "applications:withdraw@reviewing": plain(lambda w: {"reason": "示例原因"}),
    "documents:retry@received": plain(),
    "reviews:notice_object": Body(lambda w: {"decision": w.decision.pk, "grounds": "数据来源存疑"}),
}
