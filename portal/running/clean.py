"""`make clean-demo`: forget the demo's data, so that the next start begins anew."""

import fcntl
import os
import shutil

from portal.running import layout
from portal.running.trouble import Trouble, say
from portal.running.users import outside_folder

FORGOTTEN = ("postgres", "valkey", "files", "mail", "secrets", "run", "cache", "static")


def demo_lock():
    """The open lock file of this checkout's demo. Raises Trouble when it is running."""
    layout.RUN.mkdir(parents=True, exist_ok=True)
    lock = (layout.RUN / "demo.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        who = lock.read().strip() or "进程号未知"
        lock.close()
        raise Trouble(f"本目录的演示已在运行（{who}），请先在其终端按 Ctrl-C 停止。") from None
    os.set_inheritable(lock.fileno(), False)
    return lock


def clean_demo() -> int:
    with demo_lock():
        for folder in (*(layout.VAR / name for name in FORGOTTEN), outside_folder()):
            if folder.is_dir():
                shutil.rmtree(folder)
    say("演示数据已清除；make demo 将重新开始。软件包、字体和日志保留。")
    return 0
