"""What of a reading fits into a call, and what of it a person must look at.

Asked by the page that shows a reading and by the service that makes a call of it, so that both doubt the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from calls import hooks
from calls.models import Call
from calls.models.call import DeadlineKind
from calls.rule_kinds.base import all_kinds, kind_of
from calls.rule_kinds.lead_organisation_kind import LeadKind
from calls.search import normalised
from portal.accounts.models import Organisation, Region

Params = dict[str, Any]

_DEADLINES = {
    ("applicant", "online"): DeadlineKind.APPLICANT,
    ("applicant", "paper"): DeadlineKind.APPLICANT_PAPER,
    ("recommender", "online"): DeadlineKind.RECOMMENDER,
    ("recommender", "paper"): DeadlineKind.RECOMMENDER,
}


class FittedRule(NamedTuple):
    """``read`` as the reader proposes it, with the parameters that its kind takes."""

    read: dict[str, Any]
    kind: str
    parameters: Params


@dataclass
class Fitted:
    """``region`` None: the portal does not know it. ``doubts``: besides the reader's own, and in the reader's form."""

    region: Region | None
    deadlines: dict[DeadlineKind, dict[str, Any]] = field(default_factory=dict)
    rules: list[FittedRule] = field(default_factory=list)
    doubts: list[dict[str, Any]] = field(default_factory=list)

    def doubt(self, where: str, reason: str, code: str, target: str = "") -> None:
        self.doubts.append({"where": where, "reason": reason, "code": code, "target": target})


def fitted(*, read: dict[str, Any], issuer: Organisation, call: Call | None = None) -> Fitted:
    """The reader's result as a call of ``issuer`` takes it. With ``call``, rules name the parts of its form."""
    found = Fitted(region_named(read["region"]))
    _issuer(found, read, issuer)
    _deadlines(found, read["deadlines"])
    for index, direction in enumerate(read["directions"]):
        if not direction["indicators"]:
            reason = _("没有读出指标，已标为“本方向不设指标”，请核对。")
            found.doubt(direction["title"], reason, "no_indicators", f"direction:{index}")
    _rules(found, read["rules"], call)
    return found


def region_named(name: str) -> Region | None:
    return Region.objects.filter(name=name).order_by("path").first() if name else None


def _issuer(found: Fitted, read: dict[str, Any], issuer: Organisation) -> None:
    ours, printed = issuer.name, read["issuer"]
    if printed and printed != ours:
        found.doubt(
            _("发榜单位"),
            _("原文发文单位是“%(printed)s”，榜单以“%(ours)s”的名义创建。") % {"printed": printed, "ours": ours},
            "issuer_differs",
            "issuer",
        )
    if read["region"] and (found.region or issuer.region).name != read["region"]:
        reason = _("平台没有地区“%(name)s”，按本单位所在地区填写。") % {"name": read["region"]}
        found.doubt(_("适用地区"), reason, "region_unknown", "region")


def _deadlines(found: Fitted, deadlines: list[dict[str, Any]]) -> None:
    """One deadline of a kind; a second one printed is left for a person."""
    for index, read in enumerate(deadlines):
        kind = _DEADLINES[read["audience"], read["medium"]]
        if kind not in found.deadlines:
            found.deadlines[kind] = read
            continue
        found.doubt(
            _("截止时间"),
            _("原文另有一个%(kind)s截止时间“%(printed)s”，没有录入。")
            % {"kind": kind.label, "printed": read["printed"]},
            "deadline_left_out",
            f"deadline:{index}",
        )


def _rules(found: Fitted, proposals: list[dict[str, Any]], call: Call | None) -> None:
    """Proposals whose parameters pass their kind's form; the others are left to the officer."""
    known = {kind.code for kind in all_kinds()}
    for index, read in enumerate(proposals):
        clause = {"clause": read["clause_text"]}
        if read["kind"] not in known:
            reason = _("没有合适的种类，请手工设置：%(clause)s") % clause
            found.doubt(_("报送条件"), reason, "rule_left_out", f"rule:{index}")
            continue
        kind = kind_of(read["kind"])
        form = kind.Form(_PARAMETERS.get(kind.code, _same)(read["params"], call))
        if form.is_valid():
            found.rules.append(FittedRule(read, kind.code, form.parameters()))
        else:
            reason = _("参数没有读全，请手工设置：%(clause)s") % clause
            found.doubt(str(kind.label), reason, "rule_left_out", f"rule:{index}")


def _same(params: Params, call: Call | None) -> Params:
    return params


def _limit(params: Params, call: Call | None) -> Params:
    return {"limit": params.get("max")}


def _region(params: Params, call: Call | None) -> Params:
    region = region_named(params.get("region", ""))
    return {"region": region.code if region else ""}


def _lead(params: Params, call: Call | None) -> Params:
    by_label = {str(label): code for code, label in LeadKind.choices}
    return {"kinds": [by_label[word] for word in params.get("kinds", []) if word in by_label]}


def _grant(params: Params, call: Call | None) -> Params:
    return {"source": params.get("source"), "amount": params.get("amount_wan")}


def _own(params: Params, call: Call | None) -> Params:
    ratio = params.get("ratio_percent")
    if "ratio" in params:
        own, _colon, public = str(params["ratio"]).partition(":")
        ratio = str(int(own) * 100 // int(public)) if int(public or 0) else ""
    return {"amount": params.get("amount_wan"), "ratio_percent": ratio}


def _age(params: Params, call: Call | None) -> Params:
    return {"limit": params.get("max"), "born_from": params.get("born_from")}


def _text(params: Params, call: Call | None) -> Params:
    section, title = named(params.get("section", ""), _choices(hooks.text_sections, call))
    return {"section": section, "section_title": title, "limit": params.get("max")}


def _evidence(params: Params, call: Call | None) -> Params:
    evidence, title = named(params.get("title", ""), _choices(hooks.evidence_kinds, call))
    return {"evidence": evidence[:40], "evidence_title": title, "minimum": 1}


def _choices(providers: list[Callable[[Call], hooks.Choices]], call: Call | None) -> hooks.Choices:
    return hooks.choices(providers, call) if call else []


def named(title: str, choices: hooks.Choices) -> tuple[str, str]:
    """(key, title) of the form's part that is called so; without such a part the title stands for the key."""
    wanted = normalised(title)
    for key, known in choices:
        if normalised(known) == wanted:
            return key, known
    return next(((k, t) for k, t in choices if wanted and wanted in normalised(t)), (title, title))


_PARAMETERS: dict[str, Callable[[Params, Call | None], Params]] = {
    "max_applications_per_applicant": _limit,
    "max_participants": _limit,
    "running_projects_max": _limit,
    "registered_in_region": _region,
    "lead_organisation_kind": _lead,
    "grant_cap": _grant,
    "own_funding_min": _own,
    "leader_age_max": _age,
    "text_limit": _text,
    "evidence_required": _evidence,
}
