"""Step 1: the officer makes a call of a document and publishes it."""

from tests.browser import material
from tests.browser.chain import APPLICANTS_UNTIL, CITIES_UNTIL, Chain
from tests.browser.pages.officer import Officer
from tests.calls.importing.seeds import seed_path, truth


def publish(chain: Chain) -> None:
    """The officer makes a call of the document and publishes it; everybody sees its 18 directions."""
    titles = [direction["title"] for direction in truth("003")["directions"]]
    officer = Officer(chain.staff(chain.offices.officer))
    officer.import_document(seed_path("003"))
    officer.session.sees("任务方向 18 个", material.CALL, "川经信软信函〔2021〕790号")
    read = officer.directions_read()
    assert list(read) == ["核心基础", "智能产品", "公共支撑", "其他"]
    assert [title for group in read.values() for title in group] == titles
    officer.create_call()
    officer.set_deadlines(applicants=APPLICANTS_UNTIL, cities=CITIES_UNTIL, cities_clock="17:00")
    rules = officer.rules()
    assert "每个申报主体申报不超过3个项目" in rules
    assert "每个申报主体只能通过1个推荐单位推荐" in rules
    officer.publish()

    visitor = chain.visitor()
    visitor.open("/")
    visitor.fits_a_phone()
    visitor.follow(material.CALL)
    visitor.sees("共 18 个任务方向", "川经信软信函〔2021〕790号", "每个申报主体申报不超过3个项目")
    shown = visitor.page.locator(".directions a").all_inner_texts()
    assert shown == titles
    visitor.fits_a_phone()
