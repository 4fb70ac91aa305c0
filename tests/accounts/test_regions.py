import csv

import pytest
from django.conf import settings
from django.core.management import call_command

from portal.accounts.models import Region
from portal.accounts.selectors.organisations import region_choices
from portal.accounts.services.regions import regions_load

pytestmark = pytest.mark.django_db


def test_loading_twice_adds_nothing(capsys):
    call_command("load_regions")
    count = Region.objects.count()
    call_command("load_regions")
    assert Region.objects.count() == count
    assert "新增 0 个，更新 0 个" in capsys.readouterr().out


def test_the_table_holds_what_the_seeds_need():
    call_command("load_regions", verbosity=0)
    assert Region.objects.filter(parent__code="510000").count() == 21
    assert Region.objects.filter(parent__code="410000").count() == 18
    assert Region.objects.get(name="郑州航空港经济综合实验区").level == "zone"
    assert Region.objects.get(name="涪城区").path == "510000/510700/510703/"
    assert Region.objects.filter(level="province").count() == 34


def test_codes_lie_below_their_parents():
    with (settings.BASE_DIR / "fixtures" / "regions.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        digits = {"city": 2, "county": 4, "zone": 6}.get(row["level"], 0)
        assert row["code"][:digits] == row["parent"][:digits]


def test_a_changed_name_is_taken_over_and_unknown_regions_stay():
    regions_load(lines=["code,name,level,parent", "510000,四川,province,"])
    assert regions_load(lines=["code,name,level,parent", "510000,四川省,province,"]) == (0, 1)
    Region.objects.create(code="999999", name="其他", level="province")
    regions_load(lines=["code,name,level,parent"])
    assert Region.objects.filter(code="999999").exists()


def test_choices_stand_in_groups():
    call_command("load_regions", verbosity=0)
    groups = dict(region_choices())
    assert "成都市（不分区县）" in dict(groups["四川省 成都市"]).values()
    assert "自贡市" in dict(groups["四川省"]).values()
    assert "成都市" not in dict(groups["四川省"]).values()
    assert "重庆市" in dict(groups["其他省（区、市）"]).values()
