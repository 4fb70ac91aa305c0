"""Documents in each format, made from plain lines."""

import io
import subprocess
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def docx_of(lines: list[str]) -> bytes:
    """A .docx with one paragraph a line, as Word would save it; lines of tab cells become a table."""
    document = docx.Document()
    # Chinese, as Word in China writes it: without it LibreOffice breaks lines by English rules.
    base = document.styles["Normal"].element.get_or_add_rPr()
    base.get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    base.append(language)
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            table = document.add_table(len(rows), max(map(len, rows)))
            table.style = "Table Grid"
            for index, row in enumerate(rows):
                for column, cell in enumerate(row):
                    table.cell(index, column).text = cell
            rows = []
        document.add_paragraph(line)
    return saved(document)


def saved(document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def by_office(content: bytes, folder: Path, *, to: str, suffix: str = "docx") -> bytes:
    """The document as LibreOffice saves it in another format."""
    source = folder / f"made.{suffix}"
    source.write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", to,
         "--outdir", str(folder), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / f"made.{to}").read_bytes()
