"""Who the demo consists of: offices, enterprises and people, all of them invented but the offices' names."""

from dataclasses import dataclass

from portal.accounts.roles import Role

#: Of every demo account; production refuses to run with one of these accounts (portal.checks).
PASSWORD = "jiebang-demo-2026"  # noqa: S105
DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class Office:
    key: str
    name: str
    region: str  # code
    is_issuer: bool = False
    is_recommender: bool = False
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An applicant; ``bureau`` is the mailbox of the officer who activates it, empty: it still waits for that.

    The codes carry a valid check digit and belong to nobody.
    """

    key: str
    name: str
    code: str
    region: str
    bureau: str
    ownership: str = "private"


@dataclass(frozen=True, slots=True)
class Person:
    """``at`` is the key of an office or enterprise, empty for those who act for none."""

    name: str
    mailbox: str
    role: str
    at: str = ""

    @property
    def login(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


ADMINISTRATOR = Person("平台管理员", "admin", Role.ADMINISTRATOR)

OFFICES = (
    Office("sichuan", "四川省经济和信息化厅", "510000", is_issuer=True),
    Office("henan", "河南省工业和信息化厅", "410000", is_issuer=True),
    Office("zhengzhou", "郑州市工业和信息化局", "410100", is_issuer=True, is_recommender=True),
    Office("chongqing", "重庆市科学技术局", "500000", is_issuer=True),
    Office(
        "chengdu",
        "成都市经济和信息化局",
        "510100",
        is_recommender=True,
        contact_name="人工智能产业处",
        contact_phone="028-00000001",
    ),
    Office(
        "mianyang",
        "绵阳市经济和信息化局",
        "510700",
        is_recommender=True,
        contact_name="数字经济科",
        contact_phone="0816-0000002",
    ),
    Office(
        "liangjiang",
        "重庆两江新区科技创新局",
        "500000",
        is_recommender=True,
        contact_name="科技项目科",
        contact_phone="023-00000003",
    ),
)

ENTERPRISES = (
    Enterprise("zhixin", "示例智芯科技（成都）有限公司", "91510100MADEM0001U", "510100", "chengdu"),
    Enterprise("yunsuan", "示例云算科技有限公司", "91510700MADEM0002X", "510700", "mianyang"),
    Enterprise("ganzhi", "示例感知智能（成都）有限公司", "91510100MADEM00032", "510100", "chengdu"),
    Enterprise("rongguang", "示例蓉光传感（成都）有限公司", "91510100MADEM00045", "510100", "chengdu", "state"),
    Enterprise("waiting", "示例待核机器人（成都）有限公司", "91510100MADEM00058", "510100", ""),
    Enterprise("yuzhi", "示例渝智科技（重庆）有限公司", "91500000MADEM00062", "500000", "liangjiang"),
    Enterprise("shancheng", "示例山城算力（重庆）有限公司", "91500000MADEM00075", "500000", "liangjiang", "state"),
    Enterprise("zhongyuan", "示例中原智算科技（郑州）有限公司", "91410100MADEM0015J", "410100", "zhengzhou-bureau"),
    Enterprise("songshan", "示例嵩山语音技术（郑州）有限公司", "91410100MADEM0016M", "410100", "zhengzhou-bureau"),
    Enterprise("huanghe", "示例黄河视觉（郑州）有限公司", "91410100MADEM0017Q", "410100", "zhengzhou-bureau", "state"),
)

#: In the order in which a call passes through their hands.
PEOPLE = (
    Person("省厅经办员", "officer", Role.ISSUING_OFFICER, "sichuan"),
    Person("智芯管理员", "zhixin", Role.APPLICANT_ADMIN, "zhixin"),
    Person("智芯填报员", "zhixin-editor", Role.APPLICANT_EDITOR, "zhixin"),
    Person("云算管理员", "yunsuan", Role.APPLICANT_ADMIN, "yunsuan"),
    Person("感知管理员", "ganzhi", Role.APPLICANT_ADMIN, "ganzhi"),
    Person("蓉光管理员", "rongguang", Role.APPLICANT_ADMIN, "rongguang"),
    Person("待核管理员", "waiting", Role.APPLICANT_ADMIN, "waiting"),
    Person("成都审核员", "chengdu", Role.BUREAU_OFFICER, "chengdu"),
    Person("绵阳审核员", "mianyang", Role.BUREAU_OFFICER, "mianyang"),
    Person("专家甲", "expert1", Role.EXPERT),
    Person("专家乙", "expert2", Role.EXPERT),
    Person("专家丙", "expert3", Role.EXPERT),
    Person("省厅审计员", "auditor", Role.AUDITOR, "sichuan"),
    ADMINISTRATOR,
    Person("河南经办员", "henan", Role.ISSUING_OFFICER, "henan"),
    Person("郑州经办员", "zhengzhou", Role.ISSUING_OFFICER, "zhengzhou"),
    Person("重庆经办员", "chongqing", Role.ISSUING_OFFICER, "chongqing"),
    Person("两江审核员", "liangjiang", Role.BUREAU_OFFICER, "liangjiang"),
    Person("渝智管理员", "yuzhi", Role.APPLICANT_ADMIN, "yuzhi"),
    Person("山城管理员", "shancheng", Role.APPLICANT_ADMIN, "shancheng"),
    Person("郑州审核员", "zhengzhou-bureau", Role.BUREAU_OFFICER, "zhengzhou"),
    Person("中原管理员", "zhongyuan", Role.APPLICANT_ADMIN, "zhongyuan"),
    Person("嵩山管理员", "songshan", Role.APPLICANT_ADMIN, "songshan"),
    Person("黄河管理员", "huanghe", Role.APPLICANT_ADMIN, "huanghe"),
)

#: For who registers an organisation of its own in the demo: check digits are right, nobody carries them.
FREE_CODES = ("91510100MADEM0011W", "91510100MADEM00120", "91510700MADEM00132", "91410100MADEM0014F")
