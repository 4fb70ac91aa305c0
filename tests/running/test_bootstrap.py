"""Setting up a machine: what is missing, who may install it, and what a failure says."""

import os
import re
from pathlib import Path

import pytest

from portal.running import bootstrap
from portal.running.layout import BASE_DIR
from portal.running.trouble import Trouble, tell_trouble


@pytest.fixture
def log(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(bootstrap, "LOG", tmp_path)
    return tmp_path / "setup.log"


@pytest.fixture
def without_rights(monkeypatch, tmp_path):
    """A person who is not root on a machine without sudo."""
    for name in ("dpkg-query", "apt-get"):
        (tmp_path / name).symlink_to(Path("/usr/bin") / name)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def test_installed_packages_are_not_missing():
    assert bootstrap.missing_packages(["dpkg", "no-such-package-at-all"]) == ["no-such-package-at-all"]


def test_without_rights_one_line_names_package_and_command(without_rights, log):
    with pytest.raises(Trouble) as trouble:
        bootstrap.ensure_debian_packages(["dpkg", "no-such-package-at-all"])
    line = str(trouble.value)
    assert "缺少 Debian 软件包 no-such-package-at-all" in line
    assert "apt-get install no-such-package-at-all" in line
    assert "\n" not in line


def test_nothing_missing_needs_no_rights(without_rights):
    bootstrap.ensure_debian_packages(["dpkg"])


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo noise; echo 'E: Unable to locate package x'; echo more", "E: Unable to locate package x"),
        ("echo a; echo 'django.db.utils.OperationalError: gone'; echo hint", "django.db.utils.OperationalError: gone"),
        ("echo only this", "only this"),
        ("true; exit 1", "没有说明"),
    ],
)
def test_a_failed_step_says_its_cause_and_where_the_rest_is(log, script, told):
    with pytest.raises(Trouble) as trouble:
        bootstrap.logged(["sh", "-c", f"{script}; exit 1"], what="试一试", cwd=log.parent)
    assert str(trouble.value) == f"试一试失败：{told}（完整输出见 {log}）"


def test_a_missing_command_is_told(log):
    with pytest.raises(Trouble, match="没有命令 no-such-command"):
        bootstrap.logged(["no-such-command"], what="试一试", cwd=log.parent)


def test_troubles_become_one_line_and_a_status(capsys, tmp_path):
    def troubled() -> int:
        raise Trouble("出错了。")

    def forbidden() -> int:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    assert tell_trouble(troubled) == tell_trouble(forbidden) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "错误：出错了。"
    assert len(lines) == 2
    assert str(tmp_path) in lines[1]


def test_locks_hold_hashes_and_no_addresses():
    for name in ("run", "dev", "node"):
        text = (BASE_DIR / "requirements" / f"{name}.txt").read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text), name
    assert '"resolved"' not in (BASE_DIR / "package-lock.json").read_text()


def test_dev_lock_agrees_with_run_lock():
    def pins(name: str) -> dict[str, str]:
        text = (BASE_DIR / "requirements" / f"{name}.txt").read_text()
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))

    assert pins("run").items() <= pins("dev").items()


def test_running_imports_only_the_standard_library_at_the_top():
    """It runs before anything is installed; packages are imported inside functions that run later."""
    allowed = {"portal"} | set(__import__("sys").stdlib_module_names)
    for path in (BASE_DIR / "portal" / "running").glob("*.py"):
        for module in re.findall(r"^(?:from|import) (\w+)", path.read_text(), re.MULTILINE):
            assert module in allowed, f"{path.name} imports {module}"
