"""What a connection to an HTTP target is asked."""

import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.connecting import Option, Setup
from gray.drivers.asking import CA, TIMEOUT
from gray.drivers.base import DriverError, Exposure, Place
from gray.drivers.http.blanks import AMOUNTS, blanks_of, names_in, unknown_in
from gray.drivers.http.judging import no_statuses
from gray.drivers.http.ladder import Ladder, no_ladder
from gray.drivers.http.pointing import no_pointer

METHODS = tuple((name, name) for name in ("PUT", "PATCH", "POST", "DELETE", "GET"))
SAME = ("", gettext_lazy("和上面一样"))
TYPES = tuple(
    (name, name)
    for name in (
        "application/json", "application/json-patch+json", "application/merge-patch+json",
        "application/strategic-merge-patch+json", "application/apply-patch+yaml",
        "application/x-www-form-urlencoded", "application/xml", "text/plain",
    )
)  # fmt: skip
OFF, FULL = gettext_lazy("关闭流量和 0%"), gettext_lazy("放到 100%")
BACK, SUCCESS = gettext_lazy("读回"), gettext_lazy("怎样算成功")
AMOUNT, NETWORK = gettext_lazy("比例和档位"), gettext_lazy("网络")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*)")
_OURS = frozenset({"host", "content-length", "connection", "transfer-encoding", "content-type"})


def headers_in(text: str) -> dict[str, str]:
    """“Name: value”, a line for each. Raises ValueError with a sentence."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _HEADER.fullmatch(line)
        if match is None:
            raise ValueError(_("请求头每行写成“名称: 值”，这一行不是：%(line)s") % {
                "line": line[:50]
            })  # fmt: skip
        if match[1].casefold() in _OURS:
            raise ValueError(_("请求头 %(name)s 由系统自己写，请去掉。") % {"name": match[1]})
        found[match[1]] = match[2]
    return found


def _no_headers(text: str) -> str:
    try:
        headers_in(text)
    except ValueError as error:
        return str(error)
    return unknown_in(text)


def _no_missing(text: str) -> str:
    return "" if text.isascii() and text.isdecimal() and int(text) <= 100 else _("请写 0 到 100。")


OPTIONS = (
    Option("method", gettext_lazy("方法"), default="PUT", choices=METHODS),
    Option(
        "address", gettext_lazy("地址"), check=unknown_in,
        help=gettext_lazy("可以带 {{…}}，例如 https://gate.example.com/flags/{{flag}}；主机名要直接写出来。"),
    ),
    Option(
        "headers", gettext_lazy("请求头"), required=False, lines=True, check=_no_headers,
        help=gettext_lazy("每行一个，例如 Authorization: Bearer {{secret}}。"),
    ),
    Option(
        "secret", gettext_lazy("密钥"), secret=True, required=False,
        help=gettext_lazy("在请求头、地址或请求体里用 {{secret}} 引用。"),
    ),
    Option(
        "content_type", gettext_lazy("请求体的类型"), default="application/json", choices=TYPES
    ),
    Option(
        "body", gettext_lazy("请求体"), required=False, lines=True, check=unknown_in,
        help=gettext_lazy(
            "JSON 里不加引号的 {{percent}} 是数，加了引号就是文字。"
            "可用：percent、remaining、fraction、hundredths、step、step_index、flag、key、env、"
            "application、namespace、users、machines、plan_id、idempotency_key。"
        ),
    ),
    Option("off_method", gettext_lazy("方法"), required=False, choices=(SAME, *METHODS), group=OFF),
    Option(
        "off_address", gettext_lazy("地址"), gettext_lazy("留空就和上面一样，比例填 0。"),
        required=False, check=unknown_in, group=OFF,
    ),
    Option("off_body", gettext_lazy("请求体"), gettext_lazy("留空就和上面一样。"), required=False,
           lines=True, check=unknown_in, group=OFF),
    Option(
        "full_method", gettext_lazy("方法"), required=False, choices=(SAME, *METHODS), group=FULL
    ),
    Option(
        "full_address", gettext_lazy("地址"), gettext_lazy("留空就和上面一样，比例填 100。"),
        required=False, check=unknown_in, group=FULL,
    ),
    Option("full_body", gettext_lazy("请求体"), gettext_lazy("留空就和上面一样。"), required=False,
           lines=True, check=unknown_in, group=FULL),
    Option("read_method", gettext_lazy("方法"), default="GET",
           choices=(("GET", "GET"), ("POST", "POST")), group=BACK),
    Option("read_address", gettext_lazy("地址"), check=unknown_in, group=BACK,
           help=gettext_lazy("写完马上读一次，以后定时读，看有没有人在别处改过。")),
    Option("read_pointer", gettext_lazy("比例在哪里"), required=False, check=no_pointer, group=BACK,
           help=gettext_lazy("JSON 指针，例如 /spec/weight；整个回答就是比例时留空。")),
    Option(
        "read_form", gettext_lazy("是什么样的数"), default="percent", group=BACK,
        choices=(
            ("percent", gettext_lazy("百分比，0 到 100")),
            ("fraction", gettext_lazy("小数，0 到 1")),
            ("weight", gettext_lazy("权重，和另一个权重相比")),
            ("word", gettext_lazy("档位的叫法")),
        ),
    ),
    Option("rest_pointer", gettext_lazy("另一个权重在哪里"), required=False, check=no_pointer,
           group=BACK),
    Option("missing", gettext_lazy("没有这一项时算百分之几"), required=False, check=_no_missing,
           group=BACK, help=gettext_lazy("留空就报错。")),
    Option("ok_status", gettext_lazy("状态码"), required=False, default="200-299",
           check=no_statuses, group=SUCCESS),
    Option("ok_pointer", gettext_lazy("还要看哪一项"), required=False, check=no_pointer,
           group=SUCCESS,
           help=gettext_lazy("有的系统出错也回 200，例如看 /code。")),
    Option("ok_value", gettext_lazy("这一项应为"), required=False, group=SUCCESS),
    Option(
        "precision", gettext_lazy("能放多细"), default="hundredths", group=AMOUNT,
        choices=(
            ("hundredths", gettext_lazy("百分之一个百分点")),
            ("whole", gettext_lazy("只能整数百分比")),
        ),
    ),
    Option(
        "moves", gettext_lazy("怎么放"), default="set", group=AMOUNT,
        choices=(
            ("set", gettext_lazy("直接放到某个比例")),
            ("next", gettext_lazy("只能一档一档往前")),
        ),
    ),
    Option("steps", gettext_lazy("档位"), required=False, lines=True, check=no_ladder, group=AMOUNT,
           help=gettext_lazy("只有固定档位的系统才填，每行“20 = 对方的叫法”，模板里用 {{step}}。")),
    Option("test_address", gettext_lazy("测试用的地址"), required=False, check=unknown_in,
           group=NETWORK, help=gettext_lazy("“测试连接”读它；留空就用读回的地址。")),
    replace(CA, group=NETWORK),
    replace(TIMEOUT, group=NETWORK),
)  # fmt: skip
SAMPLE = Place("prod", "flag", "flag", "app", "ns", "key", "", plan="RP-2026-0001")


def mistakes(setup: Setup) -> Iterator[tuple[str, str]]:
    """(option, sentence) of answers that do not go together."""
    yield from _bodies(setup)
    says = names_in(*(setup[name] for name in ("address", "headers", "body")))
    is_stepwise = setup["moves"] == "next"
    if not is_stepwise and not says & {*AMOUNTS}:
        yield "body", _("地址和请求体里都没有 {{percent}}，对方不知道要放多少。")
    if setup["read_form"] == "weight" and not setup["rest_pointer"]:
        yield "rest_pointer", _("比例是权重时，请写另一个权重在哪里。")
    if not setup["steps"] and (is_stepwise or setup["read_form"] == "word" or "step" in says):
        yield "steps", _("请写出档位，每行一个。")
    is_off_said = any(setup[f"off_{name}"] for name in ("method", "address", "body"))
    if setup["steps"] and Ladder.read(setup["steps"]).share_is_missing(0) and not is_off_said:
        yield "off_address", _("档位里没有 0，请写怎样关闭流量，不然降不下来。")
    if setup["ok_value"] and not setup["ok_pointer"]:
        yield "ok_pointer", _("请写要看回答里的哪一项。")


def _bodies(setup: Setup) -> Iterator[tuple[str, str]]:
    blanks = blanks_of(SAMPLE, Exposure(150), "secret", "step")
    for name in ("body", "off_body", "full_body"):
        try:
            blanks.in_body(setup[name], setup["content_type"]) if setup[name] else ""
        except DriverError as error:
            yield name, str(error)
