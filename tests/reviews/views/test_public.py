"""公示 for everyone, 异议 by applicants."""

from django.urls import reverse

from applications.models import Application
from portal.accounts.actor import VISITOR
from reviews.models import Objection
from reviews.services.deciding import decisions_propose, reserve_add
from tests.factories import make_actor
from tests.reviews.helpers import announced, applicant_of, reviewed
from tests.reviews.services.test_announcing import publish
from tests.signing_in import sign_in


def url(name, *args):
    return reverse(f"reviews:{name}", args=args)


def test_a_notice_names_winners_and_nothing_private(client, world):
    applications = reviewed(world, count=3, scores=(("61", "6.1"), ("92", "9.2"), ("83", "8.3")))
    decisions_propose(applications=applications[:2], outcome="shortlisted", actor=world.issuer)
    decisions_propose(applications=applications[2:], outcome="not_shortlisted", actor=world.issuer)
    reserve_add(applications=applications[1:2], actor=world.issuer)
    notice = publish(world)
    assert notice.title in client.get(url("notice_list")).content.decode()
    text = client.get(url("notice", notice.public_id)).content.decode()
    names = [one.organisation.name for one in applications]
    assert names[0] in text
    assert names[1] in text
    assert names[2] not in text
    assert "储备名单（1 项）" in text
    for private in ("13800000001", "138****0001", "示例联系人", "61.00", "92.00", applications[0].number):
        assert private not in text
    by_name = sorted(applications[:2], key=lambda one: (one.organisation.name_pinyin, one.pk))
    shown = [decision.application for decision in client.get(url("notice", notice.public_id)).context["shortlisted"]]
    assert shown == by_name
    own = sign_in(client, applicant_of(applications[2])).get(url("notice", notice.public_id)).content.decode()
    assert "本单位的结果" in own
    assert "未入围" in own


def test_no_notices(client, db):
    assert "还没有公示" in client.get(url("notice_list")).content.decode()


def test_objecting(client, world):
    notice = announced(world)
    loser = Application._base_manager.order_by("-pk").first()
    page = url("notice_object", notice.public_id)
    sign_in(client, VISITOR)
    assert client.get(page).status_code == 302
    assert sign_in(client, world.bureau).get(page).status_code == 403
    assert sign_in(client, make_actor(role="applicant_admin")).get(page).status_code == 409
    applicant = sign_in(client, applicant_of(loser))
    text = applicant.get(page).content.decode()
    assert loser.organisation.name in text
    decisions = [key for key, _label in applicant.get(page).context["form"].fields["decision"].choices]
    assert len(decisions) == 2
    assert applicant.post(page, {"decision": decisions[0], "grounds": ""}).status_code == 422
    assert applicant.post(page, {"decision": "999999", "grounds": "理由"}).status_code == 422
    assert applicant.post(page, {"decision": decisions[0], "grounds": "漏计专利"}).status_code == 302
    assert Objection.objects.visible_to(world.issuer).count() == 1
