"""Step 5: the bureau returns, recommends, declines, ranks, seals and sends."""

from datetime import timedelta

from tests.browser.chain import NOW, Chain
from tests.browser.material import CHIP, CLOUD, CLOUD_CHIP, DIRECTION, EDGE_CHIP, EEG, LIDAR
from tests.browser.pages.bureau import Bureau
from tests.documents.pdfs import pdf_text, run_together


def return_and_answer(chain: Chain) -> None:
    """Returned with comments, answered with version 2; version 1 stays readable, the change is shown."""
    bureau = Bureau(chain.staff(chain.offices.bureau_officer))
    bureau.todo()
    comment = "请补充路测里程的证明，并把道路测试写具体。"
    bureau.return_(LIDAR, comment=comment, until=NOW + timedelta(days=3))

    chip = chain.applicant(CHIP)
    session = chip.session
    session.open("/messages/")
    session.sees("退回")
    chip.open_own(LIDAR)
    session.sees(comment, "第 2 版草稿")
    chip.open_section("揭榜任务书")
    longer = "样机已完成五万公里道路测试，累计投入研发经费四千万元。"
    chip.fill_section({"part-base_progress": longer})
    chip.open_section("揭榜任务承诺书")  # ticked for the first version, it is ticked anew for this one
    chip.fill_section(CHIP.pledge)
    chip.check()
    chip.submit()
    session.sees("第 2 版")
    session.follow("查看提交的内容")
    session.sees("1 处改动", "两万公里", "五万公里")
    session.follow("第 1 版", within=session.page.locator("main"))
    session.sees("两万公里")
    session.sees_not("五万公里")

    bureau.open_application(LIDAR)
    bureau.session.sees("第 2 版与第 1 版相比，改动 1 处", "五万公里", comment)
    bureau.session.fits_a_phone()


def recommend(chain: Chain) -> None:
    """Three recommended with reasons, one declined; ranked by arrow and by number; sealed and sent."""
    bureau = Bureau(chain.staff(chain.offices.bureau_officer))
    bureau.recommend(LIDAR, reason="技术路线先进，已装车验证。")
    bureau.recommend(CLOUD_CHIP, reason="算力指标领先，生态完善。")
    bureau.recommend(EEG, reason="脑机接口方向的补充。")
    bureau.decline(EDGE_CHIP, reason="与本方向不符，建议另行申报。")

    bureau.open_ranking()
    assert bureau.order() == [LIDAR, CLOUD_CHIP, EEG]
    bureau.session.fits_a_phone()
    bureau.move_up(EEG)
    assert bureau.order() == [LIDAR, EEG, CLOUD_CHIP]
    bureau.give_number(CLOUD_CHIP, 1)
    assert bureau.order() == [CLOUD_CHIP, LIDAR, EEG]
    bureau.send()

    paper = pdf_text(bureau.paper())
    words = run_together(paper)
    for text in (chain.offices.bureau.name, CHIP.name, CLOUD.name, DIRECTION, "技术路线先进，已装车验证。"):
        assert run_together(text) in words
    for text in (CHIP.contact, CHIP.phone, CLOUD.contact, CLOUD.phone):
        assert text in words
    assert words.index(CLOUD_CHIP) < words.index(LIDAR) < words.index(EEG)
    assert EDGE_CHIP not in words

    cloud = chain.applicant(CLOUD)
    cloud.open_own(EDGE_CHIP)
    cloud.session.sees("与本方向不符，建议另行申报。")
    cloud.session.fits_a_phone()
