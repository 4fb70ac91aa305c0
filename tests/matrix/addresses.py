"""Where to ask: the address of each URL name in the world.

`name@case` is the same URL asked for another object: one in a state, or in hands, in which other people may read it.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.utils import user_pk_to_url_str

from calls.services.subscriptions import confirm_token, end_token

World = Any


def _public(name: str) -> Callable[[World], list]:
    return lambda w: [getattr(w, name).public_id]


def _pk(name: str) -> Callable[[World], list]:
    return lambda w: [getattr(w, name).pk]


def _correction(name: str = "correction", *, more: Callable[[World], list] = lambda w: []) -> Callable[[World], list]:
    return lambda w: [getattr(w, name).call.public_id, getattr(w, name).public_id, *more(w)]


_DRAFT = _public("draft_call")
_REVIEWED = lambda w: [w.draft_call.public_id, w.draft_indicator.key]  # noqa: E731
_DIRECTION = lambda w: [w.draft_call.public_id, w.draft_direction.key]  # noqa: E731
_INDICATOR = lambda w: [*_DIRECTION(w), w.draft_indicator.key]  # noqa: E731
_RULE = lambda w: [w.draft_call.public_id, w.draft_rule.key]  # noqa: E731
_RESET = lambda w: [user_pk_to_url_str(w.reset_user), "set-password"]  # noqa: E731


def _proof(name: str) -> Callable[[World], list]:
    """A file of 证明材料 in the submitted version of the application called ``name``."""
    return lambda w: [getattr(w, name).submitted_version.evidence.first().file.public_id]


def _paper(name: str) -> Callable[[World], list]:
    """The 申报书 of an application's submitted version."""
    return lambda w: [w.papers[name].public_id]


#: URL name → arguments. Names without arguments are left out.
ADDRESSES: dict[str, Callable[[World], list]] = {
    "account_reset_password_from_key": _RESET,
    "account_reset_password_from_key@key": lambda w: [user_pk_to_url_str(w.reset_user), w.reset_key],
    "account_reset_password_from_key@wrong_key": lambda w: [user_pk_to_url_str(w.reset_user), "never-given"],
    "accounts:invitation": lambda w: [w.token],
    "accounts:invitation_accept": lambda w: [w.token],
    "accounts:invitation_revoke": _public("invitation"),
    "accounts:member_role": _pk("colleague"),
    "accounts:member_end": _pk("colleague"),
    "accounts:organisation_detail": _pk("pending"),
    "accounts:organisation_activate": _pk("pending"),
    "accounts:organisation_refuse": _pk("pending"),
    "accounts:organisation_suspend": lambda w: [w.base.organisation.pk],
    "accounts:roster": _public("roster"),
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
    "calls:print": _public("call"),
    "calls:questions": _public("call"),
    "calls:call_calendar": _public("call"),
    "calls:data_csv": lambda w: ["indicators"],
    "calls:data_json": lambda w: ["indicators"],
    "calls:subscription_confirm": lambda w: [confirm_token(w.subscription)],
    "calls:subscription_end": lambda w: [end_token(w.subscription)],
    "calls:ask": _public("call"),
    "calls:office_question": _public("question"),
    "calls:file": lambda w: [w.call.public_id, w.attachment.public_id],
    "calls:office_files": _DRAFT,
    "calls:office_original": _DRAFT,
    "calls:office_file_remove": lambda w: [w.draft_call.public_id, w.draft_attachment.public_id],
    "calls:office_import": _public("call_import"),
    "calls:office_import_create": _public("call_import"),
    **{
        f"calls:office_{page}": _DRAFT
        for page in ("call", "basics", "contact", "deadlines", "directions", "rules", "rule_kinds", "winners")
    },
    "calls:office_review": _DRAFT,
    "calls:office_review_doubt": lambda w: [w.draft_call.public_id, w.draft_doubt.pk],
    **{f"calls:office_review_direction{step}": _DIRECTION for step in ("", "_split", "_merge", "_remove")},
    "calls:office_review_indicator_new": _DIRECTION,
    **{f"calls:office_review_indicator{step}": _REVIEWED for step in ("", "_split", "_merge", "_remove")},
    "calls:office_publish": _public("publishable"),
    **{f"calls:office_publish_{act}": _public("in_review") for act in ("approve", "send_back", "take_back")},
    "calls:office_extension": _public("call"),
    "calls:office_recommenders": _DRAFT,
    "calls:office_recommenders_fill": _public("publishable"),
    "calls:office_recommender": lambda w: [w.draft_call.public_id, w.draft_recommender.pk],
    "calls:office_recommender_remove": lambda w: [w.draft_call.public_id, w.draft_recommender.pk],
    "calls:correction": lambda w: [w.correctable.public_id, 1],
    "calls:office_corrections": _public("correctable"),
    "calls:office_correction_new": _public("call"),
    **{f"calls:office_correction{page}": _correction() for page in ("", "_words", "_deadlines", "_rule_kinds")},
    "calls:office_correction_send_back": _correction("correction_in_review"),
    "calls:office_correction_act": _correction(more=lambda w: ["publish"]),
    **{
        f"calls:office_correction_{page}": _correction(more=lambda w: [w.corrected_direction.key])
        for page in ("direction", "direction_undo", "indicator_new")
    },
    **{
        f"calls:office_correction_{page}": _correction(
            more=lambda w: [w.corrected_direction.key, w.corrected_indicator.key]
        )
        for page in ("indicator", "indicator_remove")
    },
    "calls:office_correction_rule_new": _correction(more=lambda w: ["max_participants"]),
    "calls:office_correction_rule": _correction(more=lambda w: [w.corrected_rule.key]),
    "calls:office_correction_rule_act": _correction(more=lambda w: [w.corrected_rule.key, "withdraw"]),
    "calls:office_direction": _DIRECTION,
    "calls:office_direction_remove": _DIRECTION,
    "calls:office_indicator_new": _DIRECTION,
    "calls:office_indicator": _INDICATOR,
    "calls:office_indicator_remove": _INDICATOR,
    "calls:office_arrange": _DRAFT,
    "calls:office_tracks": _DRAFT,
    "calls:office_indicators_arrange": _DIRECTION,
    "calls:office_indicators_paste": _DIRECTION,
    "applications:external": _public("draft"),
    "calls:office_take": _DRAFT,
    "calls:office_parent": _DRAFT,
    "calls:office_derive": _public("call"),
    "calls:office_rule_try": _RULE,
    "calls:office_winners_table": _DRAFT,
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
    # Drafts of a call are its office's; the public pages know nothing of them.
    "calls:detail@draft": _DRAFT,
    "calls:notice@draft": _DRAFT,
    "calls:direction@draft": lambda w: [w.draft_direction.key],
    # What is submitted cannot be written in; what is reviewed cannot be withdrawn.
    "applications:section@submitted": lambda w: [w.submitted.public_id, "product"],
    "applications:evidence_add@submitted": _public("submitted"),
    "applications:evidence_remove@submitted": lambda w: [
        w.submitted.public_id,
        w.submitted.submitted_version.evidence.first().pk,
    ],
    "applications:withdraw@reviewing": _public("reviewing"),
    "applications:recommender@submitted": _public("submitted"),
    **{f"reviews:bureau_{page}@received": _public("received") for page in ("return", "recommend", "decline")},
    "reviews:office_correction@reviewing": _public("reviewing"),
    # The bureau reads from the submission on, the office from when the list was sent, an expert what was assigned and
    # after saying that there is no conflict; the office's auditor what the office reads.
    "reviews:bureau_application@draft": _public("draft"),
    "reviews:bureau_application@received": _public("received"),
    "reviews:office_application@submitted": _public("submitted"),
    "reviews:office_application@reviewing": _public("reviewing"),
    "reviews:assignment@invited": _public("invitation_to_review"),
    "documents:file@submitted": _proof("submitted"),
    "documents:file@received": _proof("received"),
    "documents:file@invited": _proof("invited"),
    "documents:file@reviewing": _proof("reviewing"),
    "documents:file@closed": _public("closed_file"),
    "documents:quarantine": _proof("submitted"),
    "documents:quarantine@received": _proof("received"),
    "documents:quarantine@closed": _public("closed_file"),
    "documents:release": _public("closed_file"),
    "documents:release@open": _proof("submitted"),
    "documents:download@received": _paper("received"),
    "documents:download@invited": _paper("invited"),
    "documents:download@reviewing": _paper("reviewing"),
    "documents:status@received": _paper("received"),
    "documents:retry@received": _public("failed_received_paper"),
    "documents:export@office": _public("office_export"),
    "reviews:notice": _public("notice"),
    "reviews:notice_object": _public("notice"),
}
