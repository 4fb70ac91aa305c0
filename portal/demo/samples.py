"""What the demo's enterprises write into their forms: invented, complete, and clearly an example."""

import io
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache

import pikepdf
from pikepdf import Name

from applications import form_schema as fs
from applications.form_schema import Field, Section
from applications.models import ApplicationVersion
from applications.numbers import show_number, show_target
from applications.sections.indicators import asked
from portal.documents.lettering import text_outline, text_width
from portal.documents.stamping import MILLIMETRE

A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)

#: By the permanent keys of the presets.
FIELDS: Mapping[str, str] = {
    "leader_name": "示例负责人", "leader_title": "总工程师、正高级工程师", "leader_email": "leader@demo.example",
    "leader_phone": "13800000001", "contact_name": "示例联系人", "contact_phone": "13800000002",
    "contact_email": "contact@demo.example", "contact_fax": "无", "legal_representative": "示例法人",
    "registered_capital": "5000", "is_listed": "no", "revenue": "12860.50", "rd_spending": "3120",
    "ai_revenue": "8350", "staff_count": "312", "rd_staff_count": "186", "duration_months": "36",
    "funding_municipal": "480", "funding_own": "5300",
    "introduction": (
        "本单位成立于2015年，主营人工智能软硬件产品的研发、生产和销售，建有省级企业技术中心，拥有授权发明专利三十二项，"
        "牵头或参与制定国家、行业标准五项，产品已在制造、交通、能源等行业应用，曾获省级科技进步奖。（演示数据）"
    ),
}  # fmt: skip
#: By the key of a part of 揭榜任务书 or 项目实施方案; {product} is the application's.
PARTS: Mapping[str, str] = {
    "brief": "攻关产品为“{product}”，围绕榜单任务突破核心算法、关键器件和系统集成技术，形成可规模应用的成套方案。",
    "base_existing": "本单位建有省级企业技术中心和联合实验室，研发人员一百八十六人，近三年承担省级以上项目六项。",
    "base_progress": "“{product}”已完成样机研制，在两家单位试用，累计投入研发经费四千万元，主要性能接近国际先进水平。",
    "plan_goals": "按重点指标填报表逐项达到或超过预期目标，由具备资质的第三方机构在典型场景测试并出具报告。",
    "plan_tasks": "第一年完成关键技术攻关和第一轮测试；第二年完成产品定型、小批量生产和三个以上场景的示范应用。",
    "plan_organisation": "由总工程师牵头，设算法、硬件、系统、测试四个小组，每月调度一次，每季度向推荐单位报告进展。",
    "plan_risks": "关键器件供货不足时启用备选方案并提前备货；指标达不到时由专家组诊断，调整技术路线。",
    "other": "无",
    "problem": "面向榜单提出的需求，解决“{product}”在精度、规模和成本上的突出矛盾，补齐共性技术短板。",
    "route": "采用“数据—算法—平台—应用”一体化路线，先行突破关键算法，再行工程化，最后在示范场景验证。",
    "base": "牵头单位具备完整的研发、中试和测试条件，联合单位提供场景和数据，前期已形成原型系统。",
    "schedule": "第一年完成总体设计和关键算法，第二年完成平台研制，第三年完成应用示范和验收，每年末考核一次。",
    "organisation": "牵头单位负责总体和集成，联合单位承担场景验证；知识产权按贡献约定，设项目协调小组。",
    "budget": "财政经费用于设备、测试和协作研发，单位自筹用于人员、材料和示范建设，均有测算表备查。",
    "benefit": "形成应用示范三项以上，申请发明专利十项以上，三年新增产值不低于一亿元。",
    "risks": "技术风险以双路线并行化解，市场风险以示范用户先行签约化解。",
}
FALLBACK = "按榜单要求执行，详见证明材料。"


def fields(section: Section, version: ApplicationVersion, product: str) -> dict[str, str]:
    """Values for a section of single fields; what the organisation gave of itself stays."""
    organisation = version.application.organisation
    own = {
        "unit_name": organisation.name,
        "credit_code": organisation.credit_code or "",
        "address": organisation.address,
        "ownership": organisation.ownership,
        "product_name": product,
        "product_overview": (
            f"“{product}”面向榜单方向“{version.direction_version.title}”，已完成原型和首轮测试，与三家用户签订试用协议，"
            "累计投入研发经费四千万元。到期末将形成批量供货能力，主要技术指标达到国内领先水平。（演示数据）"
        ),
    }
    return {item.key: _value(item, own) for item in section.fields if item.required or item.key in FIELDS}


def _value(item: Field, own: Mapping[str, str]) -> str:
    known = own.get(item.key) or FIELDS.get(item.key)
    if known is not None:
        return known
    return {fs.DECIMAL: "100", fs.INTEGER: "10", fs.BOOLEAN: "no"}.get(item.kind, FALLBACK)


def indicators(version: ApplicationVersion) -> dict[str, str]:
    """Each required indicator met, every other one surpassed by a tenth; one row in the applicant's own words."""
    rows = {}
    for place, indicator in enumerate(asked(version)):
        prefix, better = f"i{indicator.pk}", -1 if indicator.comparator in ("<", "<=") else 1
        number = show_target(indicator.comparator, indicator.value, indicator.value_max)
        current, target = "样机已实现", "达到国际先进水平" if indicator.qualitative else number
        if indicator.value is not None and indicator.value_max is None:
            current = show_number(_scaled(indicator.value, 100 - 15 * better))
            if place % 2 and indicator.comparator in (">=", ">", "<=", "<"):
                surpassed = _scaled(indicator.value, 100 + 10 * better)
                target = show_target(indicator.comparator, surpassed, None)
        rows |= {f"{prefix}-current": current, f"{prefix}-target": target, f"{prefix}-measurement": "第三方机构实测"}
    own = {"name": "整机功耗", "current": "12", "target": "8", "unit": "W", "measurement": "常温连续工作一小时平均"}
    return rows | {f"own0-{name}": value for name, value in own.items()}


def _scaled(value: Decimal, percent: int) -> Decimal:
    """About that part of the value, away from it; whole where the value is whole."""
    scaled = value * percent / 100
    if value == value.to_integral_value():
        return scaled.to_integral_value(ROUND_CEILING if percent > 100 else ROUND_FLOOR)
    return Decimal(f"{scaled:.3g}")


def narrative(section: Section, name: str) -> dict[str, str]:
    return {
        f"part-{part.key}": PARTS.get(part.key, FALLBACK).format(product=name)
        for part in section.parts
        if part.writable
    }


def participants() -> dict[str, str]:
    return {"p0-name": "示例大学人工智能学院", "p0-task": "承担算法理论研究与测试数据集建设"}


def pledge() -> dict[str, str]:
    names = ("contact_name", "contact_phone", "legal_representative")
    return {"agreed": "on"} | {name: FIELDS[name] for name in names}


@cache
def _line(text: str, size: float, height: float) -> str:
    """Centred, ``height`` mm above the foot of the page; long ones are set smaller to stay on it."""
    width = text_width(text, face="song")
    size = min(size, 170 * MILLIMETRE / width)
    return text_outline(text, face="song", size=size, x=(A4[0] - width * size) / 2, y=height * MILLIMETRE) + " f"


def paper(title: str, organisation: str) -> bytes:
    """A one-page PDF that says what it stands for, for 证明材料."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=A4)
    lines = ((title, 18, 240), (organisation, 14, 215), ("演示文件，不具有任何效力", 14, 195))
    operators = [_line(*line) for line in lines]
    page[Name.Contents] = document.make_stream("\n".join(operators).encode())
    document.docinfo["/Title"] = title
    out = io.BytesIO()
    document.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()
