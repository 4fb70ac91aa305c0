"""Printed documents: CPU of the tuned rendering against a first version's, in one process, runs interleaved.

The first version ("naive") is what one writes first: WeasyPrint with a new font configuration a document, the whole
fonts by @font-face, automatic table columns, page numbers and number laid out in @page boxes.
"""

import io
import statistics
import time
from collections.abc import Callable

import weasyprint
from django.utils import timezone
from openpyxl import Workbook
from weasyprint.layout import inline

from portal.documents import fonts, justification
from portal.documents.furniture import Furniture, furniture
from portal.documents.rendering import document_pdf
from portal.documents.seals import SealArt, SealPress
from portal.documents.stamping import stamped
from portal.documents.workbook import About, Column, workbook_xlsx
from tests.documents import sample

RUNS = 3
FURNITURE = Furniture(
    number="SC2021790-0001-K", digest="3F2A 91BC 0D4E 77A1", verify_url="https://portal.example/verify/7K3M9QXA"
)
NAIVE_CSS = """
@font-face {{ font-family: "Portal Fang"; src: url({fang}) }}
@font-face {{ font-family: "Portal Kai"; src: url({kai}) }}
table {{ table-layout: auto }}
@page {{
  @bottom-left {{ content: "申报编号：SC2021790-0001-K"; font-size: 9pt }}
  @bottom-center {{ content: "内容摘要：3F2A 91BC 0D4E 77A1"; font-size: 9pt }}
  @bottom-right {{ content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font-size: 10.5pt }}
}}
"""
_plain_justify_line = inline.justify_line


def naive(html: str) -> bytes:
    """The first version's PDF of the same document."""
    css = NAIVE_CSS.format(fang=fonts.original_path("fang").as_uri(), kai=fonts.original_path("kai").as_uri())
    html = html.replace("</style>", css + "</style>").replace('"Portal Latin"', '"Liberation Serif"')
    inline.justify_line = _plain_justify_line
    try:
        return weasyprint.HTML(string=html).write_pdf()
    finally:
        justification.install()


def tuned(html: str) -> bytes:
    """Ours: laid out, then furniture stamped on."""
    return stamped(document_pdf(html).pdf, [furniture(FURNITURE)])


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU that a piece of work takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def compared(html: str) -> tuple[float, float]:
    """Median CPU of tuned and naive, in milliseconds."""
    tuned(html)
    pairs = [(cpu(lambda: tuned(html)), cpu(lambda: naive(html))) for _ in range(RUNS)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def bare_workbook(rows: list[list[str]]) -> None:
    """A table as openpyxl writes it fastest: no looks, no kinds, no second sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(io.BytesIO())


def ratio(value: float, unit: str, goal: float) -> dict:
    """One row of var/bench.json: a share of what it is compared with, which is 1."""
    return {"value": round(value, 3), "unit": unit, "goal": goal, "baseline": 1}


def run() -> dict[str, dict]:
    """Rows of the table of benchmarks; the unit says in milliseconds what was compared."""
    application = sample.sample_html("sample_application.html", sample.application_context())
    table = sample.sample_html("sample_recommendation.html", sample.recommendation_context(rows=300))
    ours, first = compared(application)
    ours_table, first_table = compared(table)
    plain = document_pdf(application).pdf
    press = SealPress(SealArt(sample.COMPANY, demo=True))
    stamps = [furniture(FURNITURE), press.at("seal-applicant"), press.at("seal-applicant-cover"), press.seam()]
    stamping = statistics.median(cpu(lambda: stamped(plain, stamps)) for _ in range(5))
    columns = [Column(f"列{number}", lambda row, at=number: row[at], width=10) for number in range(10)]
    rows = [[f"第{row}行，第{column}列" for column in range(10)] for row in range(1000)]
    about = About(title="基准", actor="基准", at=timezone.now())
    written = statistics.median(
        cpu(lambda: workbook_xlsx(columns=columns, rows=rows, about=about)) for _ in range(RUNS)
    )
    bare = statistics.median(cpu(lambda: bare_workbook(rows)) for _ in range(RUNS))
    return {
        "documents.application_ratio": ratio(ours / first, f"CPU {ours:.0f}/{first:.0f} ms, 19 pages", 0.5),
        "documents.table_300_ratio": ratio(
            ours_table / first_table, f"CPU {ours_table:.0f}/{first_table:.0f} ms, 300 rows", 0.5
        ),
        "documents.stamping_share": ratio(stamping / ours, f"CPU {stamping:.0f}/{ours:.0f} ms, 2 seals, seam", 0.2),
        "documents.workbook_ratio": ratio(written / bare, f"CPU {written:.0f}/{bare:.0f} ms, 1000 rows of 10", 2),
    }
