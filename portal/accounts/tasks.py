"""Tasks of accounts; all run on outbox rows."""

from portal.accounts.services.invitations import invitation_mail
from portal.notifications.tasks import outbox_task


@outbox_task(name="portal.accounts.tasks.send_invitation")
def send_invitation(*, invitation_id: int) -> None:
    """Mail an officer the link that was made for the address."""
    invitation_mail(invitation_id=invitation_id)
