"""The templates that came with the program, by SHA-256: made by scripts/make_shipped.py."""

from __future__ import annotations

from typing import Final

SHIPPED: Final = frozenset({
    "20206bb232006dc078e34c3cd798fbce05aad05cf81c15224e0488700f8d1d4f",  # bao-cao-cchc.docx
    "042d0444a47a91e76b039c799f76aef0a392d224a413af1cb0f152394f67b94f",  # don-doc.docx
    "53494f9cc21cea94a3b71e7784d639d672c9f3a9adbe7dc9d7f98bec80aea821",  # ke-hoach.docx
    "a0346f5c0568b0d611a1d0d65d18863b9bd74cf97ce17e90374f081ec69b0f9f",  # phu-luc.xlsx
})  # fmt: skip
