"""Which way a requirement points: words and signs before and after a value, and what the subject is."""

import re

BEFORE: tuple[tuple[str, str], ...] = (
    # Longest first, so that 不超过 is not read as 超过.
    (
        ">=",
        r"不少于|不低于|不小于|不弱于|不短于|大于等于|大于或等于|高于或等于|至少达到|至少达|至少为|至少有|至少|最少为|最少|最低支持|最低达到|最低为|最低|不亚于|不劣于|≥",
    ),
    (
        "<=",
        r"不超过|不超出|不高于|不大于|不多于|不长于|不迟于|小于等于|小于或等于|低于或等于|至多|最多|最高不超过|最大不超过|≤|不得超过|不得高于|控制到",
    ),
    (">", r"超过|大于|高于|多于|超出|突破|长于|超|>"),
    ("<", r"小于|低于|少于|短于|快于|<"),
    ("reach", r"可以达到|可达到|达到了|达到|达成|可达|达|优于|好于"),
    ("=", r"等于|为|是|=|支持|约为|约"),
)
_BEFORE = tuple((op, re.compile(rf"(?:{words})(?:了|到|至|约|近|在)?\s?±?\s?$")) for op, words in BEFORE)
# 至少/不少于 may stand a verb away from its number: 至少支持 3 种, 至少覆盖两类.
_FAR = re.compile(
    r"(?P<op>至少|最少|不少于|不低于|最多|至多|不超过)(?:能够|能|可)?(?:支持|兼容|适配|具备|包括|包含|覆盖|涵盖|完成|实现|形成|建成|建设|开展|提供|选取|服务|接入|应用于|应用|在|有|含|应有|需|达到|培养|突破|研制)\s?$"
)
# 不超过极限张力的60%: a share of something.
_SHARE = re.compile(
    r"(?P<op>不低于|不少于|不小于|至少达到|至少为|不超过|不高于|不大于|≥|≤|高于|低于|小于|大于|超过)[^，。；、：\d≥≤<>=（(]{1,14}的\s?$"
)
_SHARE_OPS = {"不低于": ">=", "不少于": ">=", "不小于": ">=", "至少达到": ">=", "至少为": ">=", "≥": ">=", "高于": ">",
              "大于": ">", "超过": ">", "低于": "<", "小于": "<"}  # fmt: skip
# 尺寸精度±0.15mm, 控温精度优于±0.2℃: at most so far off.
_WITHIN = re.compile(
    r"(?:(?:优于|好于|达到|为|在|控制在)\s?|(?<=[\u4e00-\u9fffA-Za-z])(?<!不超过)(?<!不低于)(?<!不大于)(?<!不高于)(?<!小于)(?<!大于))±\s?$"
)
_AT_LEAST_THEN = re.compile(r"(?:至少|最少)[^，。；、≥≤<>=\d]{1,24}$")
AFTER: tuple[tuple[str, re.Pattern[str]], ...] = (
    (">=", re.compile(r"\s?(?:及以上|或以上|（含）以上|\(含\)以上|以上|起|\+(?!\d))")),
    ("<=", re.compile(r"\s?(?:及以下|或以下|（含）以下|以下|以内|之内|内(?!存|部|置|容|外|核|嵌|涵|地|网|窥|镜))")),
    ("about", re.compile(r"\s?(?:左右|上下)")),
)
# 3种型号以上
_AFTER_NOUN = re.compile(r"[\u4e00-\u9fff]{1,3}?(?:及以上|以上)")
DELTA = re.compile(
    r"(?:提升|提高|降低|减少|缩短|增长|增加|下降|节约|节省|压缩|加快|扩大|改善|下调|节能)(?:了|约|幅度|比例|率)?(?:达到|达)?\s?$"
)
DELTA_TO = re.compile(r"(?P<verb>提升|提高|降低|减少|缩短|增长|增加|下降|压缩|控制|降|升|减|缩|提)(?:到|至)\s?$")
DELTA_VERB = re.compile(r"提升|提高|降低|减少|缩短|增长|增加|下降|节约|节省|压缩")
# Quantities of which less is better; 精度 only when it is given as a length, an angle, a time or of full scale.
LESS = re.compile(
    r"误差|偏差|延迟|时延|延时|时间|耗时|用时|功耗|能耗|损失|损耗|误识|误报|漏报|漏检|误检|错误率|误码|丢包|拒识率|虚警|重量|体积|尺寸|阻抗|噪声|间隔|周期|"
    r"差距|抖动|漂移|失真|成本|不确定度|盲区|占用"
    r"|电阻|压降|漏率|泄漏|漏电|暗电流|插损|串扰|杂散|相位噪声|检测限|检出限|残留|渗漏|破碎|损伤|缺陷率|杂质|死亡率|发病率|能耗|含水率"
)
ACCURACY = re.compile(
    r"精度|分辨|精确度|准确度|稳定性|稳定度|灵敏度|分辨力|一致性|重复性|均匀性|线性度|平面度|垂直度|平行度|粗糙度"
)
#: Units in which more accuracy is a larger number; in any other it is the size of an error.
RATE_UNIT = re.compile(r"^(?:%|‰|级|位|bits?|像素|万像素|px|pixel|dpi|[KkP]|倍|帧|[Ff][Pp][Ss]|个|项|)$")


def less_is_better(subject: str, unit: str) -> bool:
    tail = subject[-14:]
    if ACCURACY.search(tail):
        return not RATE_UNIT.match(unit)
    found = list(LESS.finditer(tail))
    # 使用时间, 续航时间, 飞行时间: the longer the better.
    return bool(found) and not re.search(
        r"续航|续驶|连续|飞行|工作时间|运行时间|放电时间|寿命|无故障|免维护|能力|补偿|裕量|余量|动态范围|有效", tail
    )


def comparator(before: str, after: str, unit: str) -> tuple[str, int, int]:
    """(op, characters used before, characters used after); op "" when nothing says how to compare.

    ``before`` is the clause up to the number, ``after`` what follows the unit.
    """
    op, used = _comparator_before(before, unit)
    for follows, pattern in AFTER:
        match = pattern.match(after)
        if match and follows == "about":
            return op or "=", used, match.end()
        if match and not (op in {"<", "<=", ">"} and follows == ">="):
            return follows, used, match.end()
    match = _AFTER_NOUN.match(after)
    if match and op in {"", "="} and re.search(r"[个种类项款条家台套件]$", unit):
        return ">=", used, match.end()
    return op, used, 0


def _comparator_before(before: str, unit: str) -> tuple[str, int]:
    match = DELTA_TO.search(before)
    if match:
        return ("<=" if re.search("降|减|缩|压缩|控制", match["verb"]) else ">="), len(match[0])
    match = _FAR.search(before)
    if match:
        return ("<=" if match["op"] in {"最多", "至多", "不超过"} else ">="), len(match[0])
    match = _SHARE.search(before)
    if match and unit in {"%", "‰", "倍"}:
        return _SHARE_OPS.get(match["op"], "<="), len(match[0])
    if match := _WITHIN.search(before):
        return "<=", len(match[0])
    for op, pattern in _BEFORE:
        match = pattern.search(before)
        if not match:
            continue
        if op == "reach":
            subject = before[: match.start()]
            return ("<=" if less_is_better(subject, unit) else ">="), len(match[0])
        return op, len(match[0])
    if DELTA.search(before):
        return ">=", 0
    return (">=" if _AT_LEAST_THEN.search(before) else ""), 0
