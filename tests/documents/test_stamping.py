import io

import pikepdf
import pytest
import segno
from PIL import ImageChops

from portal.documents.furniture import Furniture, furniture, watermark
from portal.documents.rendering import document_pdf
from portal.documents.seals import SEAM_PAGES, SealArt, SealPress, seam_groups
from portal.documents.stamping import AnchorMissing, anchor, anchors, stamped
from tests.documents import sample
from tests.documents.pdfs import page_count, pdf_fonts, pdf_picture, pdf_text, red_ink, reds, run_together

ART = SealArt(sample.COMPANY, demo=True)
PAGING = Furniture(
    number="SC2021790-0001-K", digest="3F2A 91BC 0D4E 77A1", verify_url="https://portal.example/verify/7K3M9QXA"
)


@pytest.fixture(scope="module")
def rendered() -> bytes:
    return document_pdf(sample.sample_html("sample_application.html", sample.application_context())).pdf


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def test_anchors_are_found_by_id(rendered):
    with opened(rendered) as document:
        found = anchors(document)
        assert {"seal-applicant", "seal-applicant-cover"} <= set(found)
        assert found["seal-applicant-cover"].page == 0
        assert found["seal-applicant"].page == page_count(rendered) - 1
        with pytest.raises(AnchorMissing, match="no-such-seal"):
            anchor(document, "no-such-seal")


def test_seal_is_red_ink_around_its_anchor_and_lets_text_through(rendered):
    pdf = stamped(rendered, [SealPress(ART).at("seal-applicant")])
    with opened(pdf) as document:
        place = anchor(document, "seal-applicant")
    before = pdf_picture(rendered, page=place.page + 1)
    after = pdf_picture(pdf, page=place.page + 1)
    x, y = place.x, after.height - place.y
    assert reds(before) == 0
    assert red_ink(after).getpixel((round(x), round(y))), "the star is in the middle"
    ring = ART.radius * 0.97
    for dx, dy in ((ring, 0), (-ring, 0), (0, ring), (0, -ring)):
        box = (round(x + dx) - 2, round(y + dy) - 2, round(x + dx) + 3, round(y + dy) + 3)
        assert reds(after, box) > 0
    beyond = round(ART.radius) + 3
    assert reds(after) == reds(after, (round(x) - beyond, round(y) - beyond, round(x) + beyond, round(y) + beyond))
    # Text under the seal is still black somewhere inside the ring, and still text.
    inside = after.crop((round(x - 40), round(y - 40), round(x + 40), round(y + 40)))
    assert sum(inside.convert("L").histogram()[:40]) > 20
    assert pdf_text(pdf) == pdf_text(rendered)


def test_seal_near_the_edge_moves_inward():
    html = '<html><body><a id="edge" style="position:absolute;left:0;top:0"></a>x</body></html>'
    pdf = stamped(document_pdf(html).pdf, [SealPress(ART).at("edge")])
    picture = pdf_picture(pdf, page=1)
    whole = pdf_picture(
        stamped(document_pdf(html.replace("left:0;top:0", "left:250pt;top:300pt")).pdf, [SealPress(ART).at("edge")]),
        page=1,
    )
    assert reds(picture) == pytest.approx(reds(whole), rel=0.05)


@pytest.mark.parametrize(
    "name", ["示例局", sample.COMPANY, "示例市" + "人工智能与数字经济产业创新发展促进中心" + "（示范区）"]
)
def test_seal_of_any_name_stays_inside_its_circle(name):
    art = SealArt(name, demo=True)
    html = '<html><body><a id="here" style="position:absolute;left:250pt;top:300pt"></a></body></html>'
    picture = pdf_picture(stamped(document_pdf(html).pdf, [SealPress(art).at("here")]), page=1, dpi=144)
    left, top, right, bottom = red_ink(picture).getbbox()
    assert (right - left) / 2 == pytest.approx(2 * art.radius, abs=2)
    assert (bottom - top) / 2 == pytest.approx(2 * art.radius, abs=2)


@pytest.mark.parametrize(("pages", "sizes"), [(1, []), (2, [2]), (15, [15]), (16, [8, 8]), (31, [10, 11, 10])])
def test_seam_seal_takes_at_most_fifteen_pages(pages, sizes):
    groups = seam_groups(pages)
    assert [len(group) for group in groups] == sizes
    assert [page for group in groups for page in group] == list(range(pages if pages > 1 else 0))
    assert all(len(group) <= SEAM_PAGES for group in groups)


def test_slices_of_the_seam_make_one_seal():
    body = "".join(f'<p style="break-before:page">{number}</p>' for number in range(6))
    html = f'<html><body><a id="here" style="position:absolute;left:200pt;top:300pt"></a>{body}</body></html>'
    plain = document_pdf(html).pdf
    pages = page_count(plain)
    pdf = stamped(plain, [SealPress(ART).seam()])
    slices = [pdf_picture(pdf, page=number + 1) for number in range(pages)]
    width = slices[0].width
    edge = 2 * ART.radius / pages
    for picture in slices:
        assert reds(picture) > 0
        assert reds(picture) == reds(picture, (int(width - edge) - 1, 0, width, picture.height))
    whole = pdf_picture(stamped(plain, [SealPress(ART).at("here")]), page=1)
    assert sum(map(reds, slices)) == pytest.approx(reds(whole), rel=0.1)


def test_a_single_page_has_no_seam():
    plain = document_pdf("<html><body>一页</body></html>").pdf
    assert reds(pdf_picture(stamped(plain, [SealPress(ART).seam()]), page=1)) == 0


def test_seal_is_drawn_once_however_often_it_stands(rendered):
    press = SealPress(ART)
    pdf = stamped(rendered, [press.at("seal-applicant"), press.at("seal-applicant-cover"), press.seam()])
    with opened(pdf) as document:
        drawings = {
            drawing.objgen
            for page in document.pages
            for drawing in page.resources.get("/XObject", {}).values()
            if "/Subtype" in drawing and drawing.Subtype == "/Form"
        }
    assert len(drawings) == 1


def test_furniture_is_on_every_page(rendered):
    pdf = stamped(rendered, [furniture(PAGING)])
    total = page_count(pdf)
    for number in range(1, total + 1):
        text = run_together(pdf_text(pdf, page=number))
        assert "申报编号：SC2021790-0001-K" in text
        assert "内容摘要：3F2A91BC0D4E77A1" in text
        assert f"第{number}页共{total}页" in text
        assert "核验码：7K3M9QXA" in text


def test_qr_code_is_the_codes_matrix(rendered):
    picture = pdf_picture(stamped(rendered, [furniture(PAGING)]), page=1, dpi=300).convert("L")
    rows = [list(row) for row in segno.make(PAGING.verify_url, error="m", micro=False).matrix]
    scale = 300 / 25.4
    left, top, module = 28 * scale, picture.height - 28 * scale, 16 * scale / len(rows)
    read = [
        [
            int(picture.getpixel((round(left + (column + 0.5) * module), round(top + (row + 0.5) * module))) < 128)
            for column in range(len(rows))
        ]
        for row in range(len(rows))
    ]
    assert read == rows


def test_draft_has_no_number_and_says_draft(rendered):
    pdf = stamped(rendered, [furniture(Furniture()), watermark("草稿", size=150)])
    text = run_together(pdf_text(pdf, page=1))
    assert "申报编号" not in text
    assert "第1页共" in text
    # The mark is outlines over the page: grey where there was only paper.
    before, after = pdf_picture(rendered, page=1), pdf_picture(pdf, page=1)
    assert sum(ImageChops.difference(before, after).convert("L").histogram()[10:]) > 5000


def test_reader_watermark_takes_rare_characters_and_other_pages_sizes():
    wide = sample.sample_html("sample_recommendation.html", sample.recommendation_context(rows=3))
    plain = document_pdf(wide).pdf
    pdf = stamped(plain, [watermark("昇玥 评审专家 2026-11-21", size=20, rows=3)])
    assert pdf_picture(pdf, page=1).tobytes() != pdf_picture(plain, page=1).tobytes()
    assert pdf_text(pdf) == pdf_text(plain)


def test_stamping_repeats_byte_for_byte(rendered, tmp_path):
    def made() -> bytes:
        press = SealPress(ART)
        return stamped(
            rendered,
            [furniture(PAGING), watermark("草稿"), press.at("seal-applicant"), press.seam()],
        )

    pdf = made()
    assert made() == pdf
    with opened(pdf) as document:
        assert document.check_pdf_syntax() == []
    assert all(" yes yes yes " in line for line in pdf_fonts(pdf, tmp_path)), "embedded, subset, with Unicode"
