"""The templates that came with the program, by SHA-256: made by scripts/make_shipped.py."""

from __future__ import annotations

from typing import Final

SHIPPED: Final = frozenset({
    "b1f0bd4d9e6478104baf7b65d764f51dae099c0c3176da66443ea445e1467b45",  # bao-cao-cchc.docx
    "53494f9cc21cea94a3b71e7784d639d672c9f3a9adbe7dc9d7f98bec80aea821",  # ke-hoach.docx
    "a0346f5c0568b0d611a1d0d65d18863b9bd74cf97ce17e90374f081ec69b0f9f",  # phu-luc.xlsx
})  # fmt: skip
