"""Who plays in the main job, and what the project manager mends after the import."""

from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = ROOT.parent / "shared" / "seeds" / "000_313b174b108b3ba6.txt"
OWN = ROOT / "tests" / "documents" / "coupon.md"
PASSWORD = "main-job-2026"


@dataclass(frozen=True)
class Script:
    """A document, its people {user name: name in the document} and who does what."""

    document: Path
    people: dict[str, str]
    pm: str
    lead: str
    tester: str
    product: str
    ops: str
    apps: list[list[str]]
    """Applications by batch."""
    late: str
    """An application of the second batch that somebody tries too early."""
    mends: dict[str, dict[tuple[int, str], str]] = field(default_factory=dict)
    """{section: {(row number, column label): what is typed}}."""


FLAG = "refund-by-coin"
USERS = "固定用户：user-00001、user-00002、user-00003"

MENDS: dict[str, dict[tuple[int, str], str]] = {
    "configs": {
        (1, "应用"): "coin-center",
        (1, "命名空间"): "application",
        (1, "配置键"): "coin.refund.enabled",
        (1, "发布值"): "true",
        (1, "描述"): "返豆总开关",
    },
    "jobs": {(1, "cron 表达式"): "0 0 2 * * ?", (1, "任务描述"): "清理压测订单"},
    "switches": {
        (1, "应用"): "coin-center",
        (1, "命名空间"): "application",
        (1, "配置键"): "coin.refund.enabled",
        (1, "回滚值"): "false",
        (1, "回滚说明"): "关闭返豆",
    },
    "ramps": {
        (1, "开关标识"): FLAG,
        (1, "环境"): "prod",
        (1, "应用"): "coin-center",
        (1, "命名空间"): "application",
        (1, "配置键"): "coin.refund.percent",
    },
    "stages": {(1, "对象"): USERS, **{(row, "观察时长"): "20秒" for row in range(1, 6)}},
}

SEED_SCRIPT = Script(
    document=SEED,
    people={
        "wuji": "无忌", "mengxi": "梦溪", "fangde": "方德", "zijie": "子杰", "ziwen": "子文",
        "yunfan": "云帆", "luyu": "鲈鱼", "wuchen": "无尘", "kurong": "枯荣", "yanfei": "焱非",
    },
    pm="wuji", lead="mengxi", tester="fangde", product="ziwen", ops="yunfan",
    apps=[
        ["coin-center", "promotion-platfom", "promotion-platform-rest"],
        ["trade-web-buy", "trade-web-orderbuyer", "Item-detail"],
        ["trade-web-refund", "marketing-center"],
    ],
    late="trade-web-buy",
    mends=MENDS,
)  # fmt: skip

OWN_SCRIPT = Script(
    document=OWN,
    people={
        "qinchuan": "秦川", "luyao": "陆遥", "jiangli": "江离", "wenqing": "闻青",
        "anhe": "安和", "shuoyue": "朔月", "beichen": "北辰",
    },
    pm="qinchuan", lead="luyao", tester="jiangli", product="anhe", ops="beichen",
    apps=[["coupon-center", "coupon-platfrom"], ["order-web"], ["refund-web"]],
    late="order-web",
    mends={
        **MENDS,
        "configs": {**MENDS["configs"], (1, "应用"): "coupon-center"},
        "switches": {**MENDS["switches"], (1, "应用"): "coupon-center"},
    },
)  # fmt: skip

SCRIPT = SEED_SCRIPT if SEED.exists() else OWN_SCRIPT
