"""The closed set of rule kinds: one module a kind, with its form, its check and its test."""

from calls.rule_kinds import (  # noqa: F401  importing a kind registers it; the order is that of the page of rules
    district_funding_confirmed,
    duration_max,
    evidence_required,
    grant_cap,
    indicators_answered,
    lead_organisation_kind,
    leader_age_max,
    legal_person,
    max_applications_per_applicant,
    max_participants,
    not_dishonest,
    not_former_winner,
    one_recommender,
    own_funding_min,
    registered_in_region,
    registered_years_min,
    running_projects_max,
    target_meets_requirement,
    text_limit,
)  # isort: skip
