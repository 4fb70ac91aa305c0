"""The five documents as calls: read by the importing service, their dates moved to lie around today."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.models.form import Preset
from applications.services.forms import form_choose
from calls.models import Call, CallImport
from calls.models.call import DeadlineKind
from calls.printed_deadlines import deadline_instant
from calls.selectors.doubts import open_doubts
from calls.services.creating import call_create_from_import
from calls.services.doubts import doubt_accept
from calls.services.importing import import_finish, import_read, import_reading, import_start
from calls.services.publishing import call_publish
from calls.services.writing import call_update, deadline_set
from portal.accounts.actor import Actor
from portal.demo.people import People

SEEDS = settings.BASE_DIR / "fixtures" / "seeds"


@dataclass(frozen=True, slots=True)
class Seed:
    """One document: whose officer uploads it, its form, and in how many days it closes (recommenders at 17:00)."""

    number: str
    officer: str
    preset: str
    applicants_in: int
    recommenders_in: int
    contact: str
    phone: str
    published: bool = True


#: In this order on the list of calls, the last one on top.
SEED_CALLS = (
    Seed("000", "officer", Preset.MAJOR_PROJECT, 28, 35, "科技处", "028-00000010", published=False),
    # These two are moved back to be closed once their applications are in (portal.demo.reviewing, announcing).
    Seed("004", "chongqing", Preset.MAJOR_PROJECT, 28, 35, "高新技术处", "023-00000011"),
    Seed("001", "henan", Preset.HENAN_2023, 20, 27, "科技处", "0371-00000012"),
    # Nearer than 72 hours: its pages show the bar with the clock.
    Seed("002", "zhengzhou", Preset.HENAN_2023, 2, 9, "科技与产业融合处", "0371-00000013"),
    Seed("003", "officer", Preset.MIIT_2021, 10, 14, "软件与信息服务业处", "028-00000000"),
)


def calls_open(people: People) -> dict[str, Call]:
    """Calls by the number of their document."""
    return {seed.number: _call(seed, people[seed.officer]) for seed in SEED_CALLS}


def _call(seed: Seed, actor: Actor) -> Call:
    call_import = _imported(seed, actor)
    call = call_create_from_import(call_import=call_import, actor=actor)
    form_choose(call=call, preset=seed.preset, actor=actor)
    printed = _deadlines(seed, call, actor)
    lines = [_moved(paragraph["text"], printed) for paragraph in call_import.result["body"]]
    call = call_update(
        call=call,
        actor=actor,
        body="\n".join(lines),
        signed_on=timezone.localdate(),
        contact_name=seed.contact,
        contact_phone=seed.phone,
    )
    if not seed.published:
        return call
    for doubt in open_doubts(call=call):
        doubt_accept(doubt=doubt, actor=actor)
    return call_publish(call=call, actor=actor)


def _imported(seed: Seed, actor: Actor) -> CallImport:
    """As the task does it, in this process: no worker runs yet when the demo is loaded."""
    [path] = SEEDS.glob(f"{seed.number}_*.txt")
    started = import_start(uploads=[SimpleUploadedFile(path.name, path.read_bytes())], actor=actor)
    row = import_reading(import_id=started.pk)
    if row is None:
        raise RuntimeError(f"{path.name} was read before it was uploaded")
    import_finish(row=row, columns=import_read(row=row))
    return row


def _deadlines(seed: Seed, call: Call, actor: Actor) -> dict[str, str]:
    """Set them; returns what the document prints → what it would print with the dates of the demo."""
    wanted = {DeadlineKind.APPLICANT: seed.applicants_in, DeadlineKind.RECOMMENDER: seed.recommenders_in}
    there = {deadline.kind: deadline for deadline in call.deadlines.all()}
    if DeadlineKind.APPLICANT_PAPER in there:
        wanted[DeadlineKind.APPLICANT_PAPER] = seed.applicants_in
    moved: dict[str, str] = {}
    for kind, days in wanted.items():
        day = timezone.localdate() + timedelta(days=days)
        clock = "17:00" if kind == DeadlineKind.RECOMMENDER else ""
        at, precision = deadline_instant(day=day, clock=clock)
        before = there.get(kind)
        words = _words(day, clock)
        deadline_set(
            call=call,
            kind=kind,
            at=at,
            precision=precision,
            actor=actor,
            printed=words,
            receiver=before.receiver if before else "",
            copies=before.copies if before else None,
        )
        if before and before.printed:
            moved[before.printed] = words
    return moved


def _words(day: date, clock: str) -> str:
    return f"{day.year}年{day.month}月{day.day}日{clock}" + ("前" if clock else "")


def _moved(text: str, printed: dict[str, str]) -> str:
    for before, after in printed.items():
        text = text.replace(before, after)
    return text
