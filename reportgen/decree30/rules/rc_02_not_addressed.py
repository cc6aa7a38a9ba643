"""Rule RC-02; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.running import quoted, words


def rc_02(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Kế hoạch, quyết định, thông báo có “Kính gửi”.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm c khoản 9: văn bản khác tờ trình, báo cáo gửi cấp trên và
    công văn chỉ có “Nơi nhận”, không có “Kính gửi”; do đó cũng không ghi “Như trên”.
    ## Cách sửa
    Xóa phần “Kính gửi”; ghi tên từng nơi nhận vào danh sách “Nơi nhận” ở cuối văn bản.
    ## Ví dụ
    Kế hoạch có “Kính gửi: Các phòng, đơn vị”: báo RC-02. Kế hoạch chỉ có “Nơi nhận”: không báo.
    """
    del doc
    if parts.kind is None:
        yield not_applicable("không phải loại văn bản được kiểm tra")
        return
    kind = facts.kinds[parts.kind.name.lower()]
    if kind.addressed != "never":
        yield not_applicable(f"{kind.name} được có “Kính gửi”")
        return
    if parts.addressees is not None:
        heading = parts.addressees.heading
        yield Finding(heading.place, f"{kind.name} có {quoted(words(heading))}", "chỉ có “Nơi nhận”")
    above = facts["RC-02"].text("above").casefold()
    for item in parts.recipients.items if parts.recipients else ():
        if words(item).lstrip("-–—•+ ").casefold().startswith(above):
            found = f"nơi nhận của {kind.name} ghi {quoted(words(item))}"
            yield Finding(item.place, found, "ghi tên nơi nhận, vì không có “Kính gửi”")
