"""A task for the tests: it leaves a row, a file and a mail, and can be held after each of them.

Holding works by two pipes in ``folder``: the task says through ``reached`` where it stands and then reads ``go``,
which nobody ever writes to; the test kills it there. A second attempt finds the file ``held`` and runs through.
"""

from pathlib import Path

from django.core.mail import EmailMessage

from portal.accounts.models import Membership
from portal.notifications.services.delivering import message_id
from portal.notifications.services.messages import messages_send
from portal.notifications.tasks import outbox_task

EFFECTS = "tests.notifications.effects.leave"
EFFECTS_IN_STEPS = "tests.notifications.effects.leave_in_steps"
STEPS = ("begun", "row", "file", "mail")


def _hold(folder: str, wanted: str, here: str) -> None:
    held = Path(folder) / "held"
    if wanted != here or held.exists():
        return
    held.touch()
    with Path(folder, "reached").open("w") as pipe:
        pipe.write(here)
    Path(folder, "go").read_text()


def _leave(*, membership_id: int, folder: str, hold: str) -> None:
    key = f"effects:{membership_id}"
    _hold(folder, hold, "begun")
    membership = Membership.objects.get(pk=membership_id)
    messages_send(key_prefix="effects", memberships=[membership], kind="effects", subject="示例", body="示例")
    _hold(folder, hold, "row")
    Path(folder, "artefact").write_text(key)
    _hold(folder, hold, "file")
    EmailMessage("示例", "示例", to=["a@demo.example"], headers={"Message-ID": message_id(f"mail of {key}")}).send()
    _hold(folder, hold, "mail")


@outbox_task(name=EFFECTS)
def leave(**payload) -> None:
    _leave(**payload)


@outbox_task(name=EFFECTS_IN_STEPS, steps=True)
def leave_in_steps(job, **payload) -> None:
    with job.finish() as mine:
        if mine:
            _leave(**payload)
