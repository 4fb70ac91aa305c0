"""`python3 -m portal.running demo|test|setup|clean-demo|…`: what the Makefile calls."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (whoever has an older one gets a line, not a syntax error)
    sys.exit("错误：需要 Python 3.11 或更新版本，请以 make PYTHON=/路径/python3.11 … 指定。")

import os

from portal.running.trouble import Trouble, tell_trouble

# Command → (module and arguments for the virtual environment's Python, whether it needs the packages for tests).
COMMANDS: dict[str, tuple[list[str], bool]] = {
    "demo": (["portal.running.demo"], False),
    "shell": (["portal.running.shell"], False),
    "test": (["pytest"], True),
    "lint": (["pytest", "-q", "tests/test_lint.py"], True),
    "bench": (["tests.benchmarks"], True),
    "score": (["tests.calls.importing"], True),
    "screenshots": (["tests.screenshots"], True),
    "setup": ([], False),
    "setup-tests": ([], True),
}


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name == "clean-demo":
        from portal.running.clean import clean_demo

        return clean_demo()
    if name not in COMMANDS:
        raise Trouble(f"用法：python3 -m portal.running {'|'.join([*COMMANDS, 'clean-demo'])}")
    from portal.running.bootstrap import PYTHON, prepare

    module, for_tests = COMMANDS[name]
    prepare(for_tests=for_tests)
    if module:
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), "-m", *module, *sys.argv[2:]])  # noqa: S606
    return 0


if __name__ == "__main__":
    sys.exit(tell_trouble(main))
