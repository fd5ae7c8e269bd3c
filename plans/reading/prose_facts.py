"""The plan's own fields where nobody labels them: 项目经理为杜牧, 由陶潜负责, 收银 9.2 上线, 版本 6.4.0."""

import re
from collections.abc import Iterable, Sequence

from plans.reading.blocks import Place
from plans.reading.names import is_name

Prose = Sequence[tuple[Place, str]]

_VERSION = r"[vV]?(?!(?:19|20)\d\d(?!\d))\d{1,4}(?:\.\d{1,4}){1,3}(?![\w.%％])"
_IN_TITLE = re.compile(
    rf"(?<![\w.])(?:[vV](?=\d)|(?!6\.18|11\.11|12\.12)(?={_VERSION}\s?(?:版|正式|发布|上线|升级|投产|割接|切换|迭代|release|rollout|deploy|launch|$))){_VERSION}",
    re.IGNORECASE,
)
"""11.11 大促 is a day of sales, and no version."""
_SAID = re.compile(
    rf"(?<!旧)(?<!原)(?:版本号?|version)\s?(?:为|是|[:：])?\s?(?P<version>{_VERSION})",
    re.IGNORECASE,
)
_RELEASE = re.compile("发布|上线|升级|投产|割接|迭代|release|rollout|deploy|launch", re.IGNORECASE)
_NAME = r"[@＠]?(?P<name>[\u4e00-\u9fff·]{2,4}|[A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20}){1,2})(?=[\s，,。；;、（(）)]|$)"
_LEADS = re.compile(
    rf"(?:项目经理|项目负责人|发布负责人|上线负责人|投产负责人|升级负责人|总负责人|总指挥|release (?:manager|lead|owner))\s?(?:为|是|由|[:：]|is)?\s?{_NAME}"
)
_OPENS = re.compile(rf"(?:^|[，,。；;\s])负责人\s?(?:为|是|[:：])?\s?{_NAME}")
"""负责人 without saying of what: of the release, in what stands above the first heading."""
_ANSWERS = re.compile(
    r"(?:发布|上线|投产|升级|割接|迁移|切换|部署)[^。；;\n]{0,12}[，,]\s?由(?P<name>[\u4e00-\u9fff·]{2,4}?)(?:总体|整体|全面|统一)?负责(?=[，,。；;]|$)"
)


def version_in(title: str, prose: Prose) -> str:
    """The one version that the title of a release names, or that is said above the first heading."""
    head = " ".join(text for place, text in prose if not place.titles)
    if said := _SAID.search(head):
        return said["version"]
    found = [match[0] for match in _IN_TITLE.finditer(title)] if _RELEASE.search(title) else []
    return found[0] if len(found) == 1 else ""


def leader_in(prose: Prose) -> str:
    """Who leads the release as a sentence says it; "" when no sentence does."""
    head = [text for place, text in prose if not place.titles]
    everything = [text for _place, text in prose]
    return _name(_OPENS, head) or _name(_LEADS, everything) or _name(_ANSWERS, everything)


def _name(pattern: re.Pattern[str], texts: Iterable[str]) -> str:
    names = (match["name"] for text in texts for match in pattern.finditer(text))
    return next((name for name in names if is_name(name)), "")


def without_post(text: str) -> str:
    """欧阳修 of 欧阳修（科技部副总）."""
    name = re.sub(r"\s?[（(][^（）()]{1,30}[)）]$", "", text)
    return name if is_name(name) else text
