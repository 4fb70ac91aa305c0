"""The next version of an application: a clone of the last one that may be written in again."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _

from applications.models import (
    Answer,
    Application,
    ApplicationVersion,
    Evidence,
    IndicatorCommitment,
    Narrative,
    Participant,
    Pledge,
    Profile,
    SectionState,
)  # fmt: skip
from applications.models.application import OPEN_STATES, ApplicationState
from portal.workflow import StateConflict, lock

_MANY = (Answer, Evidence, IndicatorCommitment, Narrative, Participant, SectionState)
_ONE = (Profile, Pledge)


def _cloned(rows: Iterable[models.Model], version: ApplicationVersion) -> list[models.Model]:
    return [
        type(row)(
            version=version,
            **{f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name not in ("id", "version")},
        )
        for row in rows
    ]


@transaction.atomic
def application_reopen(*, application: Application) -> ApplicationVersion:
    """Open the next version after a return or a 补正 was asked for; the application's state says so already.

    Every row of the frozen version is cloned, the pledge without its tick; files are shared, since what a version
    cites is never removed. Calling it again gives the version that is open. Raises `StateConflict` in any other
    state. Called by the services that return or ask, inside their transaction, after the gate.
    """
    row = lock(application)
    if row.state not in OPEN_STATES or row.state == ApplicationState.DRAFT:
        raise StateConflict(_("申报没有被退回，不能开始新的版本。"))
    last = lock(row.current)
    if not last.is_frozen:
        return last
    version = ApplicationVersion.objects.create(
        application=row,
        number=last.number + 1,
        form_version_id=last.form_version_id,
        # The words in force: a 更正公告 may have come since.
        direction_version_id=row.direction.published_id,
        product_name=last.product_name,
    )
    for model in _ONE:
        for clone in _cloned(model.objects.filter(version=last), version):
            if isinstance(clone, Pledge):
                # A promise is made of one text: the new version asks for it again.
                clone.agreed, clone.agreed_by, clone.agreed_at = False, None, None
            clone.save()
    for model in _MANY:
        model.objects.bulk_create(_cloned(model.objects.filter(version=last), version))
    row.current = version
    row.save(update_fields=["current"])
    application.current = version
    return version
