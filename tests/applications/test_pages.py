"""The applicant's pages through the test client: reached, saved, refused, and not there for others."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from applications.models import Application, ApplicationState, Evidence, Submission
from applications.selectors.deadlines import submit_until
from applications.services.saving import state_of
from applications.services.submitting import PrecheckFailed
from applications.services.versions import application_reopen
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.notifications.models import Message
from portal.scoping import system_scope
from portal.templatetags.portal import beijing_deadline
from portal.workflow import advance
from tests.applications.helpers import PROFILE, actor_of, agree, complete, make_world, save, start, submit, url
from tests.factories import make_direction, make_organisation
from tests.signing_in import sign_in

SECTIONS = ["profile", "participants", "product", "indicators", "task_plan", "evidence", "pledge"]


def test_every_page_of_a_draft(admin, world):
    application = start(world)
    pages = [
        reverse("applications:list"),
        reverse("applications:start", args=[world.call.public_id]),
        *[url(name, application) for name in ("detail", "recommender", "check", "withdraw")],
        *[url("section", application, key) for key in SECTIONS],
        url("version", application, 1),
    ]
    for page in pages:
        response = admin.get(page)
        assert response.status_code == 200, page
        assert "<h1" in response.content.decode()


def test_every_page_after_submission(admin, world):
    application = complete(world)
    submit(application, world.admin)
    for page in (url("detail", application), url("receipt", application, 1), url("version", application, 1)):
        assert admin.get(page).status_code == 200, page
    assert admin.get(url("check", application)).status_code == 302
    assert admin.get(url("receipt", application, 2)).status_code == 404
    assert admin.get(url("version", application, 9)).status_code == 404


def test_who_cannot_change_the_recommender_is_told_why_instead_of_asked(client, world):
    application = complete(world)
    reader = actor_of(Role.APPLICANT_READER, world.organisation)
    for actor, why in ((reader, "您的角色只能查看，不能填写。"), (world.admin, "推荐单位不能再更换。")):
        client.force_login(actor.user)
        page = client.get(url("recommender", application)).content.decode()
        assert why in page
        assert world.recommender.name in page
        assert '<button class="btn primary">' not in page
        if actor is reader:
            submit(application, world.admin)


def test_others_objects_are_not_there(client, world):
    application = complete(world)
    submit(application, world.admin)
    evidence = Evidence.objects.first()
    stranger = actor_of(Role.APPLICANT_ADMIN, make_organisation(is_applicant=True))
    client.force_login(stranger.user)
    for page in [
        *[url(name, application) for name in ("detail", "recommender", "check", "withdraw")],
        *[url("section", application, key) for key in SECTIONS],
        url("version", application, 1),
        url("receipt", application, 1),
        reverse("documents:file", args=[evidence.file.public_id]),
    ]:
        assert client.get(page).status_code == 404, page
    for page in [url("submit", application), url("evidence_add", application), url("reason", application)]:
        assert client.post(page).status_code == 404, page
    assert client.post(url("section", application, "product"), {"product_name": "x"}).status_code == 404


def test_starting_twice_from_one_page_is_one_draft(admin, world):
    page = reverse("applications:start", args=[world.call.public_id])
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', admin.get(page).content.decode())[1]
    answers = [admin.post(page, {"direction": str(world.direction.key), "key": key}) for _n in range(2)]
    assert answers[0].url == answers[1].url == reverse("applications:detail", args=[key])
    with system_scope("test"):
        assert Application.objects.count() == 1


def test_starting_without_a_direction_says_so(admin, world):
    response = admin.post(reverse("applications:start", args=[world.call.public_id]), {"key": str(uuid4())})
    assert response.status_code == 422
    assert "请选择一个任务方向" in response.content.decode()


def test_a_section_is_saved_by_its_button(admin, world):
    application = start(world)
    page = url("section", application, "product")
    response = admin.post(page, {"product_name": "激光雷达", "revision": "0", "continue": "1"})
    assert (response.status_code, response.url) == (302, url("section", application, "indicators"))
    application.current.refresh_from_db()
    assert application.current.product_name == "激光雷达"


def test_what_cannot_be_read_stays_on_the_page_and_the_rest_is_saved(admin, world):
    application = start(world)
    typed = PROFILE | {"revenue": "约一亿元", "leader_phone": "12345", "revision": "0"}
    response = admin.post(url("section", application, "profile"), typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "约一亿元" in page
    assert "请填写数字" in page
    assert "请填写 11 位手机号码" in page
    assert 'href="#id_revenue"' in page
    profile = application.current.profile
    profile.refresh_from_db()
    assert profile.revenue is None
    assert profile.rd_spending == 3000


def test_autosave_answers_in_json(admin, world):
    application = start(world)
    page = url("section", application, "product")
    response = admin.post(page, {"product_name": "激光雷达", "revision": "0"}, headers={"X-Autosave": "1"})
    assert response.json()["revision"] == 1
    assert re.fullmatch(r"\d\d:\d\d:\d\d", response.json()["saved_at"])
    assert response.json()["errors"] == {}


def test_the_second_writer_sees_both_texts(admin, world):
    application = start(world)
    save(application, "product", {"product_name": "同事写的"}, world.editor)
    page = url("section", application, "product")
    response = admin.post(page, {"product_name": "我写的", "revision": "0"}, headers={"X-Autosave": "1"})
    assert response.status_code == 409
    assert response.json()["who"] == world.editor.user.name
    assert response.json()["fields"] == [
        {"name": "product_name", "label": "揭榜产品名称", "theirs": "同事写的", "mine": "我写的"}
    ]
    response = admin.post(page, {"product_name": "我写的", "revision": "0"})
    text = response.content.decode()
    assert response.status_code == 409
    assert "同事写的" in text
    assert 'value="我写的"' in text
    revision = re.search(r'name="revision" value="(\d+)"', text)[1]
    assert admin.post(page, {"product_name": "我写的", "revision": revision}).status_code == 302


def test_an_unknown_section_is_not_there(admin, world):
    assert admin.get(url("section", start(world), "budget")).status_code == 404


def test_a_reader_sees_and_cannot_write(client, world):
    application = start(world)
    client.force_login(actor_of(Role.APPLICANT_READER, world.organisation).user)
    page = url("section", application, "product")
    assert "保存并继续" not in client.get(page).content.decode()
    assert client.post(page, {"product_name": "x", "revision": "0"}).status_code == 403


def test_submit_from_two_tabs_is_one_receipt(admin, world):
    application = complete(world)
    text = admin.get(url("check", application)).content.decode()
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', text)[1]
    answers = [admin.post(url("submit", application), {"key": key}) for _n in range(2)]
    assert answers[0].url == answers[1].url == url("receipt", application, 1)
    assert Submission.objects.count() == 1
    page = admin.get(answers[0].url).content.decode()
    submission = Submission.objects.get()
    assert submission.number in page
    assert " ".join(re.findall("....", submission.sha256.upper())) in page


def test_submitting_what_is_missing_shows_the_rules(admin, world):
    application = start(world)
    text = admin.get(url("check", application)).content.decode()
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', text)[1]
    response = admin.post(url("submit", application), {"key": key})
    assert response.status_code == 409
    assert "没有提交" in response.content.decode()


def test_a_key_that_is_none_answers_422(admin, world):
    assert admin.post(url("submit", start(world)), {"key": "x"}).status_code == 422


def test_writing_in_a_submitted_application_is_409(admin, world):
    application = complete(world)
    submit(application, world.admin)
    page = url("section", application, "product")
    revision = state_of(application.current, "product").revision
    assert admin.post(page, {"product_name": "x", "revision": revision}).status_code == 409


@pytest.mark.parametrize("key", ["x", "", str(uuid4())])
def test_submitting_what_is_not_open_any_more_is_409_with_the_reason(admin, world, key):
    application = complete(world)
    submit(application, world.admin)
    response = admin.post(url("submit", application), {"key": key})
    assert response.status_code == 409
    assert "申报现在是“推荐单位审核中”" in response.content.decode()
    assert "没有提交：下列条件不符合" not in response.content.decode()


def test_sections_of_what_is_closed_are_read_only_and_say_why(admin, world):
    application = complete(world)
    submit(application, world.admin)
    for key in SECTIONS:
        page = admin.get(url("section", application, key)).content.decode()
        assert "申报现在是“推荐单位审核中”，不能修改或提交。这里只能查看。" in page, key
        assert "<fieldset disabled>" in page or key == "evidence"
        assert 'type="file"' not in page
        assert "保存并继续" not in page


def test_answering_a_return(admin, world):
    application = complete(world)
    submit(application, world.admin)
    advance(application, "return", actor=world.officer, comment="请补充测试报告。")
    application_reopen(application=application)
    tasks = admin.get(url("detail", application)).content.decode()
    assert "请补充测试报告。" in tasks
    until = submit_until(Application._base_manager.get(pk=application.pk)).at
    assert f"答复截止 {beijing_deadline(until, 'minute')}" in tasks
    save(application, "product", {"product_name": "激光雷达二代"}, world.editor)
    version = admin.get(url("version", application, 2)).content.decode()
    assert "激光雷达二代" in version
    assert "1 处改动" in version
    assert admin.get(url("check", application)).context["summary"].blocking == 1, "the pledge is asked for anew"
    with pytest.raises(PrecheckFailed):
        submit(application, world.admin)
    agree(application, world.admin)
    submission = submit(application, world.admin)
    assert submission.version.number == 2
    assert submission.number != application.number
    assert admin.get(url("receipt", application, 2)).status_code == 200


def test_the_receipt_shows_sizes_as_people_read_them_and_one_word_for_the_number(admin, world):
    application = complete(world)
    submission = submit(application, world.admin)
    page = admin.get(url("receipt", application, 1)).content.decode()
    size = Evidence.objects.first().file.blob.size
    assert f"{size}\xa0字节" in page
    assert re.search(rf"申报编号\s*<b class=\"big\">{submission.number}</b>", page)
    (mail,) = Message.objects.visible_to(world.admin)
    for text in (page, mail.body, admin.get(url("version", application, 1)).content.decode()):
        assert "受理编号" not in text
        assert "申报编号" in text


def test_withdrawing(admin, world):
    application = start(world)
    assert admin.post(url("withdraw", application), {"reason": ""}).status_code == 422
    assert admin.post(url("withdraw", application), {"reason": "不再申报"}).status_code == 302
    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN
    assert "已撤回" in admin.get(url("detail", application)).content.decode()


def test_nothing_of_the_review_is_told_to_the_applicant(admin, world):
    application = complete(world)
    submit(application, world.admin)
    pages = set()
    for state in (ApplicationState.IN_REVIEW, ApplicationState.REVIEWED):
        Application._base_manager.filter(pk=application.pk).update(state=state, sent_at=application.created_at)
        text = admin.get(url("detail", application)).content.decode()
        pages.add(re.sub(r'csrf[^>]*?(content|value)="[^"]*"', "", text))
    assert len(pages) == 1


def test_the_list_filters_and_costs_the_same(admin, world, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    start(world)
    page = reverse("applications:list")
    admin.get(page)
    with CaptureQueriesContext(connection) as one:
        admin.get(page)
    for _number in range(29):
        start(world)
    with django_assert_num_queries(len(one)):
        text = admin.get(page).content.decode()
    assert "共 30 条" in text
    assert "没有符合条件的申报" in admin.get(page, {"state": "issuer"}).content.decode()
    assert admin.get(page, {"page": "2", "q": "'; --"}).status_code == 200


def test_the_task_list_costs_the_same_for_many_indicators(admin, world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    few = make_direction(call=world.call, indicators=({"comparator": ">=", "value": 1},))
    many = make_direction(call=world.call, indicators=tuple({"comparator": ">=", "value": n} for n in range(30)))
    counts = []
    for direction in (few, many):
        application = start(world, direction=direction)
        for page in ("detail", "check"):
            admin.get(url(page, application))
            with CaptureQueriesContext(connection) as queries:
                admin.get(url(page, application))
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_the_officer_chooses_a_form(client, db):
    world = make_world(published=False)
    page = reverse("applications:office_form", args=[world.call.public_id])
    sign_in(client, world.issuing)
    assert client.get(page).status_code == 200
    assert "揭榜任务基本信息" in client.get(page, {"preset": "henan2023"}).content.decode()
    assert client.get(page, {"preset": "nothing"}).status_code == 200
    assert client.post(page, {"preset": "nothing"}).status_code == 422
    sign_in(client, actor_of(Role.ISSUING_OFFICER, make_organisation(is_issuer=True)))
    assert client.get(page).status_code == 404


def test_a_unit_that_is_not_active_learns_at_the_top_what_to_do_and_whom_to_call(admin, world):
    application = complete(world)
    pages = [url("detail", application), url("check", application)]
    for page in pages:
        assert 'id="inactive"' not in admin.get(page).content.decode()
    Organisation._base_manager.filter(pk=world.organisation.pk).update(state="pending", activated_at=None)
    Organisation._base_manager.filter(pk=world.recommender.pk).update(contact_phone="028-00000001")
    for page in pages:
        shown = admin.get(page).content.decode()
        top = shown.partition("</h1>")[2][:1200]
        assert "本单位尚未激活" in top
        assert "请联系推荐单位成都市经济和信息化局" in top
        assert "028-00000001" in top
    Application._base_manager.filter(pk=application.pk).update(recommender=None)
    assert "请先选择推荐单位" in admin.get(pages[0]).content.decode()
