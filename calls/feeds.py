"""Atom (RFC 4287) of calls, and the calendar (RFC 5545) of their deadlines."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from io import StringIO
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from calls.models import Call
from calls.selectors.deadlines import deadline_of
from portal.templatetags.portal import SHANGHAI, beijing_deadline

PRODUCT = "-//Jiebang Portal//Deadlines//ZH"


def absolute(name: str, *arguments: object) -> str:
    return urljoin(settings.PORTAL_URL, reverse(name, args=arguments))


def _plain(text: str) -> str:
    """Without characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t")


def _deadlines(call: Call) -> list[tuple]:
    return [(one, deadline_of(call=call, kind=one.kind)) for one in call.deadlines.all()]


def calls_atom(*, calls: Iterable[Call], title: str, address: str) -> bytes:
    """``address`` is the feed's own path with its query; calls are read `with_changed_at`."""
    feed = Atom1Feed(
        title=title,
        link=absolute("calls:list"),
        description="",
        language="zh-CN",
        feed_url=urljoin(settings.PORTAL_URL, address),
        feed_guid=urljoin(settings.PORTAL_URL, address),
    )
    for call in calls:
        said = [f"{call.issuer}", call.doc_no, str(call.region)]
        said += [f"{one.get_kind_display()} {beijing_deadline(at, one.precision)}" for one, at in _deadlines(call)]
        feed.add_item(
            title=_plain(call.title),
            link=absolute("calls:detail", call.public_id),
            description=_plain(" · ".join(word for word in said if word)),
            unique_id=f"urn:uuid:{call.public_id}",
            author_name=_plain(call.issuer.name),
            pubdate=call.published_at,
            updateddate=call.changed_at,
            categories=(call.region.name, str(call.year)),
        )
    written = StringIO()
    feed.write(written, "utf-8")
    return written.getvalue().encode()


def deadlines_ics(*, calls: Iterable[Call], name: str) -> bytes:
    """One event for each deadline: on its day when it ends with the day, else at its instant, reminded a day before."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    host = urlsplit(settings.PORTAL_URL).hostname or "portal.invalid"
    for call in calls:
        for deadline, at in _deadlines(call):
            calendar.add_component(_event(call, deadline, at, host))
    return calendar.to_ical()


def _event(call: Call, deadline, at: datetime, host: str) -> Event:
    event = Event()
    event.add("uid", f"{call.public_id}-{deadline.kind}@{host}")
    event.add("summary", _("%(what)s截止：%(title)s") % {"what": deadline.get_kind_display(), "title": call.title})
    there = at.astimezone(SHANGHAI)
    if (there.hour, there.minute) == (0, 0):
        event.add("dtstart", there.date() - timedelta(days=1))
    else:
        event.add("dtstart", at)
    address = absolute("calls:detail", call.public_id)
    until = beijing_deadline(at, deadline.precision)
    event.add(
        "description",
        _("截止时间：%(at)s（北京时间），以平台服务器收到的时间为准。\n%(url)s") % {"at": until, "url": address},
    )
    event.add("url", address)
    event.add("dtstamp", call.changed_at)
    event.add("last-modified", call.changed_at)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("明天截止：%(title)s") % {"title": call.title})
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    return event
