"""People's names in running text."""

import re
from collections.abc import Iterator

_HANZI = r"[\u4e00-\u9fff·]"
_CHINESE = re.compile(rf"^{_HANZI}{{2,4}}$|^{_HANZI}{{2,6}}·{_HANZI}{{1,8}}$")
_LATIN = re.compile(
    r"^[A-Z][a-zA-Z'’-]{1,20}(?: [A-Z][a-zA-Z.'’-]{0,20}){0,3}$|^[a-z][a-z0-9]{1,19}(?:[._-][a-z0-9]{1,19}){0,2}$"
)
_NOT_NAMES = re.compile(
    "人员|负责|环境|团队|部门|小组|待定|全体|相关|所有|开发|测试|运维|产品|前端|后端|服务|客户|维护|管理|经理|总监|主管"
    "|联系|电话|邮箱|方式|可选|必选|必须|可能|根据|需要|完成|说明|备注|包括|以及|或者|审批|值班|业务|数据|系统|应用"
    "|发布|上线|验证|回滚|灰度|监控|通知|确认|智能|默认|暂无|没有|不涉及|其他|等等|如有|已有|原有|当前|全部|部分|生产|预发"
)
_APART = re.compile(r"[，,、;；/&＆\n]|\s+和\s*|(?<=\S)(?:和|及|与)(?=\S)|\s{2,}")
_SPACED = re.compile(r"\s+")
_CONTACT = re.compile(
    r"(?:\+?86[- ]?)?1[3-9]\d{9}|\+\d{1,3}(?:[- ]\d{2,4}){2,4}|\d{3,4}-\d{7,8}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\[[^\]\n]*(?:联系|电话|手机|邮箱|phone|contact|mail)[^\]\n]*\]"
    r"|(?:微信|钉钉|飞书|企微|QQ|电话|手机|分机|邮箱|wechat|phone|tel|ext)\s*[:：.]?\s*[\w@.+-]+",
    re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Whether this may well be one person's name: two to four hanzi, a Latin name, a user name."""
    plain = text.strip().lstrip("@＠")
    if _NOT_NAMES.search(plain) or re.match(r"[vV]?\d", plain):
        return False
    return bool(_CHINESE.match(plain) or _LATIN.match(plain))


def split_names(text: str) -> list[str]:
    """The parts of a list of names, whatever stands between them."""
    parts = [part.strip() for part in _APART.split(text) if part and part.strip()]
    return [name for part in parts for name in _spaced(part)]


def _spaced(text: str) -> Iterator[str]:
    """张三 李四 are two people, Ann Lee is one."""
    words = _SPACED.split(text)
    if len(words) > 1 and all(_CHINESE.match(word) for word in words):
        yield from words
    else:
        yield text


def take_contact(text: str) -> tuple[str, str]:
    """The text without telephone, mail address or the like, and those."""
    found = [match[0] for match in _CONTACT.finditer(text)]
    rest = _CONTACT.sub(" ", text)
    return re.sub(r"[（(]\s*[)）]", "", rest).strip(" ，,、:：/-"), " ".join(found)
