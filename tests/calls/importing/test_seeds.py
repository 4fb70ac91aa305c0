"""The reader on the five seeds: the figures of the truth for 000 and 003, and what the others print."""

import datetime as dt
from decimal import Decimal

import pytest

from calls.importing import read_call
from calls.importing.export import scored
from tests.calls.importing.scoring import figures
from tests.calls.importing.seeds import OTHER_STYLES, SEEDS, read_seed, seed_path, truth, truth_beside


@pytest.mark.parametrize("number", SEEDS)
def test_figures_of_the_truth(number):
    made = figures(truth(number), scored(read_seed(number), seed_path(number).name))
    assert (made["titles"], made["amounts"], made["durations"], made["ignored"]) == (1, 1, 1, 0)
    assert made["precision"] >= 0.98
    assert made["recall"] >= 0.96
    assert made["unit"] >= 0.95


@pytest.mark.parametrize("path", OTHER_STYLES, ids=lambda path: path.stem)
def test_figures_of_other_styles(path):
    made = figures(truth_beside(path), scored(read_call(path.read_bytes(), path.name), path.name))
    assert (made["titles"], made["amounts"], made["durations"], made["ignored"]) == (1, 1, 1, 0)
    assert made["precision"] >= 0.93
    assert made["recall"] >= 0.88
    assert made["unit"] >= 0.90


@pytest.mark.parametrize(("number", "count"), [("000", 11), ("001", 12), ("002", 52), ("003", 18), ("004", 7)])
def test_every_direction_with_its_parts(number, count):
    call = read_seed(number)
    assert len(call.directions) == count
    assert all(direction.parts and direction.title for direction in call.directions)
    assert [i for track in call.tracks for i in track.directions] == list(range(count))


def test_spans_point_into_the_text():
    for number in ("000", "001", "002", "003", "004"):
        call = read_seed(number)
        for direction in call.directions:
            for indicator in direction.indicators:
                assert call.text[indicator.start : indicator.end].strip() == indicator.text
                assert direction.start <= indicator.start < indicator.end <= direction.end
                assert call.printed(indicator.start, indicator.end)


def test_sichuan_notice():
    call = read_seed("003")
    assert call.title == "四川省经济和信息化厅关于开展人工智能产业创新任务揭榜挂帅申报推荐工作的通知"
    assert (call.doc_no, call.issuer, call.region, call.year) == (
        "川经信软信函〔2021〕790号", "四川省经济和信息化厅", "四川省", 2021,
    )  # fmt: skip
    assert call.recipients == "各市（州）经济和信息化主管部门，有关行业协会、有关企业"
    assert [b.doc_no for b in call.basis] == ["工信厅科函〔2021〕231号", "川府函〔2018〕151号"]
    assert call.external_system.url == "https://aibest.miit.gov.cn"
    assert call.external_system.name == "工业和信息化部2021年人工智能产业创新任务揭榜挂帅申报系统"
    assert (call.contact.phone, call.contact.email) == ("028-00000000", "office@example.cn")
    assert call.tracks[0].categories == ("核心基础", "智能产品", "公共支撑", "其他")
    assert call.form_preset == "miit2021"


def test_sichuan_deadlines_say_who_how_and_when():
    made = [(d.audience, d.medium, d.at, d.precision, d.exclusive, d.copies) for d in read_seed("003").deadlines]
    assert made == [
        ("applicant", "online", dt.date(2021, 11, 15), "day", False, None),
        ("applicant", "paper", dt.date(2021, 11, 15), "day", False, 5),
        ("recommender", "paper", dt.datetime(2021, 11, 19, 17), "minute", True, 4),  # noqa: DTZ001 naive Shanghai
    ]


def test_sichuan_rules_with_their_clauses():
    rules = {rule.kind: rule for rule in read_seed("003").rules}
    assert rules["max_applications_per_applicant"].params == {"max": 3}
    assert rules["one_recommender"].clause_text == "每个申报主体只能通过1个推荐单位推荐，不接受无推荐单位的申报主体。"
    assert rules["not_former_winner"].clause_ref == "二、(二)"
    assert rules["registered_in_region"].params == {"region": "四川省"}
    assert rules["target_meets_requirement"].strength == "encouraged"
    limits = {
        r.params["section"]: (r.params["max"], r.strength) for r in read_seed("003").rules if r.kind == "text_limit"
    }
    assert limits == {
        "揭榜单位简介": (500, "must"),
        "揭榜产品概述": (1000, "must"),
        "揭榜任务书": (6000, "principle"),
    }
    assert sum(r.kind == "evidence_required" for r in read_seed("003").rules) == 5


def test_sichuan_doubts():
    reasons = " ".join(doubt.reason for doubt in read_seed("003").doubts)
    assert "写作星期五，而 2021-11-15 是星期一" in reasons
    assert "没有写年份" in reasons
    assert "类别“重点产品”在附件中没有" in reasons


def test_zhengzhou_notice_with_four_tracks():
    call = read_seed("002")
    assert [(track.title, track.number, len(track.directions)) for track in call.tracks] == [
        ("元宇宙", "1", 11), ("人形机器人", "2", 19), ("脑机接口", "3", 10), ("通用人工智能", "4", 12),
    ]  # fmt: skip
    assert call.title == "关于组织开展2023年未来产业创新任务揭榜挂帅申报工作的通知"
    assert (call.issuer, call.region, call.form_preset) == ("郑州市工业和信息化局", "郑州市", "henan2023")
    assert (call.signed_on, call.printed_on) == (dt.date(2023, 9, 22), dt.date(2023, 9, 20))
    assert [(d.medium, d.precision, d.exclusive, d.copies) for d in call.deadlines] == [
        ("online", "day", False, None), ("paper", "hour", True, 2),
    ]  # fmt: skip
    rules = {rule.kind: rule.params for rule in call.rules}
    assert rules["max_participants"] == {"max": 4, "leads": 1}
    assert rules["registered_in_region"] == {"region": "郑州市"}
    reasons = " ".join(doubt.reason for doubt in call.doubts)
    assert "早于成文日期" in reasons
    assert "纸质材料截止早于网上填报截止" in reasons


def test_henan_list_in_narrow_lines():
    call = read_seed("001")
    assert call.title == "通用人工智能揭榜挂帅任务榜单"
    assert call.form_preset == "henan2023"
    cluster = call.directions[1]
    assert [(i.subject, i.comparator, i.value, i.unit) for i in cluster.indicators if not i.qualitative] == [
        ("智能算力集群节点扩展规模", ">=", Decimal(1024), "卡"),
        ("总体算力规模", ">", Decimal(500), "PFLOPS"),
        ("PUE", "<=", Decimal("1.25"), ""),
    ]


def test_chongqing_funding_by_source():
    call = read_seed("004")
    assert call.title == "2023年重庆市人工智能重大专项第一批项目申报指南"
    first = call.directions[0]
    assert [(f.source, f.comparator, f.amount_wan) for f in first.funding] == [
        ("municipal", "<=", Decimal(1000)), ("district", "<=", Decimal(1000)), ("own", ">=", Decimal(10000)),
    ]  # fmt: skip
    assert (first.supported_count, first.duration_months, first.duration_comparator) == (1, 36, "<=")
    district = [rule for rule in call.rules if rule.kind == "district_funding_confirmed"]
    assert [rule.directions for rule in district] == [(0,)]
    lead = next(rule for rule in call.rules if rule.kind == "lead_organisation_kind")
    assert (lead.params, lead.directions) == ({"kinds": ["企业"]}, ())
    assert any("定位水平精度≥20cm" in doubt.where for doubt in call.doubts)


def test_first_list_has_no_notice():
    call = read_seed("000")
    assert call.title == "人工智能重大科技专项“揭榜挂帅”项目榜单"
    assert (call.issuer, call.deadlines, call.body) == ("", (), ())
    assert call.region == "四川省"
    assert any("推断为四川省" in doubt.reason for doubt in call.doubts)
