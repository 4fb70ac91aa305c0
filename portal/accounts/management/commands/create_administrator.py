from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from portal.accounts.models import Membership, User
from portal.accounts.roles import Role
from portal.accounts.services.users import user_open


class Command(BaseCommand):
    help = "建立第一位平台管理员（之后的管理员在网页上授予）；密码从终端读入"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--login", required=True, help="邮箱或手机号")

    def handle(self, *args, **options) -> None:
        password = getpass("密码：")
        try:
            validate_password(password, User(name=options["name"], email=options["login"]))
            with transaction.atomic():
                user = user_open(name=options["name"], login=options["login"], password=password)
                Membership.objects.create(user=user, role=Role.ADMINISTRATOR)
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        except IntegrityError as error:
            raise CommandError("该邮箱或手机号已有账号。") from error
        self.stdout.write("已建立。首次登录须设置两步验证。")
