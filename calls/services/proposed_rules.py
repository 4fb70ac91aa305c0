"""The rules of a call made out of a document: proposed ones as drafts, and what publishing settles in them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from calls import hooks
from calls.fitting import FittedRule, named
from calls.models import Call, Direction, Rule, RuleVersion, Track

if TYPE_CHECKING:
    from calls.services.creating import Made


def rules_propose(*, made: "Made", rules: Iterable[FittedRule]) -> None:
    """A draft rule of each, for what it was printed beside; ``made.rules`` knows the first of each by what was read."""
    for fitted in rules:
        for track, direction in _scopes(made, fitted.read["directions"]):
            rule = Rule.objects.create(call=made.call)
            made.rules.setdefault(id(fitted.read), rule)
            RuleVersion.objects.create(
                rule=rule,
                number=1,
                kind=fitted.kind,
                parameters=fitted.parameters,
                strength=fitted.read["strength"],
                clause_text=fitted.read["clause_text"],
                clause_ref=fitted.read["clause_ref"][:60],
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
            found, words = named(version.parameters[title], choices)
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
