"""试一试: what a rule would say of those who are there already. Nothing is written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from calls import hooks
from calls.models import Call, Direction, Track
from calls.rule_kinds.base import Result, RuleKind, Subject
from portal.accounts.actor import Actor

_ORDER = {Result.UNMET: 0, Result.UNKNOWN: 1, Result.MET: 2}


class Tried(NamedTuple):
    """One subject by name, with the result and why."""

    name: str
    result: Result
    explanation: str


class Trial(NamedTuple):
    """不符合 first. ``hidden``: how many applications the actor may not see had which result."""

    organisations: list[Tried]
    applications: list[Tried]
    hidden: Counter[Result]

    @staticmethod
    def _counted(rows: Iterable[Result]) -> list[tuple[str, str, int]]:
        found = Counter(rows)
        return [(result.value, str(result.label), found[result]) for result in Result]

    @property
    def organisation_counts(self) -> list[tuple[str, str, int]]:
        """(result, its word, how many) for each result."""
        return self._counted(row.result for row in self.organisations)

    @property
    def application_counts(self) -> list[tuple[str, str, int]]:
        return self._counted([*(row.result for row in self.applications), *self.hidden.elements()])

    @property
    def hidden_count(self) -> int:
        return self.hidden.total()


def trial_of(
    *,
    call: Call,
    kind: RuleKind,
    parameters: Mapping[str, Any],
    actor: Actor,
    track: Track | None = None,
    direction: Direction | None = None,
    q: str = "",
) -> Trial:
    """The rule tried on organisations by their own data, and on the applications that it would hold for."""
    trial = Trial([], [], Counter())
    for provider in hooks.subjects:
        for subject in provider(call, actor, q):
            if not subject.applied:
                trial.organisations.append(_tried(subject, kind.check_organisation(parameters, subject.facts)))
            elif _holds_for(subject, track, direction):
                row = _tried(subject, kind.check(parameters, subject.facts))
                if subject.name:
                    trial.applications.append(row)
                else:
                    trial.hidden[row.result] += 1
    for rows in (trial.organisations, trial.applications):
        rows.sort(key=lambda row: _ORDER[row.result])
    return trial


def _tried(subject: Subject, finding) -> Tried:
    return Tried(subject.name, Result(finding.result), str(finding.explanation))


def _holds_for(subject: Subject, track: Track | None, direction: Direction | None) -> bool:
    if direction is not None:
        return subject.direction_id == direction.pk
    return track is None or subject.track_id == track.pk
