"""Documents for tests of reading and importing."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from calls.models import CallImport
from calls.services.importing import import_finish, import_read, import_reading, import_start
from portal.accounts.actor import Actor
from portal.scoping import system_scope

SEEDS = Path(__file__).resolve().parents[2] / "fixtures" / "seeds"


def seed(number: str) -> bytes:
    """The document whose file name starts with ``number`` ("003")."""
    [found] = SEEDS.glob(f"{number}_*.txt")
    return found.read_bytes()


def upload(content: bytes, name: str = "通知.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def imported(content: bytes, *, actor: Actor, name: str = "通知.txt") -> CallImport:
    """The document, kept and read (in the child process) as the task does it."""
    row = import_start(uploads=[upload(content, name)], actor=actor)
    with system_scope("test: as the task"):
        reading = import_reading(import_id=row.pk)
        import_finish(row=reading, columns=import_read(row=reading))
        return CallImport.objects.get(pk=row.pk)
