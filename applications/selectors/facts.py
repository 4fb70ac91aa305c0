"""Everything that the call's rules may look at, gathered once per pre-check."""

from collections import Counter
from datetime import date
from decimal import Decimal

from applications.counting import count_characters
from applications.form_schema import EVIDENCE, FIELDS, NARRATIVE, Schema
from applications.models import Application, ApplicationState, ApplicationVersion
from applications.sections.fields import field_values
from applications.sections.indicators import answers, is_answered
from calls.models import FormerWinner
from calls.rule_kinds.base import CommitmentFact, Facts
from portal.scoping import system_scope

# 登记管理部门 and 机构类别 of the code (GB 32100): the 个体工商户 is no legal person; whether another code's holder
# is one (and not its branch), the name of a 法定代表人 tells, since branches only have a 负责人.
NO_LEGAL_PERSON = ("92",)


def _legal_person(version: ApplicationVersion) -> bool | None:
    code = version.profile.credit_code or version.application.organisation.credit_code or ""
    if code.startswith(NO_LEGAL_PERSON):
        return False
    return True if code and version.profile.legal_representative else None


def _texts(version: ApplicationVersion, schema: Schema, values: dict[str, object]) -> dict[str, int]:
    """字数 by section key and by "section.field" or "section.part"."""
    bodies = {n.section_key: n.body for n in version.narratives.all()}
    texts: dict[str, int] = {}
    for section in schema.sections:
        if section.kind == NARRATIVE:
            body = bodies.get(section.key, {})
            counts = {part.key: count_characters(body.get(part.key, "")) for part in section.parts if part.writable}
        elif section.kind == FIELDS:
            counts = {f.key: count_characters(str(values.get(f.key) or "")) for f in section.fields if f.limit}
        else:
            continue
        texts |= {f"{section.key}.{key}": count for key, count in counts.items()}
        texts[section.key] = sum(counts.values())
    return texts


def _commitments(version: ApplicationVersion) -> tuple[CommitmentFact, ...]:
    found = answers(version)
    facts = []
    for indicator in found.asked:
        row = found.given.get(indicator.pk)
        facts.append(
            CommitmentFact(
                indicator_subject=f"{indicator.number} {indicator.subject}".strip(),
                group=indicator.group,
                comparator=indicator.comparator,
                value=indicator.value,
                value_max=indicator.value_max,
                answered=is_answered(row),
                target_comparator=row.target_comparator if row else "",
                target_value=row.target_value if row else None,
                target_value_max=row.target_value_max if row else None,
                unit=indicator.unit,
                target_unit=row.unit if row else "",
            )
        )
    return tuple(facts)


def others_of_the_call(application: Application) -> list[tuple[int, int | None]]:
    """(pk, recommender) of the organisation's other applications in the call that were submitted and stand."""
    with system_scope("applications of one organisation count together"):
        return list(
            Application.objects.filter(call=application.call_id, organisation=application.organisation_id)
            .exclude(pk=application.pk)
            .exclude(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
            .values_list("pk", "recommender")
        )


def facts_of_others(application: Application, others: list[tuple[int, int | None]]) -> dict[str, int]:
    """The facts that depend on the organisation's other applications: they are read again under a lock."""
    recommenders = {recommender for _pk, recommender in others if recommender} | {application.recommender_id}
    return {
        "other_applications": len(others),
        "recommender_count": len(recommenders) if application.recommender_id else 0,
    }


def all_values(version: ApplicationVersion, schema: Schema) -> dict[str, object]:
    """Python values of every single field of the form, by key."""
    answers = {a.field_key: a for a in version.answers.all()}
    values: dict[str, object] = {}
    for section in schema.sections:
        values |= field_values(section, version, answers)
    return values


def facts_gather(*, version: ApplicationVersion, schema: Schema, today: date) -> Facts:
    """Facts of a version that was read by `version_loaded`; ``today`` in Asia/Shanghai."""
    application = version.application
    values = all_values(version, schema)
    named = {f.fact: values[f.key] for _section, f in schema.all_fields() if f.fact and values[f.key] is not None}
    names = tuple(p.name for p in version.participants.all() if p.name)
    evidence = Counter(e.kind for e in version.evidence.all())
    section = schema.first(EVIDENCE)
    winners = FormerWinner.objects.filter(call=application.call_id).values_list("organisation_name", "product_name")
    return Facts(
        today=today,
        organisation_name=version.profile.unit_name or application.organisation.name,
        product_name=version.product_name,
        region_path=application.organisation.region.path,
        ownership=version.profile.ownership or application.organisation.ownership,
        is_legal_person=_legal_person(version),
        registered_on=named.get("registered_on"),
        **facts_of_others(application, others_of_the_call(application)),
        running_projects=_whole(named.get("running_projects")),
        participant_count=len(names),
        participant_names=names,
        leader_birth_date=named.get("leader_birth_date"),
        duration_months=_whole(named.get("duration_months")),
        texts=_texts(version, schema, values),
        evidence={e.key: evidence[e.key] for e in section.evidence} if section else {},
        funding={k.removeprefix("funding."): Decimal(v) for k, v in named.items() if k.startswith("funding.")},
        commitments=_commitments(version),
        former_winners=tuple(winners),
    )


def _whole(value: Decimal | int | None) -> int | None:
    return None if value is None else int(value)
