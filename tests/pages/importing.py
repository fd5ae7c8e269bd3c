"""A document under review, and short words for what is done to it."""

import re
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

Open = Callable[[Any], Client]
TEXT = """# 双十一发布

背景：给老用户返豆。

## 发布应用批次

| 批次 | 应用 | 依赖 |
|---|---|---|
| 1 | coin-center | |
| 2 | trade-web-buy | coin-center |

## 上线物料

| 物料 | 坐标 | 口径 |
|---|---|---|
| 返豆接口包 | coin-api | 正式版 |

## 注意

- 先看监控
- 再看日志

## 发布人员

| 角色 | 姓名 |
|---|---|
| 测试 | 小罗 |
| 开发 | 戴维 |
"""
API = "/api/v1/plans/import/"
MATERIALS, WATCH = 2, 3


def upload(text: str = TEXT, name: str = "plan.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def page_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def choose(client: Client, url: str, **said: Any) -> str:
    answer = client.post(f"{url}choices/", said)
    assert answer.status_code == 200
    return str(answer.content.decode())


def where(page: str, number: int) -> str:
    """What the page says of where that block went."""
    found = re.search(rf'id="w-{number}">(.*?)</button>', page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>|\s+", " ", found[1]).strip()
