"""重大专项: for calls like seeds 000 and 004, which print directions with 考核指标, money and term but no form.

It asks for what those calls decide on: 拟解决问题, 技术路线, 考核指标响应, 经费 by source (资助强度), 实施周期.
"""

from applications.form_schema import (
    DECIMAL,
    EVIDENCE,
    FIELDS,
    INDICATORS,
    INTEGER,
    NARRATIVE,
    EvidenceKind,
    Field,
    Limit,
    Part,
    Schema,
    Section,
)  # fmt: skip
from applications.presets import common

FUNDING = (
    Field(
        "funding_bounty", "申请榜单金额", DECIMAL, unit="万元", fact="funding.bounty", required=False,
        help="公布榜单金额的方向填写，不超过榜单金额；其他方向留空",
    ),
    Field(
        "funding_municipal", "申请市级财政经费", DECIMAL, unit="万元", fact="funding.municipal", required=False,
        help="公布资助强度的方向填写，不超过该方向的资助上限；其他方向留空",
    ),
    Field(
        "funding_district", "申请区级财政经费", DECIMAL, unit="万元", fact="funding.district", required=False,
        help="以市区（县）联动方式实施的项目填写；没有的留空",
    ),
    Field("funding_own", "承担单位出资", DECIMAL, unit="万元", fact="funding.own"),
)  # fmt: skip


def build(year: int, basis: str = "") -> Schema:
    """The form for a call of ``year``; ``basis`` is the notice that the pledge names."""
    basis = basis or f"{year} 年人工智能重大科技专项“揭榜挂帅”项目申报通知"
    goal = year + 3
    return Schema(
        title=f"{year} 年人工智能重大科技专项“揭榜挂帅”项目申报书",
        cover=("申报方向", "牵头单位", "推荐单位", "申报日期"),
        notes=(
            "申报单位应仔细阅读申报指南，如实、详细地填写每一部分内容。",
            "除另有说明外，各栏目不得空缺；要求提供证明材料处，请补充附件。",
        ),
        sections=(
            Section(
                "profile",
                FIELDS,
                "牵头单位情况",
                clause="申报书“牵头单位情况”",
                fields=(
                    *common.unit_fields("其中与人工智能相关的业务收入", lead="项目负责人"),
                    common.INTRODUCTION,
                ),
            ),
            common.participants("申报书“联合申报单位”"),
            Section(
                "product",
                FIELDS,
                "项目基本信息",
                clause="申报指南",
                fields=(
                    Field("product_name", "项目名称", column="version.product_name"),
                    Field("duration_months", "实施期限", INTEGER, unit="个月", fact="duration_months"),
                ),
            ),
            Section("budget", FIELDS, "项目经费", clause="申报指南“资助强度”", fields=FUNDING),
            Section(
                "indicators",
                INDICATORS,
                "考核指标响应",
                clause="申报指南“考核指标”",
                help="对该方向的考核指标逐项响应，可增加自有指标。",
            ),
            Section(
                "task_plan",
                NARRATIVE,
                "项目实施方案",
                clause="申报指南“拟解决问题”“考核指标”",
                limit=Limit(8000, must=False),
                parts=(
                    Part("problem", "一、拟解决问题", "对应该方向的需求目标或拟解决问题，说明现状、难点和意义。"),
                    Part("route", "二、技术路线", "研究内容、技术路线、创新点。"),
                    Part("base", "三、现有基础", "牵头单位和联合申报单位的研发基础、团队与条件。"),
                    Part("schedule", "四、进度安排与考核节点", "按年度说明阶段任务、里程碑和考核方式。"),
                    Part("organisation", "五、组织实施", "联合申报单位分工、协调机制、知识产权归属。"),
                    Part("budget", "六、经费测算说明", "各来源经费的主要用途和测算依据。"),
                    Part("benefit", "七、预期成果与效益", "应用示范、经济和社会效益。"),
                    Part("risks", "八、风险及应对"),
                ),
            ),
            Section(
                "evidence",
                EVIDENCE,
                "证明材料",
                clause="申报指南“申报条件”",
                evidence=(
                    EvidenceKind(common.REVENUE, "牵头单位上一年度财务报表", "经审计的财务会计报告"),
                    EvidenceKind(common.SPENDING, "研发投入证明材料", "研发费用专项审计报告等"),
                    EvidenceKind(common.CAPABILITY, "研发能力证明材料", "专利、软件著作权、标准、资质等"),
                    EvidenceKind("own_funding", "出资能力证明材料", "银行资信证明、出资承诺等"),
                    EvidenceKind(
                        "district", "区（县）配套承诺", "市区（县）联动项目须提供区（县）盖章的配套承诺", required=False
                    ),
                ),
            ),
            common.pledge(basis=basis, what="项目", year=goal, clause="申报书“承诺书”"),
        ),
    )  # fmt: skip
