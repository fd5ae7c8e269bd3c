"""Gray stages in running text: 先放 1%，观察 30 分钟，再放 10% … 最后全量.

Only where nothing else can be meant: shares that grow, in a text that speaks of traffic, none of
them a bound of some figure.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from plans.reading.blocks import Content, Paragraph
from plans.reading.context import Reading, Scene
from plans.reading.recognise.stages import Stage, held_each, read_stage, staged_reading, take_each
from plans.reading.registry import recogniser
from plans.reading.text import clean

_CLAUSE = re.compile(
    r"[，,；;。！!\n]|\.(?=\s|$)|(?=(?:然后|接着|随后|之后|最后|最终|再(?=[放切开扩升]))(?!每))|(?=(?:放量?|扩大?|扩容|提升|升|切|调整?|放大|切量?|加)(?:到|至))|\b(?=then\b|finally\b)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"灰度|放量|切流|放流|引流|导流|流量|金丝雀|canary|rollout|roll out|ramp|traffic|of users",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?<![\d.])(?P<n>\d{1,3}(?:\.\d{1,4})?)\s?[%％]")
_FULL = re.compile(
    r"全量|全网|全部放开|全部(?:流量|用户)|所有(?:流量|用户)|full rollout|everyone", re.I
)
_BOUND = re.compile(
    r"[<>≤≥＜＞]|超过|低于|高于|小于|大于|不足|达到|以上|以下|成功率|失败率|错误率|使用率|可用性|占用|覆盖率|每次|各放|"
    r"\b(?:above|below|exceeds?|under|over|less|more|error|success|cpu|memory)\b",
    re.IGNORECASE,
)
_RUN = re.compile(r"\d[\d.]{0,4}\s?[%％](?:\s?[、/-]\s?\d[\d.]{0,4}\s?[%％]){2,20}")
_LONGEST, _FEWEST = 600, 3


@recogniser("stages", anywhere=True, order=55)
def read_flowing(block: Content, scene: Scene) -> Reading | None:
    """A paragraph that tells its stages one after the other."""
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST:
        return None
    text = clean(block.text)
    if not (scene.is_named(strength=1, depth=1) or _CUE.search(text)):
        return None
    short, each = take_each(text)
    stages = [held_each(stage, each) for stage in _stages(short)]
    shares = [stage.percent for stage in stages if stage.percent is not None]
    if len(shares) < _FEWEST or any(a >= b for a, b in pairwise(shares)):
        return None
    return staged_reading(stages, text, scene, "")


def _stages(text: str) -> Iterator[Stage]:
    """A stage for each clause with a share, with the clauses that follow it; none when in doubt."""
    told: list[str] = []
    for clause in (part.strip() for part in _CLAUSE.split(text)):
        shares = [] if _BOUND.search(clause) else _SHARE.findall(clause)
        if run := _RUN.search(clause) if len(shares) > 1 else None:
            told += [f"{share}%" for share in _SHARE.findall(run[0])]
            continue
        if len(shares) > 1:
            return
        if shares or (_FULL.search(clause) and not _BOUND.search(clause)):
            told.append(clause)
        elif told and clause:
            told[-1] += f"，{clause}"
    yield from (read_stage(part) for part in told)
