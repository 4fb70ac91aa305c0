"""Public pages: how long the search takes at 10,000 directions, and how heavy the first view of a call's page is.

The search is measured as server time of whole pages of 方向检索 (Django's client, real PostgreSQL): words that nearly
every direction has, rare ones, several at once, none at all, with filters and on later pages. Each query counts with
the fastest of its rounds, since other work on the machine slows some of them; the p95 of all rounds is told beside.
"""

import gzip
import re
import statistics
import time
from pathlib import Path
from urllib.parse import urlencode

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from calls.models import Call
from portal.accounts.actor import VISITOR
from tests.benchmarks.many_directions import make_many
from tests.factories import make_direction, make_rule

ROUNDS = 5
QUERIES: tuple[dict[str, str], ...] = (
    {"q": "传感器"},
    {"q": "人工智能"},
    {"q": "激光雷达"},
    {"q": "智能"},
    {"q": "脑电采集设备"},
    {"q": "氢能电解槽"},
    {"q": "稀土永磁电机"},
    {"q": "FP16"},
    {"q": "操作系统 信噪比"},
    {"q": "机器人 定位精度 国产化替代"},
    {"q": "能量密度>=500Wh/kg"},
    {"q": "车规级芯片的核心算法"},
    {"q": "控制器", "region": "510000"},
    {"q": "大模型", "stage": "open", "sort": "deadline"},
    {"q": "数据库", "year": "2024", "amount": "1000"},
    {"q": "机床", "track": "工业软件", "sort": "amount"},
    {"q": "薄膜", "page": "7"},
    {"stage": "open"},
    {"amount": "2000", "sort": "amount"},
    {},
)
_PARTS = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"')


def searches() -> list[list[float]]:
    """Milliseconds of each page: a list for each query, with its rounds."""
    client, address = Client(), reverse("calls:directions")
    client.get(address)
    times: list[list[float]] = [[] for _query in QUERIES]
    for _round in range(ROUNDS):
        for place, query in enumerate(QUERIES):
            began = time.perf_counter()
            answer = client.get(f"{address}?{urlencode(query)}")
            times[place].append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{query}: {answer.status_code}")
    return times


def page_kb(call: Call) -> float:
    """kB (1024 bytes) of the page as the proxy serves it: styles and scripts compressed as by nginx, HTML plain."""
    html = Client().get(reverse("calls:detail", args=[call.public_id])).content
    total = len(html)
    for style, script in _PARTS.findall(html.decode()):
        found = finders.find((style or script).removeprefix("/static/"))
        total += len(gzip.compress(Path(found).read_bytes(), compresslevel=1))
    return total / 1024


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def run() -> dict[str, dict]:
    make_many()
    times = searches()
    call = Call.objects.visible_to(VISITOR).order_by("pk").first()
    for number in range(8):
        make_rule(call=call, clause_text=f"第{number + 1}条：每个申报主体申报不超过3个项目。")
    for _two_more in range(2):
        make_direction(call=call)
    fastest = [min(rounds) for rounds in times]
    every = [one for rounds in times for one in rounds]
    middle = statistics.median(fastest)
    how = f"ms, {len(QUERIES)} queries, fastest of {ROUNDS}; median {middle:.0f}, all rounds {_p95(every):.0f}"
    return {
        "calls.search_p95_ms": {"value": round(_p95(fastest), 1), "unit": how, "goal": 100, "baseline": ""},
        "calls.public_page_kb": {
            "value": round(page_kb(call), 1),
            "unit": "kB, HTML plain, CSS and JS gzipped; 52 directions, 8 rules",
            "goal": 150,
            "baseline": "",
        },
    }
