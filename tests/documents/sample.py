"""A 申报书 and a 推荐表 of invented content, of the length and the shape of real ones (seed 003, 附1 and 附2)."""

from pathlib import Path

from django.template import engines

from portal.documents.rendering import document_context

SENTENCES = (
    "本项目面向智能制造现场，研制高精度工业视觉检测系统，突破小样本训练、多类型混合缺陷识别等关键技术。",
    "系统支持 FP32、FP16、INT8 等多种推断精度，单机算力不低于 128TOPS@INT8，典型功耗不超过 75W。",
    "依托现有产线数据积累，已完成3类主要缺陷的标注规范，标注准确率≥97%，漏检率控制在0.5%以内。",
    "团队由算法、光学、结构与软件四个方向的人员组成，其中研发人员占比超过60%，形成“产学研用”协同机制。",
    "到2023年，在仓储物流、石油化工、服装纺织、轨道交通等领域实现集成应用，服务企业不少于50家。",
    "针对光照变化与材质反光带来的不稳定，拟采用多光谱成像与自适应曝光，并以第三方测试报告作为评价依据。",
    "——按季度检查进度，对偏离计划的任务及时调整；潜在问题包括关键器件供货周期、现场数据不足……均有应对举措。",
)
PARTS = (
    ("一、揭榜任务简要介绍", ()),
    ("二、揭榜单位现有基础及相关进展", ("（一）现有基础", "（二）相关进展")),
    (
        "三、重点攻关目标及计划",
        ("（一）2023年预期目标", "（二）重点任务攻关计划", "（三）组织保障机制", "（四）潜在问题及应对举措"),
    ),
    ("四、其他相关事项说明", ()),
)
INDICATORS = (
    ("漏检率", "0.8%", "≤0.5%", "第三方实验室，标准缺陷样片500件"),
    ("误报率", "3.0%", "≤1.0%", "产线连续运行72小时"),
    ("测量精度", "±5 µm", "±2 µm", "标准量块，23℃±1℃"),
    ("识别速度", "12件/秒", "≥20件/秒", "单相机，分辨率5120×5120"),
    ("推断精度支持能力", "FP32、FP16", "FP32、FP16、INT8、INT4", "终端芯片5款以上"),
    ("产业化及应用情况", "2个行业", "4个行业、50家企业", "合同与验收证明"),
    ("存储密度", "10 TB/㎡", "20 TB/㎡", "单位面积 m² 折算"),
)
COMPANY = "四川示例智能装备科技有限公司"


def narrative(length: int, *, start: int = 0) -> str:
    """About `length` characters in paragraphs of four sentences."""
    lines, written, at = [], 0, start
    while written < length:
        line = "".join(SENTENCES[(at + step) % len(SENTENCES)] for step in range(4))
        lines.append(line)
        written += len(line)
        at += 3
    return "\n".join(lines)


def application_context(*, length: int = 6000, indicators: int = 21) -> dict:
    """The content of a 申报书 with a 揭榜任务书 of about `length` characters."""
    count = sum(max(1, len(heads)) for _, heads in PARTS)
    parts = [
        (title, [(head, narrative(length // count, start=number)) for number, head in enumerate(heads or ("",))])
        for title, heads in PARTS
    ]
    return document_context(
        title="人工智能产业创新任务揭榜单位申报材料",
        author=COMPANY,
        company=COMPANY,
        direction="高精度工业视觉检测系统",
        recommender="示例市经济和信息化局",
        code="91510100MA0000000X",
        profile=narrative(480, start=3),
        summary=narrative(980, start=1),
        participants=["示例大学（联合单位）", "昇玥智能（成都）有限公司（联合单位）"],
        indicators=[INDICATORS[row % len(INDICATORS)] for row in range(indicators)],
        parts=parts,
    )


def recommendation_context(*, rows: int = 300) -> dict:
    """The content of a 推荐表 with this many recommended applications."""
    return document_context(
        title="人工智能产业创新任务揭榜单位推荐表",
        recommender="示例市经济和信息化局",
        rows=[
            {
                "rank": rank,
                "company": f"四川示例第{rank}智能科技有限公司",
                "direction": "高精度工业视觉检测系统" if rank % 2 else "人工智能开发服务平台及工具",
                "product": f"面向产线的视觉检测系统 V{rank}.0",
                "reason": SENTENCES[rank % len(SENTENCES)],
                "person": "联系人",
                "phone": f"138****{rank:04d}",
            }
            for rank in range(1, rows + 1)
        ],
    )


def sample_html(name: str, context: dict) -> str:
    """HTML of one of the sample templates beside this file."""
    source = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return engines["django"].from_string(source).render(context)
