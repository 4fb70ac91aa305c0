"""One module per kind of section: how its typed rows become what people type (strings by input name), and back.

The same strings serve the page, the comparison of two people's texts, and the differences between two versions.
"""

from applications import form_schema
from applications.sections import fields, indicators, narrative, participants, pledge
from applications.sections.base import Handler, Parsed

_HANDLERS: dict[str, Handler] = {
    form_schema.FIELDS: fields.FieldsHandler(),
    form_schema.INDICATORS: indicators.IndicatorsHandler(),
    form_schema.NARRATIVE: narrative.NarrativeHandler(),
    form_schema.PARTICIPANTS: participants.ParticipantsHandler(),
    form_schema.PLEDGE: pledge.PledgeHandler(),
}


def handler_of(kind: str) -> Handler:
    """Raises `KeyError` for 证明材料: files come and go one by one (`applications.services.evidence`)."""
    return _HANDLERS[kind]


__all__ = ["Handler", "Parsed", "handler_of"]
