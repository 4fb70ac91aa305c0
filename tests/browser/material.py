"""What the two enterprises of the chain write: invented, complete after 附2 of seed 003."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.accounts.codes import credit_code
from tests.applications.helpers import pdf

CALL = "四川省经济和信息化厅关于开展人工智能产业创新任务揭榜挂帅申报推荐工作的通知"
DIRECTION = "智能传感器"
#: Products: the one whose way is followed, one that fails 形式审查, one for the reserve, one that is declined.
LIDAR, EEG, CLOUD_CHIP, EDGE_CHIP = "车规级固态激光雷达", "柔性干式脑电电极", "云端训练芯片", "边缘推断芯片"
EVIDENCE = ("revenue", "rd_spending", "capability", "honours", "performance")
OWN_INDICATOR = {
    "name": "整机功耗", "current": "12", "target": "8", "unit": "W", "measurement": "常温连续工作一小时的平均值",
}  # fmt: skip
NARRATIVE = {
    "part-brief": "攻关产品为车规级固态激光雷达，采用自研发射与接收芯片，面向高等级自动驾驶。",
    "part-base_existing": "本单位建有省级企业技术中心，拥有发明专利三十二项。",
    "part-base_progress": "样机已完成两万公里道路测试，累计投入研发经费四千万元。",
    "part-plan_goals": "到 2023 年探测距离、视场角和可靠性达到任务要求，由第三方机构测试。",
    "part-plan_tasks": "第一阶段完成芯片流片，第二阶段完成整机定型，第三阶段小批量装车验证。",
    "part-plan_organisation": "由总工程师牵头，设芯片、光学、算法、测试四个小组。",
    "part-plan_risks": "芯片良率不及预期时启用备选工艺，并提前锁定产能。",
    "part-other": "无",
}


@dataclass(frozen=True)
class Enterprise:
    """An organisation with the person who registers it."""

    name: str
    code: str
    login: str
    person: str
    contact: str
    phone: str

    @property
    def registration(self) -> dict[str, str]:
        return {
            "name": self.name,
            "credit_code": self.code,
            "ownership": "private",
            "address": "成都市高新区示例路1号",
            "legal_representative": "示例法人",
            "contact_name": self.contact,
            "contact_phone": self.phone,
        }

    @property
    def profile(self) -> dict[str, str]:
        """申报表 as far as the organisation's own data do not fill it."""
        return {
            "leader_name": "示例负责人", "leader_title": "总工程师", "leader_email": "leader@demo.example",
            "leader_phone": "13800000001", "contact_name": self.contact, "contact_phone": self.phone,
            "contact_email": "contact@demo.example", "contact_fax": "无", "legal_representative": "示例法人",
            "registered_capital": "5,000", "address": "成都市高新区示例路1号", "ownership": "private",
            "is_listed": "no", "revenue": "12 000.50", "rd_spending": "3000", "ai_revenue": "8000",
            "staff_count": "300", "rd_staff_count": "180",
            "introduction": f"{self.name}成立于2015年，主营智能传感器与自动驾驶感知系统。",
        }  # fmt: skip

    @property
    def pledge(self) -> dict[str, str]:
        return {
            "contact_name": self.contact, "contact_phone": self.phone, "legal_representative": "示例法人",
            "agreed": "on",
        }  # fmt: skip


CHIP = Enterprise(
    "示例智芯科技（成都）有限公司", credit_code(1), "admin@chip.example", "智芯管理员", "智芯联系人", "13800000011"
)
CLOUD = Enterprise("示例云算科技有限公司", credit_code(2), "13900000022", "云算管理员", "云算联系人", "13800000022")


def product(name: str) -> dict[str, str]:
    return {"product_name": name, "product_overview": f"{name}采用自研芯片，已完成样机，2023 年批量应用。"}


def proofs(folder: Path) -> Iterator[tuple[str, Path]]:
    """A small real PDF for each kind of 证明材料."""
    folder.mkdir(exist_ok=True)
    for kind in EVIDENCE:
        path = folder / f"证明材料-{kind}.pdf"
        path.write_bytes(pdf(kind))
        yield kind, path
