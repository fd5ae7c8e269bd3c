"""Bytes → text: by content, whatever the file is called."""

import unicodedata

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from plans.reading.errors import Unreadable
from plans.reading.refused import reason_against

MOST_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 2_000_000
MOST_LINES = 50_000
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OTHERS = ("gb18030", "utf-16-le", "utf-16-be", "big5", "cp950")
_LOOKED_AT = 200_000
_COMMON = frozenset(
    "\n\t　，。、；：？！（）《》“”【】－—…·"
    "的一是不了在人有我他这中大来上个国和地到说们为子你时要就出会可也对生能而那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明"
    "性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世"
    "位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量"
    "再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完"
    "设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔布划测试版线窗升级审批回滚灰库"
    "這來個國們為時會對說過發後經麼沒動還進樣從無與長機關點業將兩間問應戰頭體見產東聲員論處義條題電數報結務場計資統區隊決馬書"
    "卻達強難權設記類據張該規萬術領傳師觀讓識帶導爭運佈劃測試線審庫"
)


def decode(data: bytes) -> str:
    """The text of a file with line feeds only; Unreadable with a sentence when it is none."""
    refuse_size(data)
    if not data.strip():
        raise Unreadable(_("文件是空的，没有可以导入的内容。"))
    if reason := reason_against(data):
        raise Unreadable(reason)
    text = _tidy(_text_of(data))
    if not text.strip():
        raise Unreadable(_("文件是空的，没有可以导入的内容。"))
    _refuse_length(text)
    return text


def refuse_size(data: bytes) -> None:
    """Unreadable when the file is too big to be looked at."""
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise Unreadable(_("文件超过 %(most)s MB，请拆分后再导入。") % {"most": most})


def _refuse_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES:
        raise Unreadable(
            _("文件超过 %(lines)s 行或 %(characters)s 字，请拆分后再导入。")
            % {"lines": MOST_LINES, "characters": MOST_CHARACTERS}
        )


def _text_of(data: bytes) -> str:
    """By its mark, as UTF-8 where it is that, else the encoding that gives the most familiar text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name)
    if (text := _decoded(data, "utf-8")) is not None:
        return text
    found = [text for name in _OTHERS if (text := _decoded(data, name)) is not None]
    found += [text for text in [_mended(data)] if text is not None]
    if found:
        return max(found, key=_familiarity)
    return _guess(data)


def _decoded(data: bytes, name: str) -> str | None:
    """The text, None when it is none in this encoding."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return text if _is_prose(text) else None


def _mended(data: bytes) -> str | None:
    """UTF-8 with a broken sign here and there."""
    text = data.decode("utf-8", "replace")
    few = text.count("\ufffd") * 100 <= len(text)
    return text if few and _is_prose(text.replace("\ufffd", "")) else None


def _familiarity(text: str) -> float:
    """The share of signs that documents are made of; a wrong encoding gives rare ones."""
    sample = text[:20_000]
    return sum(sign in _COMMON or " " <= sign <= "~" for sign in sample) / len(sample)


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        raise Unreadable(_("文件的编码标记与内容不符，请另存为 UTF-8 后再试。")) from None


def _guess(data: bytes) -> str:
    best = from_bytes(data[:_LOOKED_AT]).best()
    text = _decoded(data, best.encoding) if best else None
    if text is None:
        raise Unreadable(_("认不出文件的编码，请另存为 UTF-8 后再试。"))
    return text


def _is_prose(text: str) -> bool:
    """Hardly any control or unassigned characters: a wrong encoding is full of them."""
    sample = text[:20_000]
    if sample.count("\x00") * 4 <= len(sample):
        sample = sample.replace("\x00", "")
    odd = sum(
        unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") and sign not in "\t\n\r\f"
        for sign in sample
    )
    return bool(sample) and odd * 100 <= len(sample)


def _tidy(text: str) -> str:
    """One kind of line end, no byte order mark, no NUL (databases refuse it)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    for sign in ("\ufeff", "\x00", "\u2028", "\u2029", "\x0b"):
        plain = plain.replace(sign, "" if sign in ("\ufeff", "\x00") else "\n")
    return plain.replace("\u00a0", " ")
