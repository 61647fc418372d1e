"""The guideline's table of intervals, written a second time and on purpose not with the extractor's code."""

import math
import re

DIGITS = dict(zip("零〇一二两三四五六七八九", [0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9], strict=True))
POWERS = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000}
ARABIC = r"\d[\d,]*(?:\.\d+)?"
HAN = "[零〇一二两三四五六七八九十廿卅百千]+"
NUMBER = rf"(?:{ARABIC}[百千万]?|{HAN}万?)"
MORE = "[余多]"
COUNTED = "[名人个支户家位处所口]"


def number(text):
    """Read a numeral without hedges."""
    text = text.replace(",", "")
    arabic = re.fullmatch(r"(\d+(?:\.\d+)?)([百千万]?)", text)
    if arabic:
        return round(float(arabic[1]) * POWERS[arabic[2]])
    total = section = digit = 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in "廿卅":
            section += {"廿": 20, "卅": 30}[character]
        elif character == "万":
            total, section, digit = total + (section + digit or 1) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * POWERS[character], 0
    return total + section + digit


def place_value(value):
    """Return u of the table: the place value of the last digit that is not zero."""
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit


def around(value):
    half = max(place_value(value) / 2, 0.05 * value)
    return math.ceil(value - half), math.floor(value + half)


def _range(text):
    found = re.match(rf"(?:约)?({NUMBER})({MORE})?{COUNTED}?(?:至|—|-|到|~)({NUMBER})({MORE})?", text)
    if not found:
        return None
    low, high = number(found[1]), number(found[3])
    if found[3][-1] in "百千万" and low < 100:
        low *= POWERS[found[3][-1]]
    return low, high + place_value(high) - 1 if found[4] else high


def _idiom(text):
    """Read the forms without one numeral: 十几, 数百, 上千, 百余, 三四百, 两三名."""
    if re.match("十几", text):
        return 11, 19
    found = re.match("[几数](十万|百万|十|百|千|万)?", text)
    if found:
        power = POWERS[found[1] or ""]
        return 2 * power, 10 * power - 1
    found = re.match("[上成](百|千|万)", text)
    if found:
        return POWERS[found[1]], None
    found = re.match(f"(百|千|万){MORE}", text)
    if found:
        return POWERS[found[1]] + 1, 2 * POWERS[found[1]] - 1
    found = re.match(f"([一二两三四五六七八])([两二三四五六七八九])(十|百|千|万)?(?={COUNTED})", text)
    if found:
        power = POWERS[found[3] or ""]
        return DIGITS[found[1]] * power, (DIGITS[found[2]] + (power > 1)) * power - (power > 1)
    found = re.match(f"十([一二三四五六七八])([二三四五六七八九])(?={COUNTED})", text)
    if found:
        return 10 + DIGITS[found[1]], 10 + DIGITS[found[2]]
    found = re.match(rf"(\d)、(\d)(?={COUNTED})", text)
    return (int(found[1]), int(found[2])) if found else None


HEDGED = re.compile(
    rf"(?P<hedge>约|大约|大概|近|将近|接近|超过|超|逾|突破|不少于|至少|最少|不足|不到|不满|不超过|至多|最多)?"
    rf"(?:有|到|发现)?"
    rf"(?P<head>{ARABIC}|{HAN}|)(?P<more>{MORE})?(?P<wan>万)?(?P<rest>\d[\d,]*|{HAN})?(?P<tail>来|{MORE})?"
)


def _written_out(text):
    """Write digits before 千 and 百 as one numeral: 1万3千多 -> 13000多, 6千5百 -> 6500."""
    return re.sub(
        r"(?:(\d+)万)?(\d)千(?:(\d)百)?",
        lambda m: str(int(m[1] or 0) * 10_000 + int(m[2]) * 1000 + int(m[3] or 0) * 100),
        text,
    )


def derive(text):
    """Return the inclusive bounds that the table gives for a count's text."""
    text = _written_out(text.replace("至少逾", "至少"))
    special = _range(text) or _idiom(text)
    if special:
        return special
    found = HEDGED.match(text)
    head, rest = found["head"] or "1", found["rest"]
    value = number(head + ("万" if found["wan"] else "")) + (number(rest) if rest else 0)
    unit = place_value(value)
    if found["wan"] and not rest and "." not in head:
        # what stands before 万 is counted by it: 20余万 by tens of it, 10万多 by one
        if found["more"]:
            unit = place_value(number(head)) * 10_000
        elif found["tail"] not in (None, "来"):
            unit = min(unit, 10_000)
    more = found["more"] or (found["tail"] if found["tail"] != "来" else None)
    above = (value + 1, value + unit - 1)
    hedge = found["hedge"] or ""
    if hedge in ("约", "大约", "大概") or found["tail"] == "来" or re.search("左右|上下", text):
        low, high = around(value)
        return (min(low, above[0]), max(high, above[1])) if more else (low, high)
    if hedge in ("近", "将近", "接近"):
        return value - unit + 1, value + unit - 1 if more else value - 1
    if hedge in ("超过", "超", "逾", "突破"):
        return value + 1, None
    if hedge in ("不少于", "至少", "最少") or text.endswith("以上"):
        return value, None
    if hedge in ("不足", "不到", "不满"):
        return None, value - 1
    if hedge in ("不超过", "至多", "最多") or text.endswith("以下"):
        return None, value
    return above if more else (value, value)
