"""Steps between the right password and being signed in."""

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage


class MailStage(EmailVerificationStage):
    """Asks for the mailed code where a person named the address at sign-up and has not proved it yet.

    Who has only a phone has no address to prove; an account without a record of its address was opened by an
    officer, who has seen to it.
    """

    def handle(self):
        user = self.login.user
        if user is not None and not EmailAddress.objects.filter(user=user.pk).exists():
            return None, True
        return super().handle()
