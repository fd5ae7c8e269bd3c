"""Writes tests/vectors/bucket.json: an independent murmur3 in plain Python, no product code."""

import json
from pathlib import Path

SALTS = ("gr1", "groupX", "refund.coin.percent", "返希豆灰度")
KEYS = (
    "123", "999", "u-0001", "u-0002", "u-9999", "a b/c", "", "无忌", "用户一", "李翠琪",
    "𠮷野家", "Ünïcode", "user@example.com", "00000000-0000-4000-8000-000000000000", "🙂",
)  # fmt: skip
MASK = 0xFFFFFFFF


def murmur3(data: bytes) -> int:
    """murmur3_x86_32 with seed 0, after the public reference description."""
    h = 0
    for i in range(0, len(data) & ~3, 4):
        h ^= _mix(int.from_bytes(data[i : i + 4], "little"))
        h = (_turn(h, 13) * 5 + 0xE6546B64) & MASK
    tail = data[len(data) & ~3 :]
    if tail:
        h ^= _mix(int.from_bytes(tail, "little"))
    h ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        h = ((h ^ (h >> shift)) * factor) & MASK
    return h


def _mix(k: int) -> int:
    return (_turn((k * 0xCC9E2D51) & MASK, 15) * 0x1B873593) & MASK


def _turn(x: int, by: int) -> int:
    return ((x << by) | (x >> (32 - by))) & MASK


def vectors() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for salt in SALTS:
        for key in KEYS:
            h = murmur3(f"{salt}:{key}".encode())
            where = (h % 100) * 100 + (h // 100) % 100
            rows.append({"salt": salt, "key": key, "hash": h, "position": where,
                         "unleash": h % 100 + 1})  # fmt: skip
    return rows


if __name__ == "__main__":
    target = Path(__file__).parent.parent / "vectors" / "bucket.json"
    target.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n")
