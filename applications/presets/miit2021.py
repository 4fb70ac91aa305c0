"""工信部2021: 申报材料（格式）of seed 003 附2, section by section."""

from applications.form_schema import FIELDS, INDICATORS, NARRATIVE, Limit, Part, Schema, Section
from applications.presets import common

#: Goals are named two years after the call ("2021年…" asks for "2023年目标").
YEARS_TO_GOAL = 2


def task_plan(goal_year: int) -> Section:
    """揭榜任务书: four parts; 原则上不超过6000字."""
    return Section(
        "task_plan",
        NARRATIVE,
        "揭榜任务书",
        clause="附2“揭榜任务书”",
        help="任务书篇幅不宜过长，原则上不超过 6000 字，重点讲述攻关目标及计划部分；如果申报多个领域，"
        "请按此模板分别填报任务书。",
        limit=Limit(6000, must=False),
        parts=(
            Part("brief", "一、揭榜任务简要介绍", "攻关产品或方案名称，涉及的主要技术、创新方向、发展趋势及前景等。"),
            Part("base", "二、揭榜单位现有基础及相关进展", writable=False),
            Part(
                "base_existing",
                "（一）现有基础",
                "本单位行业地位、科研资质、技术基础、知识产权、创新能力、人才与团队实力、主要优势、"
                "主办/协办/参加的相关赛事等。",
                level=2,
            ),
            Part(
                "base_progress",
                "（二）相关进展",
                "本单位重点攻关产品或服务的现有技术水平（对比国际先进水平）、创新及应用情况、相关研发人员、"
                "资金投入情况等。",
                level=2,
            ),
            Part("plan", "三、重点攻关目标及计划", writable=False),
            Part("plan_goals", f"（一）{goal_year} 年预期目标", "指标数值，含义，测试场景及评价方式等。", level=2),
            Part("plan_tasks", "（二）重点任务攻关计划", "时间进度、阶段性任务、细化目标等", level=2),
            Part("plan_organisation", "（三）组织保障机制", "攻关团队、组织方式、协调机制等", level=2),
            Part("plan_risks", "（四）潜在问题及应对举措", level=2),
            Part("other", "四、其他相关事项说明", "没有的填“无”"),
        ),
    )


def build(year: int, basis: str = "") -> Schema:
    """The form for a call of ``year``; ``basis`` is the superior notice that the pledge names."""
    goal = year + YEARS_TO_GOAL
    basis = basis or f"工业和信息化部办公厅关于组织开展 {year} 年人工智能创新任务揭榜挂帅工作的通知"
    table = "附2“揭榜单位申报表”"
    return Schema(
        title=f"{year} 年人工智能产业创新任务揭榜单位申报材料",
        cover=common.COVER,
        notes=tuple(n.format(guide=f"{year}年人工智能产业创新任务揭榜挂帅申报指南") for n in common.NOTES),
        sections=(
            Section(
                "profile",
                FIELDS,
                "单位情况",
                clause=table,
                fields=(*common.unit_fields("其中与人工智能业相关的业务收入"), common.INTRODUCTION),
            ),
            common.participants(f"{table}参与单位栏"),
            Section(
                "product",
                FIELDS,
                "揭榜产品概述",
                clause=table,
                fields=(common.PRODUCT_NAME, common.overview(goal)),
                directions="重点产品方向",
            ),
            Section(
                "indicators",
                INDICATORS,
                "重点指标填报表",
                clause="附2“重点指标填报表”注1、2",
                help="指标需包含“揭榜任务和预期目标”中所提及的指标，可在此基础上合理增加。目标至少为预计可实现的"
                "指标下限值，鼓励提出超过预期目标的目标。指标不对外公开，仅用于专家和评测机构评价参考。",
                year=goal,
            ),
            task_plan(goal),
            common.five_proofs("附2“揭榜单位相关证明材料”"),
            common.pledge(basis=basis, what="产品/方案", year=goal, clause="附2“揭榜任务承诺书”"),
        ),
    )
