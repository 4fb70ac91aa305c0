"""What rooms above this one hand in, so that applications need not import them (AppConfig.ready appends)."""

from collections.abc import Callable
from datetime import datetime

from applications.models import Application

#: Until when an application that was returned or is to be corrected may be answered (退回意见, 补正); None: not known.
answer_until: list[Callable[[Application], datetime | None]] = []

#: Address of the page on which the recommender handles an application, for messages; "": not known.
bureau_url: list[Callable[[Application], str]] = []


def first_answer(hooks: list[Callable[[Application], object]], application: Application) -> object | None:
    """What the first hook that knows says."""
    return next((found for hook in hooks if (found := hook(application))), None)
