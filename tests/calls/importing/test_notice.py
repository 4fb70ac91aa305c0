"""Facts, deadlines and rules of notices written for these tests, in the styles of other offices."""

import datetime as dt
from decimal import Decimal

import pytest

from calls.importing import read_call
from calls.importing.dates import MOMENT, full_dates, moment
from calls.importing.deadlines import read_deadlines
from calls.importing.facts import contact, external_system
from calls.importing.funding import duration, funding_terms
from calls.importing.notice import sentences
from calls.importing.regions import region_in
from calls.importing.rules import notice_rules
from calls.importing.structure import PartRead
from tests.calls.importing.seeds import DATA


def test_a_city_notice():
    call = read_call((DATA / "made" / "needs_list.txt").read_bytes(), "通知.txt")
    assert call.title == "江东市科学技术局关于发布2024年第一批“揭榜挂帅”技术需求榜单的通知"
    assert (call.issuer, call.doc_no, call.region) == ("江东市科学技术局", "江科发〔2024〕15号", "江东市")
    assert call.signed_on == dt.date(2024, 5, 20)
    assert [(d.audience, d.medium, d.precision, d.copies) for d in call.deadlines] == [
        ("applicant", "online", "hour", None),
        ("recommender", "paper", "day", 3),
    ]
    assert (call.contact.name, call.contact.phone) == ("科技攻关处", "0999-12345678")
    kinds = {rule.kind: (rule.params, rule.strength) for rule in call.rules}
    assert kinds["max_applications_per_applicant"] == ({"max": 1}, "must")
    assert kinds["max_participants"] == ({"max": 3, "leads": 1}, "principle")
    assert kinds["registered_years_min"] == ({"years": "1"}, "must")
    assert kinds["leader_age_max"] == ({"max": 60}, "must")
    assert kinds["running_projects_max"] == ({"max": 2}, "must")
    assert kinds["not_dishonest"] == ({}, "must")
    assert kinds["grant_cap"] == ({"source": "grant", "amount_wan": "300"}, "must")
    assert kinds["own_funding_min"] == ({"ratio": "2:1"}, "must")


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2024年6月30日", dt.date(2024, 6, 30), "day"),
        ("6月30日24:00", dt.date(2024, 6, 30), "day"),
        ("6月30日17:30", dt.datetime(2024, 6, 30, 17, 30), "minute"),  # noqa: DTZ001
        ("6月30日下午5点", dt.datetime(2024, 6, 30, 17), "hour"),  # noqa: DTZ001
        ("6月30日(星期日)18时", dt.datetime(2024, 6, 30, 18), "hour"),  # noqa: DTZ001
    ],
)
def test_moments(text, at, precision):
    made = moment(MOMENT.match(text), 2024)
    assert (made.at, made.precision) == (at, precision)


def test_impossible_moments_are_passed_over():
    assert moment(MOMENT.match("2月30日"), 2024) is None
    assert moment(MOMENT.match("2月3日25:00"), 2024) is None
    assert moment(MOMENT.match("2月3日"), None) is None


def test_dates_in_chinese_numerals():
    assert [day for _, _, day in full_dates("二〇二一年十一月五日，2023年9月22日")] == [
        dt.date(2021, 11, 5), dt.date(2023, 9, 22),
    ]  # fmt: skip


def test_two_deadlines_of_one_sentence_have_their_own_words():
    text = "申报单位于2024年6月1日前网上提交，各县区主管部门于6月10日17:00前将推荐表一式两份报送我局。"
    made, doubts = read_deadlines(sentences([text]), 2024)
    assert [(d.audience, d.medium, d.exclusive, d.copies) for d in made] == [
        ("applicant", "online", False, None), ("recommender", "paper", True, 2),
    ]  # fmt: skip
    assert any("没有写年份" in doubt.reason for doubt in doubts)


def test_a_date_that_is_no_deadline():
    made, _ = read_deadlines(sentences(["本通知自2024年6月1日起施行，2023年8月5日的通知废止。"]), 2024)
    assert made == []


def test_the_filing_system_and_the_contact():
    system = external_system(["请各单位登录某省科技业务管理平台（https://kj.example.cn/pro）填报。"])
    assert (system.name, system.url) == ("某省科技业务管理平台", "https://kj.example.cn/pro")
    made = contact(["联系人：科技处，电话：0999-1234567", "邮箱：office@example.cn"])
    assert (made.name, made.phone, made.email) == ("科技处", "0999-1234567", "office@example.cn")
    assert contact(["2021年11月15日，12345678"]) is None


def test_regions():
    assert region_in("郑州市工业和信息化局", "关于开展申报的通知", "河南省工信厅") == ("郑州市", False)
    assert region_in("四川省经济和信息化厅", "", "") == ("四川省", False)
    assert region_in("", "2023年重庆市重大专项指南", "") == ("重庆市", False)
    assert region_in("", "", "川内研制的本体") == ("四川省", True)
    assert region_in("", "", "本地") == ("", False)


@pytest.mark.parametrize(
    ("clause", "kind", "params", "strength"),
    [
        ("每个申报主体申报不超过3个项目。", "max_applications_per_applicant", {"max": 3}, "must"),
        ("每家单位原则上限报两项。", "max_applications_per_applicant", {"max": 2}, "principle"),
        ("须为在河南省内注册的企业。", "registered_in_region", {"region": "河南省"}, "must"),
        ("鼓励由企业牵头申报。", "lead_organisation_kind", {"kinds": ["企业"]}, "encouraged"),
        ("项目实施期限不超过2年。", "duration_max", {"months": 24}, "must"),
        ("单个项目财政资助最高不超过0.5亿元。", "grant_cap", {"source": "grant", "amount_wan": "5000"}, "must"),
        ("企业自筹资金比例不低于50%。", "own_funding_min", {"ratio_percent": "50"}, "must"),
    ],
)
def test_rules_of_clauses(clause, kind, params, strength):
    made = {rule.kind: rule for rule in notice_rules(sentences(["二、申报条件", f"（一）{clause}"]))}
    assert (made[kind].params, made[kind].strength) == (params, strength)
    assert (made[kind].clause_text, made[kind].clause_ref) == (clause, "二、（一）")


def test_no_rule_without_its_words():
    assert notice_rules(sentences(["本次申报采取网上填报与纸质材料相结合的方式。"])) == []


def test_funding_by_source_and_in_other_units():
    part = PartRead("funding", "资助强度", "市级财政不超过0.1亿元，区级财政500万元以内，承担单位出资不低于1,000万元。")
    assert [(f.source, f.comparator, f.amount_wan) for f in funding_terms((part,))] == [
        ("municipal", "<=", Decimal(1000)), ("district", "<=", Decimal(500)), ("own", ">=", Decimal(1000)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "months", "comparator"),
    [
        ("不超过3年", 36, "<="),
        ("2年以内。", 24, "<="),
        ("18个月", 18, "="),
        ("原则上为两年", 24, "="),
        ("待定", None, ""),
    ],
)
def test_durations(text, months, comparator):
    assert duration((PartRead("duration", "实施期限", text),)) == (months, comparator)
