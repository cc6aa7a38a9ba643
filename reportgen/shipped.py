"""The templates that came with the program, by SHA-256: made by scripts/make_shipped.py."""

from __future__ import annotations

from typing import Final

SHIPPED: Final = frozenset({
    "e3192c9f8cd04da412d90ee22a4b1e08cef064fc6b587a1b1336a56bea32b556",  # bao-cao-cchc.docx
    "7aba232aa3ee6b6b3b467f593753b986a3efb6ab4ef4d50f5b0c681d5f84757a",  # don-doc.docx
    "3260baf6ff813f35bb8db261b7ebf28b81f7de228a09b5ebfdd1ff74c380c1b6",  # ke-hoach.docx
    "a0346f5c0568b0d611a1d0d65d18863b9bd74cf97ce17e90374f081ec69b0f9f",  # phu-luc.xlsx
})  # fmt: skip
