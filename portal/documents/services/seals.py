"""Registering seals. A drawing is never changed: a new name on the seal is a new version."""

from django.db import transaction

from portal.accounts.models import Organisation
from portal.documents.models import Seal
from portal.documents.selectors.seals import demo_seals_are_drawn, next_version, seal_of
from portal.workflow import lock


@transaction.atomic
def seal_register(*, organisation: Organisation, is_demo: bool) -> Seal:
    """Draw a new version of the organisation's seal with its present name."""
    lock(organisation)
    return Seal.objects.create(
        organisation=organisation, version=next_version(organisation), text=organisation.name, is_demo=is_demo
    )


@transaction.atomic
def seal_for_papers(*, organisation: Organisation) -> Seal | None:
    """The seal to stamp papers of the organisation with; in the demo one is drawn when it has none."""
    seal = seal_of(organisation)
    if seal is None and demo_seals_are_drawn():
        lock(organisation)
        seal = seal_of(organisation) or seal_register(organisation=organisation, is_demo=True)
    return seal
