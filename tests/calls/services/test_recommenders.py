import pytest

from calls.models.call import DeadlineKind
from calls.selectors.recommenders import recommenders_for, recommenders_of, sending_table
from calls.services.recommenders import (
    recommender_add,
    recommender_remove,
    recommender_update,
    recommenders_fill,
)
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.models.region import RegionLevel
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor, make_call, make_organisation, make_region

pytestmark = pytest.mark.django_db


class Henan:
    """河南 with 郑州, its 航空港区 and a district, and 济源 (seeds 001 and 002)."""

    def __init__(self):
        self.province = make_region(code="410000", name="河南省")
        self.zhengzhou = make_region(code="410100", name="郑州市", parent=self.province)
        self.jiyuan = make_region(code="419001", name="济源市", parent=self.province)
        self.district = make_region(code="410102", name="中原区", level=RegionLevel.COUNTY, parent=self.zhengzhou)
        self.airport = make_region(code="410100-HK", name="航空港区", level=RegionLevel.ZONE, parent=self.zhengzhou)
        self.office = make_organisation(
            name="河南省工业和信息化厅", region=self.province, is_issuer=True, is_recommender=True
        )
        self.city, self.jy, self.port, self.zhongyuan = (
            make_organisation(name=name, region=region, is_recommender=True)
            for name, region in (
                ("郑州市工业和信息化局", self.zhengzhou),
                ("济源示范区工业和信息化局", self.jiyuan),
                ("航空港区经发局", self.airport),
                ("中原区工信局", self.district),
            )
        )
        self.city.is_issuer = True
        self.city.save()


@pytest.fixture
def henan(db):
    return Henan()


def call_of(issuer, **more):
    call = make_call(issuer=issuer, published=False, **more)
    return call, make_actor(organisation=issuer)


def applicant(region, **more):
    return make_organisation(region=region, is_applicant=True, **more)


def names(call, region, **more):
    return [office.name for office in recommenders_for(call=call, organisation=applicant(region, **more))]


def test_a_provincial_call_reaches_cities_and_zones(henan):
    call, officer = call_of(henan.office)
    assert recommenders_fill(call=call, actor=officer) == 3
    assert recommenders_fill(call=call, actor=officer) == 0
    table = sending_table(call=call)
    assert table.by_territory
    assert {(line.row.organisation.name, line.receiver, line.row.copy_to) for line in table.lines} == {
        ("郑州市工业和信息化局", "河南省工业和信息化厅", ""),
        ("济源示范区工业和信息化局", "河南省工业和信息化厅", ""),
        ("航空港区经发局", "河南省工业和信息化厅", "郑州市工业和信息化局"),
    }
    # A 功能区 is outside the ordinary table: its applicants do not go through the city, nor 省属企业 to the province.
    assert names(call, henan.airport) == ["航空港区经发局"]
    assert names(call, henan.district) == ["郑州市工业和信息化局"]
    assert names(call, henan.jiyuan, ownership="state") == ["济源示范区工业和信息化局"]
    assert names(call, make_region(code="510000", name="四川省")) == []
    assert set(recommenders_of(call=call)) == {henan.city, henan.jy, henan.port}


def test_a_city_under_the_province_sends_its_zone_straight_up(henan):
    above, _officer = call_of(henan.office)
    call, officer = call_of(henan.city, parent=above)
    recommenders_fill(call=call, actor=officer)
    rows = {line.row.organisation: line for line in sending_table(call=call).lines}
    assert (rows[henan.port].receiver, rows[henan.port].row.copy_to) == (
        "河南省工业和信息化厅",
        "郑州市工业和信息化局",
    )
    assert rows[henan.zhongyuan].receiver == "郑州市工业和信息化局"
    alone, officer = call_of(henan.city)
    recommenders_fill(call=alone, actor=officer)
    port = next(line for line in sending_table(call=alone).lines if line.row.organisation == henan.port)
    assert port.receiver == "河南省工业和信息化厅"


def test_associations_and_groups_are_open_beside_the_region(henan):
    call, officer = call_of(henan.office)
    recommenders_fill(call=call, actor=officer)
    beyond = make_region(code="110000", name="北京市")
    for name, scope in (("人工智能产业联盟", "members"), ("示例央企集团", "central"), ("省国资委", "provincial")):
        office = make_organisation(name=name, region=beyond, is_recommender=True)
        recommender_add(call=call, organisation=office, scope=scope, actor=officer)
    assert set(names(call, henan.district)) == {"郑州市工业和信息化局", "人工智能产业联盟"}
    assert set(names(call, henan.district, ownership="state")) == {
        "郑州市工业和信息化局",
        "人工智能产业联盟",
        "示例央企集团",
        "省国资委",
    }
    assert not sending_table(call=call).by_territory


def test_without_a_table_the_region_decides(henan):
    call, _officer = call_of(henan.office)
    assert names(call, henan.airport) == ["航空港区经发局", "郑州市工业和信息化局", "河南省工业和信息化厅"]


def test_receiver_and_copies_come_from_the_row_or_its_deadline(henan):
    call, officer = call_of(henan.office)
    call.deadlines.filter(kind=DeadlineKind.RECOMMENDER).update(receiver="软件处", copies=4)
    row = recommender_add(call=call, organisation=henan.city, actor=officer)
    (line,) = sending_table(call=call).lines
    assert (line.receiver, line.copies) == ("软件处", 4)
    recommender_update(recommender=row, actor=officer, receiver="厅办公室", copies=2)
    (line,) = sending_table(call=type(call)._base_manager.get(pk=call.pk)).lines
    assert (line.receiver, line.copies, line.until) == ("厅办公室", 2, call.deadlines.get(kind="recommender").at)


def test_a_suspended_one_recommends_nobody(henan):
    call, officer = call_of(henan.office)
    recommenders_fill(call=call, actor=officer)
    henan.port.state = OrganisationState.SUSPENDED
    henan.port.save()
    assert names(call, henan.airport) == ["郑州市工业和信息化局"]


def test_written_while_drafted_added_to_afterwards(henan):
    call, officer = call_of(henan.office)
    row = recommender_add(call=call, organisation=henan.city, actor=officer)
    with pytest.raises(StateConflict, match="已在表中"):
        recommender_add(call=call, organisation=henan.city, actor=officer)
    with pytest.raises(StateConflict, match="不是已激活"):
        recommender_add(call=call, organisation=applicant(henan.district), actor=officer)
    for stranger in (make_actor(), make_actor(role=Role.AUDITOR, organisation=call.issuer)):
        with pytest.raises(NotAllowed):
            recommender_add(call=call, organisation=henan.jy, actor=stranger)
    type(call)._base_manager.filter(pk=call.pk).update(
        state="published", published_at=call.created_at, published_by=officer.membership
    )
    call.refresh_from_db()
    row.call.refresh_from_db()
    for change in (
        lambda: recommender_update(recommender=row, actor=officer, copies=2),
        lambda: recommender_remove(recommender=row, actor=officer),
        lambda: recommenders_fill(call=call, actor=officer),
    ):
        with pytest.raises(StateConflict):
            change()
    recommender_add(call=call, organisation=henan.jy, actor=officer)
    assert (
        AuditEntry.objects.visible_to(make_actor(role=Role.AUDITOR, organisation=call.issuer))
        .filter(action="recommender_add")
        .exists()
    )
    bare = make_call(issuer=henan.office)
    with pytest.raises(StateConflict, match="没有设置"):
        recommender_add(call=bare, organisation=henan.jy, actor=officer)
