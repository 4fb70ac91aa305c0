"""Step 6: the province receives, checks, has reviewed, decides, announces and exports."""

import io
from datetime import timedelta

import openpyxl
from playwright.sync_api import expect

from tests.browser.chain import NOW, Chain
from tests.browser.material import CHIP, CLOUD, CLOUD_CHIP, EEG, LIDAR
from tests.browser.pages.expert import Expert
from tests.browser.pages.issuer import Issuer

#: Words that would tell a result.
RESULTS = ("入围", "储备", "拟定")


def receive_and_check(chain: Chain) -> None:
    issuer = Issuer(chain.staff(chain.offices.officer))
    issuer.receive_all()
    issuer.check(LIDAR, passed=True)
    issuer.check(CLOUD_CHIP, passed=True)
    issuer.check(EEG, passed=False, reason="证明材料未加盖公章，不符合报送要求。")
    issuer.session.open("/office/eligibility/?state=ineligible")
    issuer.session.sees(EEG)
    issuer.session.fits_a_phone()


def review(chain: Chain) -> None:
    """Two experts an application; one steps back and is replaced; scores by weighted criteria."""
    first, second, third = chain.offices.experts
    issuer = Issuer(chain.staff(chain.offices.officer))
    issuer.new_round(due_at=NOW + timedelta(days=20), weights=(40, 10, 25, 25))
    for product in (LIDAR, CLOUD_CHIP):
        issuer.assign(product, (first.name, second.name))
    issuer.open_round()

    stepping_back = Expert(chain.staff(second))
    stepping_back.recuse(CLOUD.name, reason="曾在该单位任职。")
    issuer.see_round()
    issuer.session.sees("曾在该单位任职。", "还不能结束评审")
    issuer.assign(CLOUD_CHIP, (third.name,))
    issuer.session.fits_a_phone()

    for person, organisation, scores in (
        (first, CHIP.name, (90, 80, 88, 92)),
        (first, CLOUD.name, (70, 80, 60, 72)),
        (second, CHIP.name, (84, 90, 80, 88)),
        (third, CLOUD.name, (76, 70, 68, 80)),
    ):
        expert = Expert(chain.staff(person))
        expert.accept(organisation)
        expert.session.sees("整机功耗" if organisation == CHIP.name else "云端")
        expert.session.sees_not(CHIP.phone, CLOUD.phone)
        expert.session.fits_a_phone()
        expert.score(scores, comment=f"{person.name}：路线清楚，指标可测。")

    issuer.see_round()
    issuer.close_round()
    # 90·40 % + 80·10 % + 88·25 % + 92·25 % = 89.00, with 84.60 of the second: 86.80.
    issuer.session.sees("89.00", "84.60", "86.80")
    issuer.session.fits_a_phone()


def decide_and_announce(chain: Chain) -> None:
    """Decided in private, public at once: before the notice nobody outside the office can tell anything."""
    issuer = Issuer(chain.staff(chain.offices.officer))
    issuer.decide((LIDAR,), "拟入围")
    issuer.decide((CLOUD_CHIP,), "拟未入围")
    issuer.decide((CLOUD_CHIP,), "列入储备")
    issuer.session.fits_a_phone()

    chip, cloud, visitor = chain.applicant(CHIP), chain.applicant(CLOUD), chain.visitor()
    for applicant, product in ((chip, LIDAR), (cloud, CLOUD_CHIP)):
        applicant.open_own(product)
        applicant.session.sees_not(*RESULTS)
        applicant.session.open("/messages/")
        assert "公示" not in applicant.session.page.locator(".inbox").inner_text()
    visitor.open("/notices/")
    visitor.sees("还没有公示")

    notice = issuer.announce(objections_until=NOW + timedelta(days=30))
    visitor.open(notice)
    visitor.sees("入围名单（1 项）", CHIP.name, LIDAR, "储备名单（1 项）", CLOUD.name, CLOUD_CHIP)
    visitor.sees_not("未入围", EEG)
    visitor.fits_a_phone()
    for applicant, product, result in ((chip, LIDAR, "入围"), (cloud, CLOUD_CHIP, "储备")):
        applicant.session.open(notice)
        applicant.session.sees("本单位的结果")
        assert result in applicant.session.page.locator(".note").filter(has_text=product).inner_text()
        applicant.session.open("/messages/")
        expect(applicant.session.page.locator(".inbox li.unread").first).to_contain_text("公示")
        applicant.open_own(product)
        assert result in applicant.session.page.locator("dd:has-text('查看公示') .tag").inner_text()


def export(chain: Chain) -> None:
    """The shortlist as the worker wrote it, cell by cell."""
    issuer = Issuer(chain.staff(chain.offices.officer))
    book = openpyxl.load_workbook(io.BytesIO(issuer.export_shortlist()))
    sheet = book.worksheets[0]
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    found = {row[header.index("揭榜产品")]: dict(zip(header, row, strict=True)) for row in rows}
    assert set(found) == {LIDAR, CLOUD_CHIP}
    lidar = found[LIDAR]
    assert (lidar["统一社会信用代码"], lidar["手机"]) == (CHIP.code, CHIP.phone)
    assert all(isinstance(lidar[name], str) for name in ("统一社会信用代码", "手机"))
    assert "入围" in lidar["结果"]
    assert found[CLOUD_CHIP]["储备"] == "是"
    code = sheet.cell(row=2, column=header.index("统一社会信用代码") + 1)
    assert (code.data_type, code.number_format) == ("s", "@")
    assert sheet.freeze_panes
    assert sheet.auto_filter.ref
    about = " ".join(str(cell.value) for row in book["导出说明"].iter_rows() for cell in row)
    assert chain.offices.officer.name in about
    assert chain.offices.issuer.name in about


def audit(chain: Chain) -> None:
    """The auditor finds publication, decisions and export in the log."""
    auditor = chain.staff(chain.offices.auditor)
    auditor.open("/audit/")
    auditor.fits_a_phone()
    auditor.sees(chain.offices.officer.name, "导出")
