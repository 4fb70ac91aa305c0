"""河南2023: 申报材料 of seed 001 附件2: 单位情况, 揭榜任务基本信息, its own outline, no 重点指标填报表."""

from applications.form_schema import FIELDS, NARRATIVE, Limit, Part, Schema, Section
from applications.presets import common

YEARS_TO_GOAL = 2


def task_plan(goal_year: int) -> Section:
    """揭榜任务书; 原则上不超过5000字."""
    return Section(
        "task_plan",
        NARRATIVE,
        "揭榜任务书",
        clause="附件2“揭榜任务书”",
        help="任务书篇幅不宜过长，原则上不超过 5000 字，重点讲述攻关目标及计划部分；如果申报多个领域，"
        "请按此模板分别填报任务书。",
        limit=Limit(5000, must=False),
        parts=(
            Part("task", "一、揭榜任务介绍", writable=False),
            Part("task_brief", "（一）揭榜任务名称及简介", level=2),
            Part("task_scope", "（二）适用范围/预期用途", "预期的适用范围、应用场景、目标人群等。", level=2),
            Part(
                "task_value",
                "（三）任务价值及效益等",
                "包括预期经济效益情况、社会效益以及其他方面等情况。",
                level=2,
            ),
            Part("base", "二、揭榜单位现有基础及相关进展", writable=False),
            Part(
                "base_existing",
                "（一）现有基础",
                "揭榜单位行业地位、科研资质（如高新技术企业、企业技术中心、重点实验室等）、技术基础、人才与团队实力、"
                "主要优势等。揭榜单位创新能力，如获得论文、专利、软件著作权、标准、专著、比赛奖励等。"
                "揭榜负责人资质及工作经验。项目团队承担国家相关项目情况等。",
                level=2,
            ),
            Part(
                "base_progress",
                "（二）相关进展",
                "揭榜单位现有技术水平（对比国际先进水平）、创新及应用情况、相关研发人员、资金投入情况等。",
                level=2,
            ),
            Part("plan", "三、重点攻关目标及计划", writable=False),
            Part(
                "plan_goals",
                f"（一）{goal_year} 年预期目标",
                "主要技术指标、功能指标及性能指标等数值、含义，测试场景及评价方式等。",
                level=2,
            ),
            Part("plan_tasks", "（二）重点任务攻关计划", "时间进度、阶段性任务、细化目标等。", level=2),
            Part(
                "plan_organisation",
                "（三）组织保障机制",
                "攻关团队、组织方式、协调机制、产学研用情况（如参与单位工作基础、支撑能力等）、协同创新能力"
                "（如团队成员项目合作、联合实验室等）。",
                level=2,
            ),
            Part("plan_risks", "（四）潜在问题及应对举措", level=2),
            Part("other", "四、其他相关事项说明", "没有的填“无”"),
        ),
    )


def build(year: int, basis: str = "") -> Schema:
    """The form for a call of ``year``; ``basis`` is the superior notice that the pledge names."""
    goal = year + YEARS_TO_GOAL
    basis = basis or "工业和信息化部组织开展未来产业创新任务揭榜挂帅申报工作的通知"
    return Schema(
        title=f"{year} 年未来产业创新任务揭榜单位申报材料",
        cover=common.COVER,
        notes=tuple(n.format(guide=f"{year}年未来产业创新任务揭榜挂帅申报指南") for n in common.NOTES),
        sections=(
            Section(
                "profile",
                FIELDS,
                "单位情况",
                clause="附件2申报表“一、单位情况”",
                fields=(*common.unit_fields("其中与通用人工智能相关的业务收入"), common.INTRODUCTION),
            ),
            common.participants("附件2申报表“参与单位”栏"),
            Section(
                "product",
                FIELDS,
                "揭榜任务基本信息",
                clause="附件2申报表“二、揭榜任务基本信息”",
                fields=(common.PRODUCT_NAME, common.overview(goal)),
            ),
            task_plan(goal),
            common.five_proofs("附件2“揭榜单位相关证明材料”"),
            common.pledge(basis=basis, what="任务", year=goal, clause="附件2“揭榜任务承诺书”"),
        ),
    )
