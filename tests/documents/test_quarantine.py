"""封存: from one moment to the next nobody gets the bytes, by whatever link; opened only by an office that may."""

import pytest
from django.db.models import Q
from django.urls import reverse

from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.documents import access
from portal.documents.models import FileLink
from portal.documents.services.files import FileRefused, file_keep
from portal.documents.services.quarantine import file_quarantine, file_release
from portal.notifications.models import Message
from portal.scoping import EVERYTHING, system_scope
from portal.workflow import NotAllowed, StateConflict
from tests.documents.test_files import PURPOSE, pdf, store, upload
from tests.factories import make_actor, make_organisation
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
ROLES = (Role.APPLICANT_ADMIN, Role.BUREAU_OFFICER, Role.ISSUING_OFFICER, Role.AUDITOR, Role.EXPERT)


@pytest.fixture(autouse=True)
def everybodys(monkeypatch):
    """A purpose whose files all people in a role may read."""
    monkeypatch.setattr(access, "_purposes", dict(access._purposes))
    monkeypatch.setattr(access, "_issuers", dict(access._issuers))
    issuer = make_organisation(is_issuer=True)
    access.register_purpose(
        PURPOSE, lambda actor: EVERYTHING if actor.membership else Q(pk__in=[]), issuer=lambda link: issuer.pk
    )
    return issuer


@pytest.fixture
def applicant():
    return make_actor(role=Role.APPLICANT_EDITOR)


@pytest.fixture
def officer():
    return make_actor(role=Role.BUREAU_OFFICER)


def fresh(link: FileLink) -> FileLink:
    return FileLink._base_manager.select_related("blob", "quarantined_by").get(pk=link.pk)


@pytest.mark.parametrize("accel", ["", "/-private"])
def test_every_reader_is_told_that_it_is_closed_and_gets_no_byte(client, applicant, officer, settings, accel):
    settings.PRIVATE_FILES_ACCEL = accel
    link = store(applicant)
    address = reverse("documents:file", args=[link.public_id])
    readers = [applicant, officer, *(make_actor(role=role) for role in ROLES)]
    for reader in readers:
        answer = sign_in(client, reader).get(address)
        assert answer.status_code == 200
        assert b"".join(answer) == (b"" if accel else pdf())
    file_quarantine(link=link, reason="疑似涉密", actor=officer)
    for reader in readers:
        answer = sign_in(client, reader).get(address)
        assert answer.status_code == 451
        assert "X-Accel-Redirect" not in answer
        assert "文件已封存" in answer.content.decode()
        assert officer.organisation.name in answer.content.decode()
        assert "疑似涉密" not in answer.content.decode()
    client.logout()
    assert client.get(address).status_code == 302


def test_all_uses_of_the_same_bytes_are_closed_and_no_new_one_is_made(applicant, officer):
    other = make_actor(role=Role.APPLICANT_ADMIN)
    one, copy, another = store(applicant), store(other, name="副本.pdf"), store(other, content=pdf("b"))
    file_quarantine(link=one, reason="疑似涉密", actor=officer)
    assert fresh(one).quarantined
    assert fresh(copy).quarantined
    assert not fresh(another).quarantined
    with pytest.raises(FileRefused, match="已被封存"):
        store(other, name="再来一次.pdf")
    with pytest.raises(FileRefused, match="已被封存"):
        file_keep(upload=upload(), media_type="application/pdf", purpose=PURPOSE, owner=other.organisation, actor=other)
    with system_scope("test"):
        assert FileLink.objects.count() == 3
    assert Message._base_manager.filter(kind="file_quarantined").count() == 2
    assert not Message._base_manager.filter(body__contains="涉密").exists()


def test_it_is_on_record_for_the_office_s_auditor(applicant, officer, everybodys):
    link = store(applicant)
    file_quarantine(link=link, reason=" 疑似涉密 ", actor=officer)
    file_release(link=fresh(link), reason="核实不涉密", actor=officer)
    entries = AuditEntry._base_manager.filter(action__in=["file_quarantine", "file_release"]).order_by("pk")
    assert [(e.action, e.comment, e.user, e.issuer_id) for e in entries] == [
        ("file_quarantine", "疑似涉密", officer.user, everybodys.pk),
        ("file_release", "核实不涉密", officer.user, everybodys.pk),
    ]
    assert all(entry.data["sha256"] == link.blob.sha256 for entry in entries)


def test_only_officers_close_and_only_once(applicant, officer):
    link = store(applicant)
    for role in (Role.APPLICANT_ADMIN, Role.AUDITOR, Role.EXPERT, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            file_quarantine(link=link, reason="x", actor=make_actor(role=role))
    with pytest.raises(StateConflict, match="原因"):
        file_quarantine(link=link, reason="  ", actor=officer)
    file_quarantine(link=link, reason="疑似涉密", actor=officer)
    with pytest.raises(StateConflict, match="已经封存"):
        file_quarantine(link=link, reason="又一次", actor=officer)


def test_the_office_that_closed_it_or_the_issuer_opens_it(applicant, officer):
    link = store(applicant)
    with pytest.raises(StateConflict, match="没有封存"):
        file_release(link=link, reason="x", actor=officer)
    colleague = make_actor(role=Role.BUREAU_OFFICER, organisation=officer.organisation)
    for actor in (colleague, make_actor(role=Role.ISSUING_OFFICER)):
        file_quarantine(link=link, reason="疑似涉密", actor=officer)
        with pytest.raises(NotAllowed):
            file_release(link=link, reason="x", actor=make_actor(role=Role.BUREAU_OFFICER))
        with pytest.raises(StateConflict, match="原因"):
            file_release(link=link, reason="", actor=actor)
        file_release(link=link, reason="核实不涉密", actor=actor)
        assert not fresh(link).quarantined
    assert store(applicant, name="可以再传.pdf").blob == link.blob


def test_an_officer_closes_and_opens_it_by_the_pages(client, applicant, officer):
    link = store(applicant)
    sign_in(client, officer)
    page, again = (reverse(f"documents:{name}", args=[link.public_id]) for name in ("quarantine", "release"))
    assert link.name in client.get(page + "?next=/messages/").content.decode()
    refused = client.post(page, {"reason": ""})
    assert refused.status_code == 422
    assert "请写明封存的原因。" in refused.content.decode()
    assert client.get(again).status_code == 409
    assert client.post(page, {"reason": "疑似涉密", "next": "/messages/"}).url == "/messages/"
    assert fresh(link).quarantine_reason == "疑似涉密"
    assert client.post(page, {"reason": "疑似涉密"}).status_code == 409
    assert "疑似涉密" in client.get(again).content.decode()
    assert client.post(again, {"reason": "核实不涉密", "next": "https://elsewhere.example/"}).url == "/"
    assert not fresh(link).quarantined
