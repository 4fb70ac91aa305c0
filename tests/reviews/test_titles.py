import pytest

from calls.models import Call
from reviews.titles import list_title, matter


@pytest.mark.parametrize(
    ("title", "about", "paper"),
    [
        (
            "四川省经济和信息化厅关于开展人工智能产业创新任务揭榜挂帅申报推荐工作的通知",
            "人工智能产业创新任务揭榜挂帅",
            "人工智能产业创新任务揭榜单位推荐表",
        ),
        (
            "关于组织开展2023年未来产业创新任务揭榜挂帅申报工作的通知",
            "2023年未来产业创新任务揭榜挂帅",
            "2023年未来产业创新任务揭榜单位推荐表",
        ),
        ("通用人工智能揭榜挂帅任务榜单", "通用人工智能揭榜挂帅任务榜单", "通用人工智能揭榜挂帅任务榜单揭榜单位推荐表"),
    ],
)
def test_titles_leave_out_the_words_of_a_notice(title, about, paper):
    call = Call(title=title)
    assert (matter(call), list_title(call)) == (about, paper)
