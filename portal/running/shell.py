"""`make shell`: Django's shell on the demo's database; starts the services when the demo is not running."""

import os
import subprocess
import sys
from contextlib import ExitStack

from portal.running.bootstrap import PYTHON
from portal.running.clean import demo_lock
from portal.running.demo import environment, load
from portal.running.layout import BASE_DIR
from portal.running.services import for_this_checkout, write_environment
from portal.running.trouble import Trouble, say, tell_trouble
from portal.running.users import unprivileged_account


def main() -> int:
    with ExitStack() as stack:
        env = dict(os.environ)
        try:
            stack.enter_context(demo_lock())
        except Trouble:
            say("演示正在运行，使用其数据库。")
        else:
            services = for_this_checkout(unprivileged_account())
            stack.callback(services.stop)
            services.start()
            write_environment(services)
            env = environment(services, None)
            load(services, env, None)
        return subprocess.run([str(PYTHON), "manage.py", "shell", *sys.argv[1:]], env=env, cwd=BASE_DIR).returncode


if __name__ == "__main__":
    sys.exit(tell_trouble(main))
