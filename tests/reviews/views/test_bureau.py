"""The recommender's pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from portal.documents.models import Export
from reviews.models import ReturnNote
from reviews.services.ranking import list_reorder, order_of
from tests.factories import make_actor, make_organisation
from tests.reviews.helpers import handed_in, recommended, sent, the_list
from tests.signing_in import sign_in


@pytest.fixture
def officer(client, world):
    return sign_in(client, world.bureau)


def url(name, *args):
    return reverse(f"reviews:{name}", args=args)


def test_todo_shows_figures_and_the_next_step(officer, world):
    page = officer.get(url("bureau_todo"))
    assert "没有待办" in page.content.decode()
    recommended(world)
    handed_in(world)
    text = officer.get(url("bureau_todo")).content.decode()
    assert "<b>1</b>待处理" in text
    assert "<b>2</b>全部" in text
    assert "审核 1 项申报" in text
    assert "新注册的单位" not in text
    region = world.bureau.organisation.region
    make_organisation(region=region, is_applicant=True, state="pending")
    assert "核对 1 家新注册的单位" in officer.get(url("bureau_todo")).content.decode()


def test_the_list_filters_sorts_and_searches(officer, world):
    first = handed_in(world, name="示例甲公司", product="激光雷达")
    second = recommended(world, name="示例乙公司", product="推断加速卡")
    rows = lambda query: [one.pk for one in officer.get(url("bureau_list") + query).context["page"]]  # noqa: E731
    assert rows("?state=submitted") == [first.pk]
    assert rows("?state=recommended") == [second.pk]
    assert rows("?q=加速") == [second.pk]
    assert rows("?q=示例甲") == [first.pk]
    assert rows("?direction=1&sort=organisation") == [first.pk, second.pk]
    assert rows("?sort=-organisation") == [second.pk, first.pk]
    assert rows("?direction=x") == rows("?state=nonsense") == rows("?direction=2") == []
    assert officer.get(url("bureau_list") + "?call=nonsense").status_code == 404


def test_the_export_repeats_the_filters_of_the_page(officer, world):
    handed_in(world)
    answer = officer.post(
        url("bureau_export"), {"call": str(world.call.public_id), "state": "submitted", "q": "示例", "sort": ""}
    )
    export = Export.objects.visible_to(world.bureau).get()
    assert answer.url == reverse("documents:export", args=[export.public_id])
    assert export.filters == {"call": str(world.call.public_id), "state": "submitted", "q": "示例"}


def test_other_bureaus_rows_are_not_there(client, world):
    application = recommended(world)
    list_ = the_list(world)
    other = sign_in(client, make_actor(role="bureau_officer"))
    for name, args in [
        ("bureau_application", [application.public_id]),
        ("bureau_return", [application.public_id]),
        ("bureau_recommend", [application.public_id]),
        ("bureau_decline", [application.public_id]),
        ("bureau_reconsider", [application.public_id]),
        ("bureau_ranking", [list_.public_id]),
        ("bureau_send", [list_.public_id]),
    ]:
        assert other.get(url(name, *args)).status_code == 404, name
    assert other.post(url("bureau_reorder", list_.public_id), {"order": ""}).status_code == 404
    assert other.get(url("bureau_list") + f"?call={world.call.public_id}").status_code == 404
    assert not other.get(url("bureau_list")).context["page"].object_list


def test_the_application_page_shows_version_actions_and_notes(officer, world):
    application = handed_in(world)
    text = officer.get(url("bureau_application", application.public_id)).content.decode()
    assert "车规级固态激光雷达" in text
    assert url("bureau_recommend", application.public_id) in text
    assert "13800000001" not in text
    assert officer.get(url("bureau_application", application.public_id) + "?version=2").status_code == 404
    assert officer.get(url("bureau_application", application.public_id) + "?version=x").status_code == 404


def test_return(officer, world):
    application = handed_in(world)
    page = url("bureau_return", application.public_id)
    assert officer.get(page).status_code == 200
    late = timezone.localtime() + timedelta(days=90)
    answer = officer.post(page, {"comment": "请补充", "until": f"{late:%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 422
    assert "不能晚于推荐单位的报送截止时间" in answer.content.decode()
    assert "请补充" in answer.content.decode()
    until = timezone.localtime() + timedelta(days=2)
    answer = officer.post(page, {"comment": "请补充", "until": f"{until:%Y-%m-%dT%H:%M}"}, follow=True)
    assert "已退回" in answer.content.decode()
    assert ReturnNote.objects.get().until == until.replace(second=0, microsecond=0)
    assert officer.get(page).status_code == 409


@pytest.mark.parametrize(("name", "state"), [("bureau_recommend", "recommended"), ("bureau_decline", "declined")])
def test_recommend_and_decline_ask_for_a_reason(officer, world, name, state):
    application = handed_in(world)
    page = url(name, application.public_id)
    answer = officer.post(page, {"reason": "  "})
    assert answer.status_code == 422
    assert "请先改正下列问题" in answer.content.decode()
    assert officer.post(page, {"reason": "省级重点实验室"}).status_code == 302
    application.refresh_from_db()
    assert application.state == state
    assert officer.post(page, {"reason": "再一次"}).status_code == 409
    assert officer.post(url("bureau_reconsider", application.public_id), {"reason": "误操作"}).status_code == 302
    application.refresh_from_db()
    assert application.state == "submitted"


def test_recommend_several_each_with_its_reason(officer, world):
    first, second = handed_in(world), handed_in(world)
    query = f"?application={first.public_id}&application={second.public_id}"
    page = url("bureau_recommend_many") + query
    assert first.organisation.name in officer.get(page).content.decode()
    one, other = f"reason-{first.public_id}", f"reason-{second.public_id}"
    refused = officer.post(page, {one: "理由一", other: " "})
    assert refused.status_code == 422
    # Two applications of one organisation are told apart by their numbers, in the list of what is missing too.
    assert f"{second.number} {second.organisation.name}" in refused.content.decode()
    assert "请填写推荐理由。" in refused.content.decode()
    assert officer.post(page, {one: "理由一", other: "理由二"}).url == url("bureau_recommendations")
    rows = the_list(world).recommendations.values_list("application", "reason")
    assert list(rows) == [(first.pk, "理由一"), (second.pk, "理由二")]
    assert officer.get(page).status_code == 409
    assert officer.get(url("bureau_recommend_many")).status_code == 302
    assert officer.get(url("bureau_recommend_many") + "?application=x").status_code == 404
    assert officer.get(url("bureau_recommend_many") + f"?application={world.call.public_id}").status_code == 404


def post_order(officer, list_, **data):
    shown = ",".join(map(str, order_of(list_)))
    values = {"revision": list_.revision, "shown": shown, "order": ""}
    return officer.post(url("bureau_reorder", list_.public_id), values | data)


def test_up_down_numbers_and_dragging(officer, world):
    for _number in range(3):
        recommended(world)
    list_ = the_list(world)
    a, b, c = order_of(list_)
    answer = post_order(officer, list_, move=f"{c}:up")
    assert answer.url == url("bureau_ranking", list_.public_id) + f"#row-{c}"
    assert order_of(list_) == [a, c, b]
    post_order(officer, the_list(world), move=f"{a}:down")
    assert order_of(list_) == [c, a, b]
    post_order(officer, the_list(world), **{f"rank-{c}": "1", f"rank-{a}": "2", f"rank-{b}": "1"})
    assert order_of(list_) == [b, c, a]
    post_order(officer, the_list(world), order=f"{a},{b},{c}")
    assert order_of(list_) == [a, b, c]
    answer = post_order(officer, the_list(world), **{f"rank-{a}": "第一"})
    assert order_of(list_) == [a, b, c]
    assert officer.get(answer.url).content.decode().count("序号应为整数") == 1
    assert post_order(officer, the_list(world), move="x:up").status_code == 302
    assert post_order(officer, the_list(world), move="999999:up").status_code == 409


def test_a_conflict_shows_both_orders_and_can_be_settled(officer, world):
    for _number in range(3):
        recommended(world)
    stale = the_list(world)
    a, b, c = order_of(stale)
    shown = f"{a},{b},{c}"
    second = make_actor(role="bureau_officer", organisation=world.recommender)
    list_reorder(list_=stale, order=[b, a, c], revision=stale.revision, actor=second)
    answer = officer.post(
        url("bureau_reorder", stale.public_id), {"revision": stale.revision, "shown": shown, "move": f"{c}:up"}
    )
    assert answer.status_code == 409
    assert [row.pk for row in answer.context["standing"]] == [b, a, c]
    assert [row.pk for row in answer.context["wanted"]] == [a, c, b]
    assert order_of(stale) == [b, a, c]
    settled = {"revision": answer.context["conflict"].revision, "order": answer.context["wanted_order"]}
    assert officer.post(url("bureau_reorder", stale.public_id), settled).status_code == 302
    assert order_of(stale) == [a, c, b]


def test_the_ranking_page_marks_what_is_beyond_the_quota(officer, world):
    world.call.recommendation_quota = 1
    world.call.save(update_fields=["recommendation_quota"])
    recommended(world)
    recommended(world)
    text = officer.get(url("bureau_ranking", the_list(world).public_id)).content.decode()
    assert text.count('class="cut"') == 1
    assert "限额 1 项" in text
    assert "虚线以下超出限额，不随推荐表报送" in text


def test_the_confirm_page_names_who_stays_behind_and_so_does_the_list_afterwards(officer, world):
    world.call.recommendation_quota = 1
    world.call.save(update_fields=["recommendation_quota"])
    first, second = recommended(world, name="示例甲公司"), recommended(world, name="示例乙公司")
    page = url("bureau_send", the_list(world).public_id)
    text = officer.get(page).content.decode()
    preview, behind = text.split("下列 1 项超出限额（1 项），不随推荐表报送")
    assert "示例甲公司" in preview
    assert "示例乙公司" not in preview
    assert "示例乙公司" in behind
    assert "将这 1 项报送" in behind
    assert officer.post(page, {"sure": "1", "revision": "1"}).status_code == 409
    after = officer.post(page, {"sure": "1", "revision": the_list(world).revision}, follow=True).content.decode()
    assert "超出限额，未报送（1 项）" in after
    rows = lambda state: [one.pk for one in officer.get(f"{url('bureau_list')}?state={state}").context["page"]]  # noqa: E731
    assert rows("sent") == [first.pk]
    assert rows("beyond_quota") == [second.pk]
    assert rows("declined") == []
    text = officer.get(url("bureau_application", second.public_id)).content.decode()
    assert "没有随推荐表报送，已通知申报单位" in text
    assert url("bureau_reconsider", second.public_id) not in text
    assert "1 项超出限额，未报送" in officer.get(url("bureau_todo")).content.decode()


def test_preview_names_obstacles_and_sending_needs_a_tick(officer, world):
    recommended(world)
    waiting = handed_in(world)
    page = url("bureau_send", the_list(world).public_id)
    assert "还有 1 项申报没有处理" in officer.get(page).content.decode()
    assert officer.post(page, {"sure": "1"}).status_code == 409
    officer.post(url("bureau_decline", waiting.public_id), {"reason": "理由"})
    assert officer.post(page, {}).status_code == 422
    assert the_list(world).sent_at is None
    answer = officer.post(page, {"sure": "1"}, follow=True)
    assert "已报送" in answer.content.decode()
    assert "推荐表" in answer.content.decode()
    assert officer.get(page).status_code == 302
    assert officer.post(page, {"sure": "1"}).status_code == 409


def test_lists(officer, world):
    assert "还没有推荐表" in officer.get(url("bureau_recommendations")).content.decode()
    sent(world)
    assert "已报送" in officer.get(url("bureau_recommendations")).content.decode()


def test_applicants_have_no_business_here(client, world):
    application = handed_in(world)
    actor = make_actor(role="applicant_admin", organisation=application.organisation)
    assert sign_in(client, actor).get(url("bureau_todo")).status_code == 403
    assert Application.objects.visible_to(actor).exists()
