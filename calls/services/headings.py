"""领域 and 类别 of a draft call, saved as the page shows them: renamed, added, moved, removed."""

from collections.abc import Mapping

from django.db import transaction

from calls.models import Call, Category, Track
from calls.rules import draft_for_writing
from calls.services.arranging import category_add, heading_rename, track_add
from portal.accounts.actor import Actor


@transaction.atomic
def headings_save(
    *,
    call: Call,
    titles: Mapping[Track | Category, str],
    new_categories: Mapping[Track, str],
    new_track: str,
    actor: Actor,
) -> None:
    """All changes of one page in one transaction; titles that stayed are not written.

    Renamed ones first get out of each other's way: two may exchange their titles.
    """
    draft_for_writing(call=call, actor=actor)
    changed = {heading: title for heading, title in titles.items() if heading.title != title}
    for heading in changed:
        type(heading).objects.filter(pk=heading.pk).update(title="")
    for heading, title in changed.items():
        heading_rename(heading=heading, title=title, actor=actor)
    for track, title in new_categories.items():
        if title:
            category_add(track=track, title=title, actor=actor)
    if new_track:
        track_add(call=call, title=new_track, actor=actor)
