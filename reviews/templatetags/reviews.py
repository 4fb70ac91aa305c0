"""``{% load reviews %}``: states of this room as tags, per audience."""

from django import template
from django.utils.safestring import SafeString

from calls import numbering
from calls.models.rule import Strength
from portal.templatetags.portal import state_tag
from reviews import labels

register = template.Library()


@register.filter
def bureau_tag(application) -> SafeString:
    return state_tag(*labels.bureau_label(application))


@register.filter
def office_tag(application) -> SafeString:
    return state_tag(*labels.office_label(application))


@register.filter
def check_tag(check) -> SafeString:
    return state_tag(*labels.CHECK[check.state])


@register.filter
def round_tag(round_) -> SafeString:
    return state_tag(*labels.ROUND[round_.state])


@register.filter
def assignment_tag(assignment) -> SafeString:
    return state_tag(*labels.ASSIGNMENT[assignment.state])


@register.filter
def decision_tag(decision) -> SafeString:
    return state_tag(*labels.DECISION[decision.state])


@register.filter
def outcome_tag(decision) -> SafeString:
    return state_tag(*labels.outcome_label(decision))


@register.filter
def outcome_word(decision) -> str:
    return str(labels.outcome_label(decision).text)


@register.filter
def result_tag(result: str) -> SafeString:
    return state_tag(*labels.RESULT[result])


@register.filter
def strength_label(strength: str) -> str:
    return str(Strength(strength).label)


@register.filter
def direction_name(direction) -> str:
    """所属方向 as officers write it: number and title, after the track where there are several."""
    return numbering.direction_name(direction, direction.published)
