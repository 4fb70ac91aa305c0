"""10,000 published directions, always the same ones: words of 榜单 put together by a seeded generator."""

import random
from datetime import timedelta

from django.utils import timezone

from calls.models import (
    Call,
    Direction,
    DirectionPart,
    DirectionSearch,
    DirectionVersion,
    FundingTerm,
    Indicator,
    IndicatorVersion,
    Track,
)
from calls.models.direction import PartKind
from calls.search import grams, normalised
from portal.scoping import system_scope
from tests.factories import make_call, make_membership, make_organisation, make_region

_words = str.split

FIELDS = _words("人工智能 元宇宙 人形机器人 脑机接口 智能传感器 工业软件 量子信息 先进存储 新型储能 高端装备")
HEADS = _words(
    "激光 毫米波 多模态 语音 视觉 触觉 声学 磁性 光纤 微波 红外 柔性 高温 低温 真空 精密 车规级 工业级 边缘 分布式 "
    "异构 可信 隐私 开源 实时 嵌入式 协作 移动 水下 航空 船用 矿用 医用 农用 电力 轨道 核电 石化 纺织 食品 环保 "
    "氢能 光伏 风电 锂电 固态 碳化硅 氮化镓 石墨烯 稀土 陶瓷 合金 高分子 生物 基因 蛋白 疫苗 影像 神经 肌电"
)
TAILS = _words(
    "雷达 传感器 芯片 控制器 减速器 电机 电池 相机 光源 镜头 操作系统 数据库 编译器 仿真软件 训练框架 推理引擎 大模型 "
    "知识图谱 机器人 灵巧手 机械臂 无人机 检测仪 质谱仪 显微镜 切割机 注塑机 机床 轴承 密封件 阀门 泵 压缩机 涡轮 "
    "薄膜 涂层 纤维 树脂 催化剂 电解槽 逆变器 变压器 断路器 电缆 网关 交换机 存储阵列 服务器 终端 显示屏 探测器 "
    "识别系统 管理系统 调度平台 孪生平台 安全平台 翻译系统 检索系统 采集设备 封装工艺 制备工艺"
)
VERBS = _words("研发 突破 攻克 研制 构建 形成 开发 实现 提升 推动")
AIMS = _words(
    "的核心算法与关键工艺 的自主可控能力 在典型场景的规模化应用 面向复杂环境的可靠运行 与上下游的协同适配 "
    "的国产化替代 的批量制造与检测 的标准与评测体系"
)
SUBJECTS = _words(
    "探测距离 信噪比 响应时间 定位精度 识别准确率 推理时延 吞吐量 能量密度 循环寿命 重复定位精度 功耗 误码率 "
    "带宽 视场角 分辨率 平均无故障时间 并发用户数 支持语种 存储容量 良品率"
)
UNITS = _words("m dB ms cm % ms GB/s Wh/kg 次 mm W ppm Gb/s ° 像素 小时 人 种 TB %")
COMPARATORS = (">=", "<=", ">", "<", "=")


def thing(pick: random.Random) -> str:
    """One of 3,600 things; heads and tails that stand in front are as frequent as common words are."""
    return HEADS[int(len(HEADS) * pick.random() ** 2)] + TAILS[int(len(TAILS) * pick.random() ** 2)]


def sentence(pick: random.Random, field: str) -> str:
    return f"{pick.choice(VERBS)}{thing(pick)}{pick.choice(AIMS)}，满足{field}领域对{thing(pick)}的需求。"


def _calls(count: int, pick: random.Random) -> list[Call]:
    provinces = [
        make_region(code=code, name=name)
        for code, name in (("510000", "四川省"), ("410000", "河南省"), ("500000", "重庆市"), ("370000", "山东省"))
    ]
    officers = [
        make_membership(organisation=make_organisation(name=f"{region}经济和信息化厅", region=region, is_issuer=True))
        for region in provinces
    ]
    now = timezone.now()
    calls = []
    for number in range(count):
        call = make_call(
            created_by=officers[number % len(officers)],
            title=f"{pick.choice(FIELDS)}揭榜挂帅榜单（第{number + 1}批）",
            doc_no=f"示例信〔{2020 + number % 7}〕{number + 1}号",
            year=2020 + number % 7,
            published_at=now - timedelta(days=number + 1),
            applicants_until=now + timedelta(days=30 - number % 60),
            recommenders_until=now + timedelta(days=40 - number % 60),
        )
        call.tracks.update(title=pick.choice(FIELDS))
        calls.append(call)
    return calls


def make_many(*, directions: int = 10_000, a_call: int = 50, seed: int = 4) -> list[Direction]:
    """Directions with three texts and eight indicators each, as publishing leaves them; ``a_call`` to a call."""
    pick = random.Random(seed)
    with system_scope("benchmark"):
        found = []
        for call in _calls(directions // a_call, pick):
            found += _directions(call, a_call, pick)
    return found


def _directions(call: Call, count: int, pick: random.Random) -> list[Direction]:
    track = Track.objects.get(call=call)
    rows = Direction._base_manager.bulk_create(
        Direction(call=call, track=track, order=n, place=n) for n in range(1, count + 1)
    )
    versions = DirectionVersion.objects.bulk_create(
        DirectionVersion(direction=row, number=1, printed_number=str(row.place), title=thing(pick)) for row in rows
    )
    kinds = (PartKind.TASK, PartKind.GOAL, PartKind.OTHER)
    parts = [
        DirectionPart(
            version=version,
            order=order,
            kind=kind,
            heading=kind.label,
            text="\n".join(sentence(pick, track.title) for _line in range(8)),
        )
        for version in versions
        for order, kind in enumerate(kinds, start=1)
    ]
    DirectionPart.objects.bulk_create(parts)
    keys = Indicator.objects.bulk_create(Indicator(direction=row) for row in rows for _n in range(8))
    indicators = []
    for place, key in enumerate(keys):
        at = pick.randrange(len(SUBJECTS))
        value, unit, comparator = pick.randrange(1, 1000), UNITS[at], pick.choice(COMPARATORS)
        indicators.append(
            IndicatorVersion(
                indicator=key,
                direction_version=versions[place // 8],
                order=place % 8 + 1,
                subject=SUBJECTS[at],
                comparator=comparator,
                value=value,
                unit=unit,
                text=f"{thing(pick)}{SUBJECTS[at]}{comparator}{value}{unit}",
            )
        )
    IndicatorVersion.objects.bulk_create(indicators)
    amounts = [pick.randrange(1, 60) * 50 for _version in versions]
    FundingTerm.objects.bulk_create(
        FundingTerm(version=version, source="grant", comparator="<=", amount=amount)
        for version, amount in zip(versions, amounts, strict=True)
    )
    _publish(call, track, rows, versions, parts, indicators, amounts)
    return rows


def _publish(call: Call, track: Track, rows, versions, parts, indicators, amounts) -> None:
    searched = []
    for at, version in enumerate(versions):
        lines = [version.title, *(part.text for part in parts[at * 3 : at * 3 + 3])]
        for indicator in indicators[at * 8 : at * 8 + 8]:
            lines += [indicator.subject, indicator.text]
        version.published_at = call.published_at
        searched.append(
            DirectionSearch(
                direction=rows[at],
                call=call,
                track=track,
                place=track.order * 10_000 + rows[at].order,
                amount=amounts[at],
                grams=sorted(set().union(*(grams(line) for line in lines))),
                text="\n".join(normalised(line) for line in lines),
            )
        )
    DirectionSearch.objects.bulk_create(searched)
    DirectionVersion.objects.filter(direction__call=call).update(published_at=call.published_at)
    for row, version in zip(rows, versions, strict=True):
        row.published = version
    Direction._base_manager.bulk_update(rows, ["published"])
