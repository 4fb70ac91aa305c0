from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, *, name: str, email: str = "", phone: str = "", password: str | None = None) -> "User":
        """A person who signs in with mail or phone; at least one of the two is required."""
        user = self.model(name=name, email=self.normalize_email(email).lower() or None, phone=phone or None)
        user.login = user.email or user.phone
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. Rights come from memberships alone; ``login`` is the mail address or the phone it signs in with."""

    login = models.CharField(_("登录名"), max_length=254, unique=True, editable=False)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("邮箱"), null=True, blank=True, unique=True)
    phone = models.CharField(_("手机"), max_length=20, null=True, blank=True, unique=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(_("可以登录"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("用户")
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False), name="user_has_mail_or_phone"
            ),
            models.UniqueConstraint(Lower("email"), name="user_mail_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.email = self.email or None
        self.phone = self.phone or None
        self.login = self.email or self.phone or ""
        super().save(*args, **kwargs)
