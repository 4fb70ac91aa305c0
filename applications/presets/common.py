"""What the forms of 工信部2021 (seed 003 附2) and 河南2023 (seed 001 附件2) share, in the documents' words."""

from applications.form_schema import (
    BOOLEAN,
    CHOICE,
    CREDIT_CODE,
    DECIMAL,
    EMAIL,
    EVIDENCE,
    INTEGER,
    PARTICIPANTS,
    PHONE,
    PLEDGE,
    TEXTAREA,
    EvidenceKind,
    Field,
    Limit,
    Section,
)  # fmt: skip
from portal.accounts.models.organisation import Ownership

NOTES = (
    "揭榜单位应仔细阅读《{guide}》的有关说明，如实、详细地填写每一部分内容。",
    "除另有说明外，申报表中栏目不得空缺。申报表要求提供证明材料处，请补充附件。",
    "揭榜主体所申报的产品需拥有知识产权，对报送的全部资料真实性负责，对能否按计划完成重点揭榜任务作出有效承诺，"
    "并签署企业承诺声明（见“揭榜任务承诺书”模板）。",
)
COVER = ("揭榜方向", "揭榜单位", "推荐单位", "申报日期")
LAST_YEAR = "指上一个财年（提供证明材料）"

REVENUE, SPENDING, CAPABILITY, HONOURS, PERFORMANCE = "revenue", "rd_spending", "capability", "honours", "performance"


def people(lead: str = "揭榜负责人") -> tuple[Field, ...]:
    """揭榜负责人 and 申报联系人, four columns each."""
    return (
        Field("leader_name", "姓名", column="profile.leader_name", group=lead),
        Field("leader_title", "职务职称", column="profile.leader_title", group=lead),
        Field("leader_email", "邮箱", EMAIL, column="profile.leader_email", group=lead),
        Field("leader_phone", "手机", PHONE, column="profile.leader_phone", group=lead),
        Field("contact_name", "姓名", column="profile.contact_name", group="申报联系人"),
        Field("contact_phone", "手机", PHONE, column="profile.contact_phone", group="申报联系人"),
        Field("contact_email", "邮箱", EMAIL, column="profile.contact_email", group="申报联系人"),
        Field("contact_fax", "传真", column="profile.contact_fax", group="申报联系人", help="没有传真的填“无”"),
    )


def unit_fields(revenue_label: str, *, lead: str = "揭榜负责人") -> tuple[Field, ...]:
    """The upper part of 申报表, from 单位名称 to 研发人员人数."""
    return (
        Field("unit_name", "单位名称", column="profile.unit_name", help="全称（如实填写）"),
        *people(lead),
        Field("legal_representative", "法定代表人", column="profile.legal_representative"),
        Field("registered_capital", "注册资本", DECIMAL, column="profile.registered_capital", unit="万元"),
        Field("address", "单位地址", column="profile.address"),
        Field("credit_code", "组织机构代码/三证合一码", CREDIT_CODE, column="profile.credit_code"),
        Field(
            "ownership",
            "单位性质",
            CHOICE,
            column="profile.ownership",
            choices=tuple((o.value, str(o.label)) for o in Ownership),
        ),
        Field(
            "ownership_other", "其他单位性质", column="profile.ownership_other", help="单位性质为“其他”时请注明",
            required=False, needed_if="ownership=other",
        ),
        Field("is_listed", "是否上市公司", BOOLEAN, column="profile.is_listed"),
        Field(
            "revenue", "整体业务收入", DECIMAL, column="profile.revenue", unit="万元", help=LAST_YEAR, evidence=REVENUE
        ),
        Field(
            "rd_spending", "研发投入", DECIMAL, column="profile.rd_spending", unit="万元", help=LAST_YEAR,
            evidence=SPENDING,
        ),
        Field("ai_revenue", revenue_label, DECIMAL, column="profile.ai_revenue", unit="万元"),
        Field("staff_count", "单位人数", INTEGER, column="profile.staff_count", unit="人"),
        Field("rd_staff_count", "研发人员人数", INTEGER, column="profile.rd_staff_count", unit="人"),
    )  # fmt: skip


INTRODUCTION = Field(
    "introduction",
    "揭榜单位简介",
    TEXTAREA,
    column="profile.introduction",
    help="包括成立时间、主营业务、主要产品、技术实力、发展历程等基本情况，以及所获专利、标准、知识产权、"
    "所获竞赛类奖励荣誉等情况（需提供证明材料附后）",
    limit=Limit(500),
    evidence=CAPABILITY,
)


def overview(year: int) -> Field:
    """揭榜产品概述 with the year by which the goals hold."""
    return Field(
        "product_overview",
        "揭榜产品概述",
        TEXTAREA,
        column="profile.product_overview",
        help=f"包括揭榜产品/服务简介、投融资概况、相关研发和应用水平，{year}年预期将达到的技术及产业化应用水平等情况"
        "（多个领域产品可分别描述）",
        limit=Limit(1000),
    )


PRODUCT_NAME = Field("product_name", "揭榜产品名称", column="version.product_name")


def participants(clause: str) -> Section:
    return Section(
        "participants",
        PARTICIPANTS,
        "参与单位",
        clause=clause,
        help="每行一家单位。没有参与单位的，请勾选“无参与单位”。",
    )


def five_proofs(clause: str) -> Section:
    """揭榜单位相关证明材料: the same five kinds in both documents."""
    return Section(
        "evidence",
        EVIDENCE,
        "揭榜单位相关证明材料",
        clause=clause,
        evidence=(
            EvidenceKind(REVENUE, "揭榜单位上一财年主营业务收入证明材料", "财务会计报表、纳税证明等"),
            EvidenceKind(SPENDING, "揭榜单位上一财年研发投入证明材料", "财务会计报表等"),
            EvidenceKind(CAPABILITY, "揭榜单位研发能力证明材料", "获得专利、标准、知识产权等"),
            EvidenceKind(
                HONOURS, "揭榜单位相关荣誉证明材料", "高新技术企业、企业技术中心、重点实验室、比赛奖励等相关证明材料"
            ),
            EvidenceKind(
                PERFORMANCE, "攻关产品/服务当前性能指标及应用推广效果证明材料", "如第三方测试材料等"
            ),
        ),
    )  # fmt: skip


def pledge(*, basis: str, what: str, year: int, clause: str) -> Section:
    """揭榜任务承诺书 in the document's words; {product} stands for the blank that the applicant fills."""
    return Section(
        "pledge",
        PLEDGE,
        "揭榜任务承诺书",
        clause=clause,
        text=(
            f"根据《{basis}》要求，我单位提交了{{product}}{what}参评。",
            "现就有关情况承诺如下：",
            "1. 我单位对所报送的全部资料真实性负责，保证所报送的产品和应用解决方案拥有知识产权，"
            "所报送产品和服务符合国家有关法律法规及相关产业政策要求。",
            "2. 我单位所报送的产品和服务符合国家保密规定，未涉及国家秘密、个人隐私和其他敏感信息。",
            "3. 相关材料中的文字和图片已经由我单位审核，确认无误。",
            "我单位对违反上述承诺导致的后果承担全部法律责任。",
            "我单位将根据揭榜工作方案要求，增强大局意识，切实承担主体责任，在揭榜任务实施期间认真组织、重点推进、"
            f"加强保障，全力完成重点任务攻关，力求在 {year} 年取得实质进展，达到或超过预期目标。",
        ),
    )
