"""What a password must be, in Chinese."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    """Django's own check; its message has no Chinese translation."""

    def get_error_message(self) -> str:
        return _("密码至少要有%(min_length)d个字符。") % {"min_length": self.min_length}

    def get_help_text(self) -> str:
        return self.get_error_message()
