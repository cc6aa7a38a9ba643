"""The page of names for template officers, docs/ten-truong.md, made from the declaration."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from reportgen.vi.dates import short_date
from reportgen.vi.numbers import decimal
from reportgen.view.fields import Field, Kind, Record, chart_words

_INTRODUCTION = """\
# Tên trường dùng trong mẫu báo cáo

Trang này được tạo từ khai báo trong chương trình; không sửa tay.

Mẫu là văn bản Word hoặc bảng tính Excel bình thường. Chỗ cần điền, viết tên trường trong hai dấu ngoặc nhọn:
`{{ don_vi.ten }}`. Phần lặp lại hoặc chỉ in khi có dữ liệu đặt giữa hai thẻ, mỗi thẻ một đoạn riêng:

```text
{%p for doan in danh_gia.han_che %}
- {{ doan }}
{%p endfor %}

{%p if tong_hop.cau_so_sanh %}
{{ tong_hop.cau_so_sanh }}
{%p endif %}
```

Trong bảng, thẻ đứng riêng một dòng của bảng và bắt đầu bằng `{%tr`: `{%tr for nv in nhiem_vu %}` ... `{%tr endfor %}`.
Dòng chứa thẻ biến mất khi lập báo cáo; các dòng ở giữa lặp lại cho từng mục.

Số và ngày giữ nguyên kiểu để Excel tính toán được. Trong Word, dùng tên có đuôi `_chu` (đã viết thành chữ), hoặc thêm
cách viết sau tên:

| Cách viết | Kết quả |
|---|---|
| `{{ tong_hop.tong \\| so }}` | 1.234 |
| `{{ tong_hop.ty_le_hoan_thanh \\| ty_le }}` | 58,97% |
| `{{ ngay_chot \\| ngay }}` | 14/9/2026 |
| `{{ ngay_chot \\| ngay_dai }}` | ngày 14 tháng 9 năm 2026 |
| `{{ don_vi.ten_day_du \\| viet_hoa }}` | PHƯỜNG TRÚC LÂM |
| `{{ ky.ten \\| viet_hoa_dau }}` | Quý III năm 2026 |
| `{{ nv.ket_qua \\| chu_thuong_dau }}` | đã tham mưu ban hành ... |
| `{{ loop.index \\| la_ma }}` | IV |

Tên không có trong trang này là lỗi và được báo kèm vị trí; chương trình không bao giờ lặng lẽ để trống.
"""


def names_page(fields: tuple[Field, ...]) -> str:
    """Return the page, Markdown: names of the top level, then each record once, by what it is."""
    plain = tuple(field for field in fields if field.record is None)
    parts = [_INTRODUCTION, "## Tên dùng trực tiếp\n", _table(plain, "")]
    for field in fields:
        if field.record is not None and field.kind is Kind.RECORD:
            parts += [f"## `{field.name}`: {field.meaning}\n", _table(field.record.fields, f"{field.name}.")]
    parts.append("## Danh sách\n")
    parts += [_table(tuple(field for field in fields if field.kind is Kind.LIST), "")]
    for record in _listed(fields):
        title = f"## Mỗi mục là {record.name}, viết tắt `{record.loop}`\n"
        parts += [title, _table(record.fields, f"{record.loop}.")]
    return "\n".join(parts)


def _listed(fields: tuple[Field, ...]) -> list[Record]:
    """Return the records that lists hold, each once, in the order met."""
    return list({record.name: record for record in _records(fields)}.values())


def _records(fields: tuple[Field, ...]) -> Iterator[Record]:
    for field in fields:
        if field.record is not None:
            if field.kind is Kind.LIST:
                yield field.record
            yield from _records(field.record.fields)


def _table(fields: tuple[Field, ...], prefix: str) -> str:
    rows = ["| Tên | Ý nghĩa | Kiểu | Ví dụ |", "|---|---|---|---|"]
    rows += [f"| `{prefix}{field.name}` | {field.meaning} | {_kind(field)} | {_sample(field)} |" for field in fields]
    return "\n".join(rows) + "\n"


def _kind(field: Field) -> str:
    if field.record is not None:
        return f"{field.kind.value} {field.record.name} (`{field.record.loop}`)"
    return field.kind.value + (", có thể trống" if field.optional else "")


def _sample(field: Field) -> str:
    value = field.sample
    if isinstance(value, dict):
        return chart_words(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal | int):
        return decimal(value, 4)
    if isinstance(value, tuple):
        return "<br>".join(str(line) for line in value)
    return str(value or "").replace("\n", "<br>")
