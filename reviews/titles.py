"""Titles of papers and notices: “…关于开展某任务揭榜挂帅申报推荐工作的通知” is about 某任务揭榜挂帅."""

import re

from calls.models import Call

_NOTICE = re.compile(r"关于(?:组织)?开展(?P<matter>.+?)(?:申报推荐|申报|推荐)工作的通知$")


def matter(call: Call) -> str:
    """What the call is about, without the words of a 通知; the whole title where it is worded in another way."""
    found = _NOTICE.search(call.title)
    return found["matter"] if found else call.title


def list_title(call: Call) -> str:
    """附1 of seed 003: “人工智能产业创新任务揭榜单位推荐表”."""
    return f"{matter(call).removesuffix('揭榜挂帅')}揭榜单位推荐表"
