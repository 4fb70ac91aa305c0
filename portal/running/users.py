"""Which user the processes run as.

PostgreSQL refuses to run as root. Started by root, the portal therefore uses the system user
`jiebang` (made when missing): for the database always, for the other processes wherever that
user can enter the folder and run its Python. Started by anyone else, everything runs as that user.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from portal.running.layout import VAR
from portal.running.trouble import Trouble

NAME = "jiebang"
# Where the database's data lie when root's folder cannot be entered by `jiebang`.
OUTSIDE = Path("/var/lib/jiebang-portal")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    @classmethod
    def named(cls, name: str) -> "Account":
        entry = pwd.getpwnam(name)
        return cls(name, entry.pw_uid, entry.pw_gid)


def unprivileged_account() -> Account | None:
    """The user to step down to; None when not started by root (then there is nothing to step down from)."""
    if os.geteuid() != 0:
        return None
    try:
        return Account.named(NAME)
    except KeyError:
        pass
    made = subprocess.run(
        [
            *("useradd", "--system", "--user-group", "--no-create-home"),
            *("--home-dir", "/nonexistent"),
            *("--shell", "/usr/sbin/nologin"),
            NAME,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    # Two first starts at the same moment: one of them finds the user already there.
    for name in (NAME, "nobody"):
        try:
            return Account.named(name)
        except KeyError:
            continue
    raise Trouble(f"无法建立系统用户 {NAME}，数据库不能以 root 身份运行：{made.stderr.strip()}")


def command_as(account: Account | None, command: list[str], *, death_signal: str = "TERM") -> list[str]:
    """``command``, run as ``account`` and ended by ``death_signal`` should its starter be killed."""
    if not shutil.which("setpriv"):
        if account:
            raise Trouble("缺少命令 setpriv（Debian 软件包 util-linux），无法以普通用户身份启动数据库。")
        return command
    options = ["--pdeathsig", death_signal]
    if account:
        options += [f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups", "--inh-caps=-all"]
    return ["setpriv", *options, "--", *command]


def may(account: Account | None, test: str, path: Path) -> bool:
    """Whether ``account`` may read (-r), write (-w) or enter and run (-x) ``path``."""
    command = command_as(account, ["test", test, str(path)])
    return subprocess.run(command, capture_output=True, check=False, cwd="/").returncode == 0


def give(path: Path, account: Account | None, mode: int) -> Path:
    """Make the folder ``path`` with ``mode`` and hand it to ``account``."""
    path.mkdir(parents=True, exist_ok=True)
    if account:
        os.chown(path, account.uid, account.gid)
    path.chmod(mode)
    return path


def give_tree(path: Path, account: Account | None) -> None:
    """Hand over everything below ``path`` that belongs to somebody else."""
    if not account:
        return
    for folder, _names, files in os.walk(path):
        for entry in (folder, *(os.path.join(folder, name) for name in files)):  # noqa: PTH118
            if os.lstat(entry).st_uid != account.uid:
                os.lchown(entry, account.uid, account.gid)


def outside_folder() -> Path:
    """A folder for this checkout under /var/lib, for data that cannot lie in a closed folder."""
    return OUTSIDE / hashlib.sha256(str(VAR).encode()).hexdigest()[:12]
