"""The rules that the reader proposes, put into the words of our kinds. What does not fit is left to the officer."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from calls import hooks
from calls.models import Call, Direction, Rule, RuleVersion, Track
from calls.rule_kinds.base import all_kinds, kind_of
from calls.rule_kinds.lead_organisation_kind import LeadKind
from calls.search import normalised
from portal.accounts.models import Region

if TYPE_CHECKING:
    from calls.services.creating import Made

Params = dict[str, Any]


def rules_propose(*, made: "Made", proposals: list[dict[str, Any]]) -> None:
    """Make a draft rule of each proposal whose parameters pass its kind's form; doubt the others."""
    known = {kind.code for kind in all_kinds()}
    for read in proposals:
        if read["kind"] not in known:
            made.doubt(_("报送条件"), _("没有合适的种类，请手工设置：%(clause)s") % {"clause": read["clause_text"]})
            continue
        kind = kind_of(read["kind"])
        form = kind.Form(_PARAMETERS.get(kind.code, _same)(read["params"], made))
        if not form.is_valid():
            made.doubt(str(kind.label), _("参数没有读全，请手工设置：%(clause)s") % {"clause": read["clause_text"]})
            continue
        for track, direction in _scopes(made, read["directions"]):
            RuleVersion.objects.create(
                rule=Rule.objects.create(call=made.call),
                number=1,
                kind=kind.code,
                parameters=form.parameters(),
                strength=read["strength"],
                clause_text=read["clause_text"],
                clause_ref=read["clause_ref"][:60],
                track=track,
                direction=direction,
            )


#: Kinds that name a part of the form: (parameter of its key, of its title, what the form has).
_PARTS = {
    "text_limit": ("section", "section_title", "text_sections"),
    "evidence_required": ("evidence", "evidence_title", "evidence_kinds"),
    "not_dishonest": ("evidence", "evidence_title", "evidence_kinds"),
}


def rules_settle(*, call: Call) -> None:
    """Give the rules of a call about to be published the keys of its form, which is fixed by now.

    A rule read out of a document names 揭榜任务书 by its title as long as no form was chosen.
    """
    for version in RuleVersion.objects.filter(rule__call=call, kind__in=_PARTS, published_at__isnull=True):
        key, title, hook = _PARTS[version.kind]
        choices = hooks.choices(getattr(hooks, hook), call)
        if choices and version.parameters.get(key) and version.parameters[key] not in dict(choices):
            found, words = _named(version.parameters[title], choices)
            version.parameters = version.parameters | {key: found, title: words}
            version.save(update_fields=["parameters"])


def _scopes(made: "Made", indices: list[int]) -> Iterator[tuple[Track | None, Direction | None]]:
    """The whole call; or one track, when it is exactly that; else each direction by itself."""
    chosen = [made.directions[index] for index in indices]
    if not chosen or len(chosen) == len(made.directions):
        yield None, None
        return
    for track in made.tracks:
        if {d.pk for d in chosen} == {d.pk for d in made.directions if d.track_id == track.pk}:
            yield track, None
            return
    for direction in chosen:
        yield None, direction


def _same(params: Params, made: "Made") -> Params:
    return params


def _limit(params: Params, made: "Made") -> Params:
    return {"limit": params.get("max")}


def _region(params: Params, made: "Made") -> Params:
    region = Region.objects.filter(name=params.get("region", "")).order_by("path").first()
    return {"region": region.code if region else ""}


def _lead(params: Params, made: "Made") -> Params:
    by_label = {str(label): code for code, label in LeadKind.choices}
    return {"kinds": [by_label[word] for word in params.get("kinds", []) if word in by_label]}


def _grant(params: Params, made: "Made") -> Params:
    return {"source": params.get("source"), "amount": params.get("amount_wan")}


def _own(params: Params, made: "Made") -> Params:
    ratio = params.get("ratio_percent")
    if "ratio" in params:
        own, _colon, public = str(params["ratio"]).partition(":")
        ratio = str(int(own) * 100 // int(public)) if int(public or 0) else ""
    return {"amount": params.get("amount_wan"), "ratio_percent": ratio}


def _age(params: Params, made: "Made") -> Params:
    return {"limit": params.get("max"), "born_from": params.get("born_from")}


def _text(params: Params, made: "Made") -> Params:
    section, title = _named(params.get("section", ""), hooks.choices(hooks.text_sections, made.call))
    return {"section": section, "section_title": title, "limit": params.get("max")}


def _evidence(params: Params, made: "Made") -> Params:
    evidence, title = _named(params.get("title", ""), hooks.choices(hooks.evidence_kinds, made.call))
    return {"evidence": evidence[:40], "evidence_title": title, "minimum": 1}


def _named(title: str, choices: hooks.Choices) -> tuple[str, str]:
    """(key, title) of the form's part that is called so; without such a part the title stands for the key."""
    wanted = normalised(title)
    for key, known in choices:
        if normalised(known) == wanted:
            return key, known
    return next(((k, t) for k, t in choices if wanted and wanted in normalised(t)), (title, title))


_PARAMETERS: dict[str, Callable[[Params, "Made"], Params]] = {
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
