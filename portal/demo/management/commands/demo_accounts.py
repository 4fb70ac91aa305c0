import unicodedata

from django.core.management.base import BaseCommand

from portal.demo import world
from portal.demo.accounts import account_groups, is_over, steps


def wide(text: str, columns: int) -> str:
    """``text`` filled up to so many columns of a terminal, in which a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(1, columns - taken)


class Command(BaseCommand):
    help = "列出演示账号、密码、动态验证码所在的网页，以及可以试什么"

    def handle(self, *args, **options) -> None:
        for group in account_groups():
            self.stdout.write(f"\n{group.title}")
            for account in group.accounts:
                self.stdout.write(f"  {wide(account.login, 30)}{wide(str(account.membership), 52)}{account.todo}")
        self.stdout.write(f"\n密码都是 {world.PASSWORD}")
        self.stdout.write("一键进入、工作人员和专家的动态验证码：网页 /demo/；邮件：网页 /demo/mail/")
        if is_over():
            self.stdout.write("示例榜单已过截止时间：停止后运行 make clean-demo，再运行 make demo，即可重新开始。")
        self.stdout.write("\n可以试什么")
        for place, step in enumerate(steps(), start=1):
            self.stdout.write(f"  {place}. {step}")
        self.stdout.write(f"\n示例信用代码（校验位正确，不属于任何单位）：{'、'.join(world.FREE_CODES)}")
