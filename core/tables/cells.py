"""Read one cell as a number, in every way in which people and programs write numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

LONGEST_NUMBER = 80
MISSING = frozenset(
    ["", "-", "--", "---", "?", ".", "..", "...", "…", ":", "/", "na", "n/a", "n.a.", "#n/a", "<na>", "nan",
     "null", "none", "nil", "missing", "*", "**", "***", "****", "*****"]
)  # fmt: skip
_INFINITE = frozenset(["inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "+∞", "-∞"])
_PLAINER = str.maketrans("−‐‑‒–—―﹘﹣－０１２３４５６７８９．，＋％", "-" * 10 + "0123456789.,+%")
"""One minus for all that stand for it, and what Japanese and Chinese keyboards write in full width."""
_UNSEEN = "\ufeff\u200b\u200e\u200f\u202a\u202c\u2066\u2069"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")

_GROUPS = MappingProxyType({".": r"[,\s’'´`]", ",": r"[.\s’'´`]"})
"""By the decimal mark, what may stand between groups of three digits: the same throughout."""
_EXPONENT = r"(?:\s?[eEdD]\s?[+-]?[0-9]{1,5}|\s?[x×*·]\s?10(?:(?:\^|\*\*)\s?[+-]?[0-9]{1,3}|[⁻⁺]?[⁰¹²³⁴-⁹]{1,3}))"


def _pattern(mark: str) -> re.Pattern[str]:
    """Return how a number is written with a decimal mark: digits in groups, as in India too, or with an exponent."""
    point = re.escape(mark)
    indian = r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}" if mark == "." else ""
    grouped = rf"(?:[1-9][0-9]{{0,2}}(?P<g>{_GROUPS[mark]})[0-9]{{3}}(?:(?P=g)[0-9]{{3}})*{indian})(?:{point}[0-9]*)?"
    plain = rf"(?:[0-9]+(?:{point}[0-9]*)?|{point}[0-9]+)"
    fortran = rf"[0-9]*{point}[0-9]+[+-][0-9]{{3}}"  # before three digits it drops the letter
    return re.compile(rf"[+-]?\s?(?:{grouped}|{plain}{_EXPONENT}?|{fortran})")


_WRITTEN = MappingProxyType({mark: _pattern(mark) for mark in (".", ",")})
_CODES = (
    "USD|EUR|GBP|CHF|JPY|CNY|INR|BRL|RUB|KRW|AUD|CAD|NZD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|ZAR|MXN|ARS|CLP|COP|"
    "PEN|UYU|SGD|HKD|TWD|THB|IDR|MYR|PHP|VND|ILS|AED|SAR|EGP|NGN|KES|GHS|PKR|BDT|LKR|UAH"
)
_CURRENCY = "|".join(
    [
        r"(?:R|US|AU|A|CA|C|NZ|HK|NT|S|MX|AR|CL|COL)?\s?\$", "[€£¥￥₹₽₩₪₫₴₦₱฿₺¢₡₲₵₸]", r"SFr\.?", r"Fr\.", r"Rs\.?",
        r"kr\.?", "Kč", "zł", "Ft", "lei", r"руб\.?", "₨", "元", "円", "원", _CODES,
    ]
)  # fmt: skip
_LETTERS = r"[A-Za-zÀ-ɏͰ-Ͽ°℃℉Ωµ][^\W\d_]{0,9}(?:\^?-?[1-4]|[⁻]?[²³])?"
_UNIT = rf"{_LETTERS}(?:[/·* ]{_LETTERS}){{0,2}}"
_FLAG = (
    r"(?<=[0-9.,)])\s+(?:[bcdefinprsuz]{1,3}|\([a-z0-9]{1,2}\))|\s*(?:[*†‡§]+|\[\w{1,3}\]|[¹²³⁴-⁹]+)|(?<=[0-9])[A-F]"
)
_AFFIXED = re.compile(
    rf"(?P<sign>[+-]?)\s*(?:(?P<before>{_CURRENCY})\s*)?(?P<sign_in>[+-]?)\s*"
    r"(?P<number>[0-9.,][^A-Za-z]*?(?:[eEdD]\s?[+-]?[0-9]+)?)(?P<minus>-?)"
    rf"(?:\s*(?P<after>{_CURRENCY}|%|‰)|(?P<flag>{_FLAG})|\s*(?P<unit>{_UNIT}))?"
)
_PARENTHESES = re.compile(rf"(?P<before>(?:{_CURRENCY})?)\s*\((?P<inside>[^()]+)\)\s*(?P<after>(?:{_CURRENCY}|%)?)")
_ROUND = re.compile(r"(?<=[0-9])[.,]--?(?=$|\s)")
"""How a price without cents is written in Switzerland and Germany: 5.– and 5,--."""
_ACCOUNTING_ZERO = re.compile(rf"(?P<sign>{_CURRENCY})\s*-{{1,2}}\s*")
"""Excel writes 0 dollars so: $ -."""
_ORDINAL = re.compile(r"st|nd|rd|th|am|pm|e|er|ème|º|ª|h", re.IGNORECASE)
_MONTH = re.compile(r"(jan|feb|mär|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]*\.?", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}(?:[ T].*)?")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9.,]+)?(?: ?[AaPp][Mm])?")


@dataclass(frozen=True)
class Cell:
    """A cell taken apart.

    Attributes:
        number: The part that may be a number, without signs, flags and units; the whole text where nothing was found.
        marks: The decimal marks with which it is a number: both, one, or none.
        sign: Its sign of percent or currency, or an empty string.
        unit: Letters after the number that may be a unit, or an empty string.
        flag: A flag after the number, as statistics offices put them, or an empty string.
        accounting: Whether parentheses say minus.
    """

    number: str
    marks: tuple[str, ...] = ()
    sign: str = ""
    unit: str = ""
    flag: str = ""
    accounting: bool = False

    def value(self, mark: str) -> float:
        """Return the number as written with this decimal mark; NaN if it is none, infinite if it is too large."""
        return _float(self.number, mark) if mark in self.marks else math.nan

    @property
    def ambiguous(self) -> bool:
        """Return whether its point or comma may stand for decimals or for thousands."""
        return len(self.marks) == 2 and ("." in self.number or "," in self.number)


def _marks(number: str) -> tuple[str, ...]:
    if len(number) > LONGEST_NUMBER:
        return ()
    return tuple(mark for mark, written in _WRITTEN.items() if written.fullmatch(number))


_ODD = re.compile(r"[^0-9.,eE+-]|[0-9.][+-]")


def _float(number: str, mark: str) -> float:
    if not _ODD.search(number):
        return float(number.replace(".", "").replace(",", ".") if mark == "," else number.replace(",", ""))
    digits = re.sub(r"[\s’'´`]" if mark == "." else r"[\s’'´`.]", "", number).replace(",", "." if mark == "," else "")
    digits = re.sub(r"[x×*·]10(?:\^|\*\*)?", "e", digits).translate(_SUPERSCRIPTS)
    digits = re.sub(r"(?<=[0-9.])([+-][0-9]{3})$", r"e\1", digits)
    return float(re.sub("[dD]", "e", digits))


def plain(text: str) -> str:
    """Return a cell's text with one kind of minus, and without the spaces and quotation marks around it."""
    inner = text.strip().strip(_UNSEEN).strip().translate(_PLAINER)
    if inner.startswith('="') and inner.endswith('"'):  # as spreadsheets are kept from changing a number
        inner = inner[1:]
    while len(inner) >= 2 and inner[0] == inner[-1] and inner[0] in "\"'":
        inner = inner[1:-1].strip()
    return _ROUND.sub("", inner.removeprefix("'"))


def take_apart(text: str) -> Cell:
    """Take a cell apart into its number, and what stands around it."""
    inner = plain(text)
    if len(inner) > LONGEST_NUMBER:
        return Cell(inner)
    if not re.search("[0-9]", inner):
        nothing = _ACCOUNTING_ZERO.fullmatch(inner)
        return Cell("0", (".", ","), _tidy(nothing["sign"])) if nothing else Cell(inner)
    if marks := _marks(inner):
        return Cell(inner, marks)
    if enclosed := _PARENTHESES.fullmatch(inner):
        cell = take_apart(enclosed["inside"])
        sign = enclosed["before"] or enclosed["after"] or cell.sign
        if cell.marks and not cell.number.startswith(("-", "+")) and not cell.unit and not cell.flag:
            return Cell("-" + cell.number, cell.marks, _tidy(sign), accounting=True)
    return _affixed(inner)


def _affixed(inner: str) -> Cell:
    """Take a sign of currency, a unit or a flag off a number."""
    found = _AFFIXED.fullmatch(inner)
    if found is None or (found["before"] and found["after"]):
        return Cell(inner)
    signs = "".join(found[name] or "" for name in ("sign", "sign_in", "minus"))
    number = signs + found["number"].strip()
    marks, unit = _marks(number), found["unit"] or ""
    if len(signs) > 1 or not marks or _ORDINAL.fullmatch(unit) or _MONTH.fullmatch(unit):
        return Cell(inner)
    sign = _tidy(found["before"] or found["after"] or "")
    return Cell(number, marks, sign, unit.strip(), (found["flag"] or "").strip())


def _tidy(sign: str) -> str:
    return sign.replace(" ", "").replace("￥", "¥")


def is_number(text: str) -> bool:
    """Return whether a cell is a number in one way of writing or another."""
    return bool(take_apart(text).marks)


def is_missing(text: str) -> bool:
    """Return whether a cell says that there is no number, perhaps with a flag that says why."""
    inner = plain(text).lower()
    return inner in MISSING or bool(re.fullmatch(r":\s?[a-z]{1,2}", inner))


IS_MISSING = "is missing"
IS_TEXT = "is text, not a number"
_MARK_NAMES: Mapping[str, str] = MappingProxyType({".": "point", ",": "comma"})


def reason(text: str, mark: str) -> str:
    """Say what keeps a cell from being a number with this decimal mark: the rest of a sentence."""
    inner, cell = plain(text), take_apart(text)
    if is_missing(inner):
        return IS_MISSING
    if inner.lower() in _INFINITE:
        return "is not a finite number"
    if inner.startswith("="):
        return "is a formula, not its value"
    if inner.startswith("#"):
        return "is a spreadsheet's error"
    if cell.marks and mark not in cell.marks:
        here, others = _MARK_NAMES["," if mark == "." else "."], _MARK_NAMES[mark]
        return f"has a decimal {here}, the others have a {others}"
    if _DATE.fullmatch(inner[:LONGEST_NUMBER]):
        return "is a date, not a number"
    if _TIME.fullmatch(inner[:LONGEST_NUMBER]):
        return "is a time, not a number"
    if inner[:1] in "<>≤≥~≈" and is_number(inner[1:].lstrip("=")):
        return "is a bound, not a number"
    return IS_TEXT
