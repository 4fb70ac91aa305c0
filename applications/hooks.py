"""What rooms above this one hand in, so that applications need not import them (AppConfig.ready appends)."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from applications.models import Application
from portal.accounts.actor import Actor
from portal.scoping import NOTHING

#: Until when an application that was returned or is to be corrected may be answered (退回意见, 补正); None: not known.
answer_until: list[Callable[[Application], datetime | None]] = []

#: Address of the page on which the recommender handles an application, for messages; "": not known.
bureau_url: list[Callable[[Application], str]] = []


def first_answer(hooks: list[Callable[[Application], object]], application: Application) -> object | None:
    """What the first hook that knows says."""
    return next((found for hook in hooks if (found := hook(application))), None)


#: When the recommender sent its list for a call: it is frozen, and nothing more can be recommended. None: not yet.
#: Called with the ids of call and recommender.
list_sent_at: list[Callable[[int, int], datetime | None]] = []


def list_sent(call_id: int, recommender_id: int | None) -> datetime | None:
    found = (hook(call_id, recommender_id) for hook in list_sent_at) if recommender_id else ()
    return next((at for at in found if at), None)


class Result(NamedTuple):
    """An announced result of an application: the word, the tone of its tag (look.css), when and where it was told."""

    text: str
    tone: str
    at: datetime
    url: str


#: Results that ``actor`` may know, the newest last; nothing that was not announced.
results: list[Callable[[Application, Actor], list[Result]]] = []


def results_of(application: Application, actor: Actor) -> list[Result]:
    return [result for provider in results for result in provider(application, actor)]


#: The applications with a result that ``actor`` may know, for lists: the same as a result from `results`.
announced: list[Callable[[Actor], Q]] = []


def announced_q(actor: Actor) -> Q:
    found = NOTHING
    for provider in announced:
        found |= provider(actor)
    return found
