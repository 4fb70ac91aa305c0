"""What goes wrong while setting up or starting, told in one Chinese line instead of a traceback."""

import os
import subprocess
import sys
from collections.abc import Callable


class Trouble(Exception):
    """The message is the whole line that the person at the terminal reads."""


def say(text: str) -> None:
    print(text, flush=True)


def tell_trouble(main: Callable[[], int | None]) -> int:
    """Run ``main``; turn what a person can mend into one line on standard error and status 1."""
    try:
        return main() or 0
    except Trouble as trouble:
        line = str(trouble)
    except PermissionError as error:
        owner = "root" if os.geteuid() else "其他用户"
        line = f"没有权限访问 {error.filename}：它可能由{owner}建立。请改用原来的用户运行，或换一个目录。"
    except subprocess.CalledProcessError as error:
        last = ((error.stderr or error.stdout or "").strip().splitlines() or ["（没有输出）"])[-1]
        line = f"命令失败（{error.cmd[0]}，状态 {error.returncode}）：{last}"
    except KeyboardInterrupt:
        line = "已中断。"
    print(f"错误：{line}", file=sys.stderr, flush=True)
    return 1
