"""The expert's pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.models import Assignment, ReviewRound, Scorecard
from tests.reviews.helpers import accepted, make_expert, open_round
from tests.signing_in import sign_in


@pytest.fixture
def task(world):
    experts = [make_expert(), make_expert()]
    open_round(world, accepted(world), experts)
    return Assignment.objects.visible_to(experts[0]).get(), experts[0], experts[1]


def url(name, *args):
    return reverse(f"reviews:{name}", args=args)


def scores(assignment, *values, **more):
    criteria = assignment.round.criteria.all()
    return {f"score-{one.pk}": value for one, value in zip(criteria, values, strict=True)} | {"comment": ""} | more


def test_before_the_declaration_only_names_are_shown(client, task):
    assignment, expert, _other = task
    browser = sign_in(client, expert)
    listing = browser.get(url("assignment_list")).content.decode()
    page = browser.get(url("declare", assignment.public_id)).content.decode()
    for text in (listing, page):
        assert assignment.application.organisation.name in text
        assert "车规级固态激光雷达" not in text
        assert assignment.application.number not in text
    assert browser.get(url("assignment", assignment.public_id)).url == url("declare", assignment.public_id)


def test_declare_score_save_hand_in(client, task):
    assignment, expert, _other = task
    browser = sign_in(client, expert)
    declare, page = url("declare", assignment.public_id), url("assignment", assignment.public_id)
    assert browser.post(declare, {"conflict": "yes", "reason": ""}).status_code == 422
    assert browser.post(declare, {"conflict": "no", "reason": ""}).url == page
    text = browser.get(page).content.decode()
    assert "车规级固态激光雷达" in text
    assert "场景与用户" in text
    assert "13800000001" not in text
    assert "138****0001" not in text
    answer = browser.post(page, scores(assignment, "90", "11", action="save"))
    assert answer.status_code == 422
    assert 'value="11"' in answer.content.decode()
    assert browser.post(page, scores(assignment, "90", "", action="save")).status_code == 302
    assert "<b data-total>54.00</b>" in browser.get(page).content.decode()
    answer = browser.post(page, scores(assignment, "90", "", action="hand_in"))
    assert answer.status_code == 422
    assert "请打分" in answer.content.decode()
    assert "请写明评审意见" in answer.content.decode()
    done = browser.post(page, scores(assignment, "90", "9.5", action="hand_in", comment="好"), follow=True)
    assert "评分已交" in done.content.decode()
    assert "92.00" in browser.get(page).content.decode()
    assert browser.post(page, scores(assignment, "1", "1", action="save")).status_code == 409
    assert browser.get(declare).url == page


def test_what_comes_too_late_is_refused_and_stays_on_the_page(client, task):
    assignment, expert, _other = task
    browser = sign_in(client, expert)
    page = url("assignment", assignment.public_id)
    browser.post(url("declare", assignment.public_id), {"conflict": "no", "reason": ""})
    due = timezone.now() - timedelta(minutes=1)
    ReviewRound._base_manager.filter(pk=assignment.round_id).update(due_at=due)
    text = browser.get(page).content.decode()
    assert "已过，不能再保存或提交评分" in text
    assert "交评分</button>" not in text
    for action in ("save", "hand_in"):
        answer = browser.post(page, scores(assignment, "90", "9.5", action=action, comment="目标明确"))
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "联系发榜单位延长评分截止" in text
        assert 'value="9.5"' in text
        assert "目标明确" in text
    assert not Scorecard.objects.exists()
    ReviewRound._base_manager.filter(pk=assignment.round_id).update(due_at=due + timedelta(hours=1))
    answer = browser.post(page, scores(assignment, "90", "9.5", action="hand_in", comment="目标明确"))
    assert answer.status_code == 302


def test_recuse(client, task):
    assignment, expert, _other = task
    browser = sign_in(client, expert)
    declare = url("declare", assignment.public_id)
    assert browser.post(declare, {"conflict": "yes", "reason": "曾合作"}).url == url("assignment_list")
    assert browser.get(url("assignment", assignment.public_id)).url == url("assignment_list")
    assert "已回避" in browser.get(url("assignment_list")).content.decode()


def test_other_experts_tasks_are_not_there(client, task):
    assignment, _expert, other = task
    browser = sign_in(client, other)
    assert browser.get(url("declare", assignment.public_id)).status_code == 404
    assert browser.get(url("assignment", assignment.public_id)).status_code == 404
    assert browser.post(url("assignment", assignment.public_id), {}).status_code == 404
