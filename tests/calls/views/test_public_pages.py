"""The pages of one call for everyone: its files, the comparison, the page for paper."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import Call, CallImport, CallImportFile
from calls.services.files import attachment_add, original_publish
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.documents.models import FileLink
from portal.scoping import system_scope
from tests.applications.helpers import pdf
from tests.factories import make_actor, make_call, make_direction, make_membership, make_rule
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def page(client, name, *args, **params):
    response = client.get(reverse(f"calls:{name}", args=args), params)
    assert response.status_code == 200
    return response.content.decode()


def officer_of(call):
    return make_actor(organisation=call.issuer)


def upload(name="附件.pdf", words="附件"):
    return SimpleUploadedFile(name, pdf(words), content_type="application/pdf")


def with_original(call):
    """The call as one that was read from a document; returns its link."""
    row = CallImport._base_manager.create(
        issuer=call.issuer, call=call, name="通知.pdf", requested_by=make_membership(organisation=call.issuer)
    )
    link = attachment_add(call=call, upload=upload("通知.pdf", "原件"), actor=officer_of(call))
    FileLink._base_manager.filter(pk=link.pk).update(
        purpose="call_import", owner_type="accounts.organisation", owner_id=call.issuer_id
    )
    CallImportFile.objects.create(call_import=row, order=1, link=link)
    return link


def test_everyone_downloads_attachments_and_they_are_named(client):
    call = make_call()
    link = attachment_add(call=call, upload=upload(), actor=officer_of(call))
    assert "附件.pdf" in page(client, "detail", call.public_id)
    answer = client.get(reverse("calls:file", args=[call.public_id, link.public_id]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    other = make_call()
    assert client.get(reverse("calls:file", args=[other.public_id, link.public_id])).status_code == 404


def test_the_original_is_public_only_when_an_officer_says_so(client):
    call = make_call()
    link = with_original(call)
    address = reverse("calls:file", args=[call.public_id, link.public_id])
    assert client.get(address).status_code == 404
    assert "通知.pdf" not in page(client, "detail", call.public_id)
    original_publish(call=call, public=True, actor=officer_of(call))
    assert "通知.pdf" in page(client, "detail", call.public_id)
    answer = client.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    original_publish(call=call, public=False, actor=officer_of(call))
    assert client.get(address).status_code == 404
    with system_scope("test"):
        assert AuditEntry.objects.filter(action="call_original_public").count() == 2


def test_files_of_drafts_and_quarantined_ones_are_not_there(client):
    draft = make_call(published=False)
    link = attachment_add(call=draft, upload=upload(), actor=officer_of(draft))
    assert client.get(reverse("calls:file", args=[draft.public_id, link.public_id])).status_code == 404
    call = make_call()
    link = attachment_add(call=call, upload=upload(), actor=officer_of(call))
    FileLink._base_manager.filter(pk=link.pk).update(
        quarantined_at=call.published_at, quarantined_by=Membership.objects.first(), quarantine_reason="涉密"
    )
    assert client.get(reverse("calls:file", args=[call.public_id, link.public_id])).status_code == 404


def test_an_officer_adds_and_removes_attachments_and_shows_the_original(client):
    draft = make_call(published=False)
    with_original(draft)
    sign_in(client, officer_of(draft))
    address = reverse("calls:office_files", args=[draft.public_id])
    refused = client.post(address, {"file": upload()})
    assert refused.status_code == 422
    assert "请先完成保密审查" in refused.content.decode()
    assert client.post(address, {"not_secret": "on"}).status_code == 422
    empty = SimpleUploadedFile("空.pdf", b"")
    assert "文件是空的" in client.post(address, {"file": empty, "not_secret": "on"}).content.decode()
    assert client.post(address, {"file": upload(), "not_secret": "on"}).status_code == 302
    link = FileLink._base_manager.get(purpose="call_attachment")
    assert client.post(reverse("calls:office_original", args=[draft.public_id]), {"public": "1"}).status_code == 302
    assert Call._base_manager.get(pk=draft.pk).original_public
    assert "不再公开原件" in client.get(address).content.decode()
    assert client.post(reverse("calls:office_file_remove", args=[draft.public_id, link.public_id])).status_code == 302
    assert not FileLink._base_manager.filter(pk=link.pk).exists()


def test_what_was_published_stays_and_others_may_not(client):
    call = make_call()
    link = attachment_add(call=call, upload=upload(), actor=officer_of(call))
    remove = reverse("calls:office_file_remove", args=[call.public_id, link.public_id])
    sign_in(client, officer_of(call))
    assert client.post(remove).status_code == 409
    sign_in(client, make_actor())
    assert client.post(remove).status_code == 404
    sign_in(client, make_actor(role=Role.AUDITOR, organisation=call.issuer))
    assert client.get(reverse("calls:office_files", args=[call.public_id])).status_code == 200
    assert client.post(reverse("calls:office_files", args=[call.public_id]), {}).status_code == 403


def test_directions_side_by_side(client):
    call = make_call()
    one = make_direction(call=call, title="甲方向")
    two = make_direction(
        call=make_call(), title="乙方向", indicators=({"subject": "带宽", "comparator": ">=", "value": 5},)
    )
    text = page(client, "compare", d=[str(one.key), str(two.key)])
    for words in ("甲方向", "乙方向", "声学传感器信噪比", "≥ 70 dB", "带宽", "未规定"):
        assert words in text
    assert "请选择 2 到 4 个方向" in page(client, "compare", d=[str(one.key)])
    assert "请选择 2 到 4 个方向" in page(client, "compare", d=["x"])
    twin = make_direction(call=call, title="甲二")
    text = page(client, "compare", d=[str(one.key), str(twin.key)], differs="1")
    assert "1 项相同，未列出" in text
    assert "各方向的指标没有差异" in text


def test_a_direction_leads_to_the_list_with_itself_picked(client):
    direction = make_direction(call=make_call())
    make_direction(call=direction.call)
    link = f"{reverse('calls:detail', args=[direction.call.public_id])}?d={direction.key}#directions"
    assert link in page(client, "direction", direction.key)
    assert f'value="{direction.key}" checked' in page(client, "detail", direction.call.public_id, d=str(direction.key))


def test_the_whole_call_on_one_page_and_each_page_names_its_one_address(client, settings):
    settings.PORTAL_URL = "https://portal.example"
    call = make_call(body="<p>现将有关事项通知如下。</p>")
    directions = [make_direction(call=call, title=title) for title in ("甲方向", "乙方向")]
    make_rule(call=call)
    text = page(client, "print", call.public_id)
    for words in ("现将有关事项", "甲方向", "乙方向", "≥ 70", "每个申报主体申报不超过3个项目。"):
        assert words in text
    address = f'<link rel="canonical" href="https://portal.example{reverse("calls:detail", args=[call.public_id])}">'
    assert address in text
    assert address in page(client, "detail", call.public_id, q="甲")
    assert f"portal.example{reverse('calls:direction', args=[directions[0].key])}" in page(
        client, "direction", directions[0].key
    )


def test_as_many_queries_for_30_as_for_1(client):
    call = make_call()
    one, two = make_direction(call=call), make_direction(call=make_call())
    attachment_add(call=call, upload=upload(), actor=officer_of(call))
    sign_in(client, officer_of(call))
    addresses = [
        reverse("calls:detail", args=[call.public_id]),
        reverse("calls:print", args=[call.public_id]),
        f"{reverse('calls:compare')}?d={one.key}&d={two.key}",
        reverse("calls:office_files", args=[call.public_id]),
    ]

    def counted():
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    before = counted()
    keys = []
    for number in range(29):
        keys.append(make_direction(call=call, indicators=({"subject": f"指标{number}"},) * 3).key)
        attachment_add(call=call, upload=upload(f"{number}.pdf", str(number)), actor=officer_of(call))
    addresses[2] += "".join(f"&d={key}" for key in keys[:2])
    assert counted() == before
