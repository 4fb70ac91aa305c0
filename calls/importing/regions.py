"""The region a call is for: a province, or the city or county whose bureau issues it."""

import re

_SIGNS = (
    "北京京 天津津 上海沪 重庆渝 河北冀 山西晋 辽宁辽 吉林吉 黑龙江黑 江苏苏 浙江浙 安徽皖 福建闽 江西赣 山东鲁 "
    "河南豫 湖北鄂 湖南湘 广东粤 海南琼 四川川 贵州黔 云南滇 陕西陕 甘肃甘 青海青 台湾台 内蒙古蒙 广西桂 西藏藏 "
    "宁夏宁 新疆新 香港港 澳门澳"
)
# name → sign (川), as in 川内
PROVINCES = {pair[:-1]: pair[-1] for pair in _SIGNS.split()}
CITIES = {"北京", "天津", "上海", "重庆"}
AUTONOMOUS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}
_PROVINCE = re.compile("|".join(PROVINCES))
_LOCAL = re.compile(
    rf"^(?:(?:{'|'.join(PROVINCES)})(?:省|自治区|壮族自治区)?)?(?P<name>[\u4e00-\u9fff]{{2,6}}?(?:市|州|盟|地区|新区|区|县))"
)


def province_name(short: str) -> str:
    if short in CITIES:
        return short + "市"
    return AUTONOMOUS.get(short, short + "省")


def region_in(issuer: str, title: str, whole: str) -> tuple[str, bool]:
    """(name of the region, inferred). A city's bureau wins over the province named in its basis documents."""
    for text in (issuer, title.split("关于")[0]):
        text = re.sub(r"^(?:19|20)\d{2}年", "", text)
        if match := _LOCAL.match(text):
            return match[0], False
        if match := _PROVINCE.match(text):
            return province_name(match[0]), False
    if match := _PROVINCE.search(title):
        return province_name(match[0]), False
    inside = {short: len(re.findall(rf"{sign}内(?![容部存])", whole)) for short, sign in PROVINCES.items()}
    best = max(inside, key=lambda short: inside[short])
    if inside[best]:
        return province_name(best), True
    return "", False
