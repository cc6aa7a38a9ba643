"""The report that every engine writes, described once: its text, its tags, and fresh values for each document.

Everything here is invented for measuring. The words are Vietnamese so that bytes, accents and compression are those of
a ward's report, but the sentences say nothing, and no ward, person or figure in them exists.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

WORKS: Final = {"W1": 65, "W2": 1_000, "W3": 5_000, "W4-65": 65, "W4-5000": 5_000}
"""Works, with the rows of their table; W1 to W3 are Word, W4 is Excel."""

COLUMNS: Final = ("c1", "c2", "c3", "c4", "c5", "c6")
HEADINGS: Final = ("Nhiệm vụ", "Cơ quan chủ trì", "Sản phẩm", "Thời hạn", "Kết quả thực hiện", "Khó khăn, đề xuất")
CELL_LETTERS: Final = 115
CONDITIONS: Final = ("co_1", "co_2", "co_3", "co_4")


@dataclass(frozen=True, slots=True)
class Field:
    """A tag that prints one value. `split`: cut in three runs, as Word cuts what is typed in several goes."""

    name: str
    split: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """Words of a paragraph that stand there only when a condition holds."""

    condition: str
    inside: tuple[str | Field, ...]


Words: TypeAlias = "tuple[str | Field | When, ...]"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `only_when`: a condition that the whole paragraph depends on."""

    words: Words
    style: Literal["Normal", "Heading1", "Title"] = "Normal"
    only_when: str | None = None


_PHRASES: Final = tuple(
    " ".join(phrase.split())
    for phrase in """
ban hành, báo cáo, biểu mẫu, bổ sung, cải cách, cán bộ, các cấp, chất lượng, chế độ, chi tiết, chính quyền, chỉ
đạo, chỉ tiêu, chủ tịch, chủ trì, chuyên môn, chuyển đổi, công bố, công chức, công dân, công khai, công tác,
công việc, cơ quan, cơ sở, cụ thể, cung cấp, danh mục, dân cư, dịch vụ, doanh nghiệp, dữ liệu, dự toán, đánh
giá, đào tạo, đầu tư, đề án, đề nghị, đề xuất, địa bàn, địa phương, điện tử, điều chỉnh, định kỳ, đoàn thể, đôn
đốc, đồng bộ, đơn vị, đường truyền, giai đoạn, giải pháp, giải quyết, giám sát, giao ban, giấy phép, hạ tầng,
hài lòng, hạn chế, hành chính, hệ thống, hiện đại, hiệu lực, hiệu quả, hình thức, hoàn thành, hoạt động, hồ sơ,
hội nghị, hộ tịch, hướng dẫn, kế hoạch, kết nối, kết quả, khảo sát, khắc phục, khó khăn, khu phố, kiểm soát,
kiểm tra, kinh nghiệm, kinh phí, kinh tế, kỷ cương, kỷ luật, kỹ năng, lãnh đạo, lĩnh vực, liên thông, lộ trình,
lưu trữ, máy tính, mô hình, một cửa, mục tiêu, năng lực, nghị định, nghị quyết, nghiệp vụ, người dân, nguồn lực,
nhân dân, nhân sự, nhiệm vụ, niêm yết, nội dung, nội vụ, phát hiện, phát triển, phân công, phân cấp, phân tích,
phần mềm, pháp luật, phê duyệt, phối hợp, phổ biến, phục vụ, phụ lục, phụ trách, phương án, phương tiện, quản
lý, quá hạn, quản trị, quy chế, quy định, quy trình, quyết định, rà soát, sáng kiến, sáp nhập, sản phẩm, sắp
xếp, số hóa, sơ kết, sửa đổi, tài chính, tài liệu, tài sản, tăng cường, tập huấn, tập trung, thành lập, thành
phần, tham mưu, thanh tra, thay thế, thẩm định, thẩm quyền, theo dõi, thể chế, thi đua, thí điểm, thiết bị,
thông báo, thông tin, thời gian, thời hạn, thủ tục, thực hiện, thường xuyên, tiến độ, tiếp nhận, tiếp cận, tiếp
tục, tiêu chí, tinh giản, tổ chức, tổng hợp, tổng kết, trả lời, trách nhiệm, triển khai, trình độ, trung tâm,
trực tuyến, truyền thông, tuyên truyền, ủy ban, vận hành, văn bản, văn hóa, văn phòng, vị trí, việc làm, viên
chức, xã hội, xây dựng, xếp hạng, xử lý, yêu cầu, ý kiến, và, của, các, những, được, đã, chưa, còn, với, tại,
về, trong, theo, để, từ, đến, trước, sau, giữa, trên, dưới, cho, khi, nếu, do, bởi, cùng, mỗi, từng, toàn
""".split(",")  # noqa: SIM905  250 words read better as words
)
_SYLLABLES: Final = tuple(sorted({syllable for phrase in _PHRASES for syllable in phrase.split()}))
_SPECIALS: Final = ("A & B", "< 5 ngày", "> 98%", "R&D", "số lượng < chỉ tiêu", "P&L")


def text_of(letters: int, chance: random.Random) -> str:
    """Return invented Vietnamese of about that many letters, now and then with `&` and `<`.

    Phrases and syllables of ward reports in any order, and figures and dates: so that it compresses as prose does,
    about 3.4 to 1, and flatters nobody's compression.
    """
    words: list[str] = []
    length = 0
    while length < letters - 4:
        draw = chance.random()
        if draw < 0.35:
            word = chance.choice(_PHRASES)
        elif draw < 0.80:
            word = chance.choice(_SYLLABLES)
        elif draw < 0.90:
            word = str(chance.randint(1, 9_999))
        elif draw < 0.985:
            word = f"{chance.randint(1, 31)}/{chance.randint(1, 12)}/2026"
        else:
            word = chance.choice(_SPECIALS)
        words.append(word)
        length += len(word) + 1
    text = " ".join(words)
    return text[0].upper() + text[1:]


def _prose(letters: int, seed: int) -> str:
    return text_of(letters, random.Random(seed))  # noqa: S311  no secret


def _paragraphs() -> Iterator[Paragraph]:
    """Yield the 25 paragraphs of the body: 44 fields, every third of them cut in three, and 4 conditions."""
    number = 0

    def field() -> Field:
        nonlocal number
        number += 1
        return Field(f"truong_{number:02d}", split=number % 3 == 0)

    yield Paragraph(("BÁO CÁO ", field()), "Title")
    for index in range(1, 25):
        if index % 6 == 1:
            yield Paragraph((f"{index // 6 + 1}. Phần ", field()), "Heading1")
        elif index in {4, 16}:
            inside = (f" {_prose(60, index)} ", field())
            yield Paragraph((_prose(90, -index), " ", field(), When(CONDITIONS[index // 12], inside), "."))
        elif index in {10, 22}:
            words = (_prose(120, index), " ", field(), " ", _prose(30, -index), " ", field(), ".")
            yield Paragraph(words, only_when=CONDITIONS[2 + index // 20])
        else:
            yield Paragraph((_prose(100, index), " ", field(), " ", _prose(80, -index), " ", field(), "."))


PARAGRAPHS: Final = tuple(_paragraphs())
LETTERHEAD: Final[tuple[tuple[Words, ...], ...]] = (
    (("ỦY BAN NHÂN DÂN ", Field("dau_1")), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",)),
    (("PHƯỜNG ", Field("dau_2", split=True)), ("Độc lập - Tự do - Hạnh phúc",)),
    (("Số: ", Field("dau_3"), "/BC-UBND"), (Field("dau_4", split=True), ", ", Field("dau_5"))),
)
"""The table on top, two cells a row."""
HEADER: Final[Words] = ("Báo cáo ", Field("tren_1"), " - ", Field("tren_2", split=True))
FOOTER: Final[Words] = ("Phường ", Field("duoi_1"), ", số liệu đến ", Field("duoi_2"))
SHEET_TITLES: Final[tuple[Words, ...]] = (("PHỤ LỤC ", Field("dau_1")), ("Kèm theo báo cáo ", Field("dau_2")))
"""The two merged lines above the Excel table."""


def fields(words: Words) -> Iterator[Field]:
    """Yield the fields of a paragraph, in order."""
    for word in words:
        if isinstance(word, Field):
            yield word
        elif isinstance(word, When):
            yield from fields(word.inside)


def every_field() -> tuple[Field, ...]:
    """Return the fields of the Word report outside its table of rows."""
    cells = [words for row in LETTERHEAD for words in row]
    return tuple(f for words in [*cells, *(p.words for p in PARAGRAPHS), HEADER, FOOTER] for f in fields(words))


def values(rows: int, seed: int, *, every_condition: bool = False) -> dict[str, Any]:
    """Return the values of one document; another seed, other words.

    Args:
        rows: Rows of the table, under `rows`, six texts of about `CELL_LETTERS` letters each.
        seed: Which document.
        every_condition: Make all conditions hold; otherwise one of the four does not, in turn.
    """
    chance = random.Random(seed * 7919 + rows)  # noqa: S311
    found: dict[str, Any] = {field.name: text_of(18, chance) for field in every_field()}
    found |= {name: every_condition or index != seed % 4 for index, name in enumerate(CONDITIONS)}
    found["rows"] = [
        {column: text_of(CELL_LETTERS + chance.randint(-25, 25), chance) for column in COLUMNS} for _ in range(rows)
    ]
    return found
