"""A return opens the next version as a clone; the old one stays as it was and can be read."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.documents import application_form_title
from applications.selectors.reading import changes_between, version_context
from applications.services.evidence import evidence_add, evidence_remove
from applications.services.versions import application_reopen
from calls.models.call import DeadlineKind
from portal.accounts.roles import Role
from portal.documents.services.files import file_bytes
from portal.workflow import StateConflict, advance
from tests.applications.helpers import actor_of, agree, complete, pdf, save, start, submit
from tests.signing_in import sign_in


@pytest.fixture
def returned(world):
    application = complete(world)
    submit(application, world.admin)
    advance(application, "return", actor=world.officer, comment="请补充。")
    application_reopen(application=application)
    application.refresh_from_db()
    return application


def test_everything_is_cloned(returned):
    old = returned.submitted_version
    assert returned.current.number == 2
    assert changes_between(old=old, new=returned.current) == []
    assert (old.pledge.agreed, returned.current.pledge.agreed) == (True, False), "promised anew for the new version"
    for rows in ("answers", "narratives", "participants", "commitments", "evidence", "section_states"):
        assert getattr(old, rows).count() == getattr(returned.current, rows).count(), rows
    assert old.is_frozen
    assert not returned.current.is_frozen


def test_opening_twice_is_one_version(returned):
    assert application_reopen(application=returned).pk == returned.current_id
    assert returned.versions.count() == 2


def test_a_draft_is_not_reopened(world):
    with pytest.raises(StateConflict):
        application_reopen(application=start(world))


def test_differences_are_told_by_input(returned, world):
    save(returned, "product", {"product_name": "二代"}, world.editor)
    save(returned, "participants", {"p0-name": "示例大学"}, world.editor)
    evidence = returned.current.evidence.filter(kind="revenue").get()
    evidence_remove(application=returned, evidence_id=evidence.pk, actor=world.editor)
    upload = SimpleUploadedFile("新的.pdf", pdf("new"))
    evidence_add(application=returned, kind="revenue", upload=upload, not_secret=True, actor=world.editor)
    found = {
        (c.section, c.label): (c.old, c.new)
        for c in changes_between(old=returned.submitted_version, new=returned.current)
    }
    assert found["揭榜产品概述", "揭榜产品名称"] == ("车规级固态激光雷达", "二代")
    assert found["参与单位", "第 1 家单位名称"] == ("", "示例大学")
    assert ("揭榜单位相关证明材料", "揭榜单位上一财年主营业务收入证明材料") in found


def test_differences_show_no_phone_in_full(returned, world):
    save(returned, "profile", {"contact_phone": "13800138001"}, world.editor)
    save(returned, "pledge", {"agreed": "on", "contact_phone": "13800138002"}, world.editor)
    changes = changes_between(old=returned.submitted_version, new=returned.current)
    assert [c.new for c in changes if "手机" in c.label or "电话" in c.label] == ["138****8001", "138****8002"]
    assert not any(digits in f"{c.old}{c.new}" for c in changes for digits in ("13800138001", "13800138002"))


def test_what_the_old_version_cites_stays(returned, world):
    old = returned.submitted_version.evidence.get(kind="revenue")
    mine = returned.current.evidence.get(kind="revenue")
    evidence_remove(application=returned, evidence_id=mine.pk, actor=world.editor)
    assert file_bytes(old.file) == pdf("revenue")


def test_answered_until_the_recommenders_own_deadline(returned, world):
    applicants = world.call.deadlines.get(kind=DeadlineKind.APPLICANT).at
    recommenders = world.call.deadlines.get(kind=DeadlineKind.RECOMMENDER).at
    with pytest.raises(StateConflict, match="已过"):
        submit(returned, world.admin, arrived_at=recommenders)
    agree(returned, world.admin)
    assert submit(returned, world.admin, arrived_at=applicants + timedelta(hours=1)).version.number == 2


def test_officers_read_frozen_versions_only(returned, world):
    assert version_context(version=returned.submitted_version, actor=world.officer)["sections"]
    with pytest.raises(AssertionError):
        version_context(version=returned.current, actor=world.officer)


def test_experts_are_not_told_how_to_reach_persons(returned):
    context = version_context(version=returned.submitted_version, actor=actor_of(Role.EXPERT, None))
    keys = {row.key for shown in context["sections"] if shown.section.kind == "fields" for row in shown.rows}
    assert "leader_name" in keys
    assert not keys & {"leader_phone", "leader_email", "contact_phone", "contact_email", "contact_fax"}


def test_one_number_everywhere_and_which_time_it_was_handed_in_said_apart(returned, world):
    agree(returned, world.admin)
    again = submit(returned, world.admin)
    page = reverse("applications:receipt", args=[returned.public_id, 2])
    text = sign_in(Client(), world.admin).get(page).content.decode().split("<h2>")[0]
    assert returned.number in text
    assert "第 2 次提交" in text
    assert again.number not in text
    assert application_form_title(again).endswith(f"（{returned.number}，第 2 次提交）")
