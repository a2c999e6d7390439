"""Numerals: as one counts in Chinese, in Word's forms of automatic numbers, and read back."""

from __future__ import annotations

import unicodedata

_DIGITS = "〇一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {"零": 0, "○": 0, "两": 2}
_TENFOLD = {sign: value for value, sign in _UNITS}
_DIGIT_FORMS = ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital")
_COUNTED_FORMS = (
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting"),
    *("taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting"),
)
# Forms of numbers that are one character each, and the first of those characters.
_ENCLOSED = {
    "decimalEnclosedCircle": (20, "①"),
    "decimalEnclosedCircleChinese": (10, "①"),
    "decimalEnclosedFullstop": (20, "⒈"),
    "decimalEnclosedParen": (20, "⑴"),
    "ideographEnclosedCircle": (10, "㊀"),
}


def numeral(number: int, form: str) -> str:
    """``number`` in one of the forms that Word's ``w:numFmt`` names; an unknown one is decimal."""
    if number < 1:
        return "" if form in ("none", "bullet") else str(number)
    if form in _COUNTED_FORMS:
        return counted(number)
    if form in _DIGIT_FORMS:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return counted(number, shortened=False).translate(_FORMAL)
    if form in _ENCLOSED:
        last, first = _ENCLOSED[form]
        return chr(ord(first) + number - 1) if number <= last else str(number)
    return _other(number, form)


def _other(number: int, form: str) -> str:
    match form:
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{number:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord("０") + int(digit)) for digit in str(number))
        case "upperLetter" | "lowerLetter":
            letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter if form == "upperLetter" else letter.lower()
        case "upperRoman" | "lowerRoman":
            return _roman(number) if form == "upperRoman" else _roman(number).lower()
        case "ideographTraditional":
            return _STEMS[(number - 1) % len(_STEMS)]
        case "ideographZodiac":
            return _BRANCHES[(number - 1) % len(_BRANCHES)]
    return str(number)


def counted(number: int, *, shortened: bool = True) -> str:
    """``number`` from 1 to 9999 as one counts in Chinese: 三, 十二, 一百零三; else in digits."""
    if not 0 < number < 10000:
        return str(number)
    words, rest, skipped = "", number, False
    for unit, sign in _UNITS:
        digit, rest = divmod(rest, unit)
        if digit:
            words += ("零" if skipped else "") + _DIGITS[digit] + sign
            skipped = False
        else:
            skipped = bool(words)
    if rest:
        words += ("零" if skipped else "") + _DIGITS[rest]
    return words[1:] if shortened and words.startswith("一十") else words


def value(text: str) -> int | None:
    """The number that ``text`` means: 12, １２, ⑫, 十二, 一百零三, 一〇三; None if it is none."""
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and unicodedata.category(text) == "No":
        number = unicodedata.numeric(text)
        return int(number) if number.is_integer() else None
    if not all(sign in _VALUES or sign in _TENFOLD for sign in text):
        return None
    if not any(sign in _TENFOLD for sign in text):
        return int("".join(str(_VALUES[sign]) for sign in text))
    return _value_of_counted(text)


def _value_of_counted(text: str) -> int | None:
    """Of a numeral with 十, 百 or 千, each of which must be smaller than the one before."""
    total, digit, last = 0, 0, 10000
    for sign in text:
        if sign in _TENFOLD:
            unit = _TENFOLD[sign]
            if unit >= last:
                return None
            total, digit, last = total + (digit or 1) * unit, 0, unit
        elif digit:
            return None
        else:
            digit = _VALUES[sign]
    return total + digit


def _roman(number: int) -> str:
    words = ""
    for worth, sign in _ROMAN:
        times, number = divmod(number, worth)
        words += sign * times
    return words
