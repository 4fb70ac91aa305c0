"""``.doc`` and ``.wps`` → ``.docx`` by LibreOffice, in a process of its own with limits, without macros or links."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from calls.importing.source import NEEDS_OFFICE, RTF, kind_of
from calls.importing.structure import ReadError

TIMEOUT_SECONDS = 60
MEMORY_BYTES = 4 * 1024 * 1024 * 1024
MAX_MADE_BYTES = 100 * 1024 * 1024
FAILED = "LibreOffice 没能读取这份文件。请在 Word 或 WPS 中另存为 .docx 后再上传。"

#: Macros never run, and nothing that a document links to is fetched.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
)
PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    + "</oor:items>"
)
_LIMITED = (
    "import os, resource, sys;"
    f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY_BYTES},) * 2);"
    f"resource.setrlimit(resource.RLIMIT_CPU, ({TIMEOUT_SECONDS},) * 2);"
    f"resource.setrlimit(resource.RLIMIT_FSIZE, ({MAX_MADE_BYTES},) * 2);"
    "resource.setrlimit(resource.RLIMIT_CORE, (0, 0));"
    "os.execvp(sys.argv[1], sys.argv[1:])"
)


def office_program() -> str | None:
    """LibreOffice's command when it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def readable(content: bytes, name: str) -> bytes:
    """The bytes as they are, or as .docx when they are a .doc or .wps. Raises ReadError."""
    return as_docx(content) if kind_of(content, name) == "office" else content


def as_docx(content: bytes) -> bytes:
    """Raises ReadError when LibreOffice is not installed, takes too long or cannot read the file."""
    program = office_program()
    if program is None:
        raise ReadError(NEEDS_OFFICE)
    with tempfile.TemporaryDirectory(prefix="jiebang-office-") as folder:
        home = Path(folder)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        # WPS writes the same compound file as Word; under the name .wps LibreOffice would take it for MS Works.
        (home / "document.doc").write_bytes(content)
        return _converted(program, home)


def _converted(program: str, home: Path) -> bytes:
    command = [
        sys.executable, "-I", "-c", _LIMITED, program, f"-env:UserInstallation={(home / 'profile').as_uri()}",
        "--headless", "--norestore", f"--infilter={_filter(home / 'document.doc')}",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(home / "made"), str(home / "document.doc"),
    ]  # fmt: skip
    env = {"HOME": str(home), "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "TMPDIR": str(home)}
    process = subprocess.Popen(
        command, cwd=home, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ReadError(FAILED) from error
    finally:
        _end(process)
    made = home / "made" / "document.docx"
    if process.returncode != 0 or not made.is_file():
        raise ReadError(FAILED)
    return made.read_bytes()


def _filter(document: Path) -> str:
    """Named, because LibreOffice would read a broken file as plain text."""
    with document.open("rb") as stream:
        return "Rich Text Format" if stream.read(5) == RTF else "MS Word 97"


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program starts others; all of its session go with it."""
    try:
        os.killpg(process.pid, 9)
    except ProcessLookupError:
        return
    process.wait()
