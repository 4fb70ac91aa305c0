"""A version as plain data: what its receipt freezes, in an order that never changes."""

from typing import Any

from applications.form_schema import NARRATIVE
from applications.models import ApplicationVersion
from applications.sections.fields import answer_column
from applications.selectors.forms import schema_of

_PROFILE_SKIPPED = {"id", "version"}


def version_content(version: ApplicationVersion) -> dict[str, Any]:
    """Everything of a version read by `version_loaded`, for `portal.documents.digests.canonical_json`.

    Amounts in 万元 as decimals; files by name, size and SHA-256.
    """
    application = version.application
    organisation, call = application.organisation, application.call
    schema = schema_of(version.form_version)
    kinds = {f.key: f.kind for _section, f in schema.all_fields()}
    return {
        "call": {"id": call.public_id, "title": call.title, "doc_no": call.doc_no, "issuer": call.issuer.name},
        "direction": {
            "key": application.direction.key,
            "version": version.direction_version.number,
            "title": version.direction_version.title,
        },
        "form": {"key": version.form_version.key, "version": version.form_version.number},
        "application": {
            "id": application.public_id,
            "version": version.number,
            "product": version.product_name,
            "external_number": application.external_number,
        },
        "organisation": {
            "name": organisation.name,
            "credit_code": organisation.credit_code,
            "region": organisation.region.code,
            "ownership": organisation.ownership,
            "legal_representative": organisation.legal_representative,
        },
        "recommender": application.recommender.name if application.recommender else None,
        "profile": {
            f.name: getattr(version.profile, f.name)
            for f in version.profile._meta.fields
            if f.name not in _PROFILE_SKIPPED
        },
        "answers": {
            a.field_key: getattr(a, answer_column(kinds.get(a.field_key, "boolean")))
            for a in sorted(version.answers.all(), key=lambda a: a.field_key)
        },
        "narratives": {
            section.key: next((n.body for n in version.narratives.all() if n.section_key == section.key), {})
            for section in schema.sections
            if section.kind == NARRATIVE
        },
        "participants": [
            {"name": p.name, "credit_code": p.credit_code, "task": p.task} for p in version.participants.all()
        ],
        "commitments": [
            {
                "indicator": c.indicator_version.indicator_id if c.indicator_version_id else None,
                "name": c.name,
                "current_level": c.current_level,
                "comparator": c.target_comparator,
                "value": c.target_value,
                "value_max": c.target_value_max,
                "text": c.target_text,
                "unit": c.unit,
                "measurement": c.measurement,
            }
            for c in version.commitments.all()
        ],
        "evidence": [
            {"kind": e.kind, "name": e.file.name, "size": e.file.blob.size, "sha256": e.file.blob.sha256}
            for e in version.evidence.all()
        ],
        "pledge": {
            "agreed": version.pledge.agreed,
            "agreed_at": version.pledge.agreed_at,
            "contact_name": version.pledge.contact_name,
            "contact_phone": version.pledge.contact_phone,
            "legal_representative": version.pledge.legal_representative,
        },
        "reasons": {s.section_key: s.reason for s in version.section_states.all() if s.reason},
    }
