"""The Word templates: one description, written in the tags of every engine.

The package is python-docx's default one, slimmed to what Word saves: its tables' styles, thumbnail and second copy of
the styles are left out, because no engine should be measured by how it copies 750 KB that no report has.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

import docx
from content import COLUMNS, FOOTER, HEADER, HEADINGS, LETTERHEAD, PARAGRAPHS, Field, Paragraph, Words

_RUN: Final = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
_SIZE: Final = '<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>'
_BODY: Final = f"<w:rPr>{_RUN}{_SIZE.format(28)}</w:rPr>"
_CELL: Final = f"<w:rPr>{_RUN}{_SIZE.format(24)}</w:rPr>"
_CELL_PARAGRAPH: Final = (
    '<w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/><w:jc w:val="both"/></w:pPr>'
)
_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_WIDTHS: Final = (2200, 1500, 1500, 1300, 1700, 1300)


@dataclass(frozen=True)
class Syntax:
    """How one engine's tags are written.

    Attributes:
        field: Name of a value to its tag.
        inside: Condition and words to words that stand only when it holds, in the middle of a paragraph.
        whole: The same for a whole paragraph's XML, given the condition and a maker of a paragraph around a tag.
        rows: The rows of the table: from a maker of one row (six cells' texts) to the rows' XML.
        merge_field: Write fields as Word's own MERGEFIELD.
    """

    field: Callable[[str], str]
    inside: Callable[[str], tuple[str, str]]
    whole: Callable[[str, str, Callable[[str], str]], str]
    rows: Callable[[Callable[[tuple[str, ...]], str]], str]
    merge_field: bool = False


def _jinja_whole(condition: str, paragraph: str, around: Callable[[str], str]) -> str:
    return around("{%p if " + condition + " %}") + paragraph + around("{%p endif %}")


def _marker(text: str) -> tuple[str, ...]:
    return (text, *[""] * (len(COLUMNS) - 1))


def _cells(before: str, after: str) -> tuple[str, ...]:
    return tuple(before + column + after for column in COLUMNS)


def _inside_out(cells: tuple[str, ...], start: str, end: str) -> tuple[str, ...]:
    return (start + cells[0], *cells[1:-1], cells[-1] + end)


def _mustache_whole(condition: str, paragraph: str, around: Callable[[str], str]) -> str:
    return around("{#" + condition + "}") + paragraph + around("{/" + condition + "}")


_MUSTACHE: Final = Syntax(
    field=lambda name: "{" + name + "}",
    inside=lambda condition: ("{#" + condition + "}", "{/" + condition + "}"),
    whole=_mustache_whole,
    rows=lambda row: row(_inside_out(_cells("{", "}"), "{#rows}", "{/rows}")),
)
SYNTAXES: Final = {
    "jinja": Syntax(
        field=lambda name: "{{ " + name + " }}",
        inside=lambda condition: ("{% if " + condition + " %}", "{% endif %}"),
        whole=_jinja_whole,
        rows=lambda row: (
            row(_marker("{%tr for r in rows %}")) + row(_cells("{{ r.", " }}")) + row(_marker("{%tr endfor %}"))
        ),
    ),
    "mustache": _MUSTACHE,
    "carbone": Syntax(
        field=lambda name: "{d." + name + "}",
        inside=lambda condition: ("{d." + condition + ":ifEQ(true):showBegin}", "{d." + condition + ":showEnd}"),
        whole=lambda condition, paragraph, around: (
            around("{d." + condition + ":ifEQ(true):showBegin}") + paragraph + around("{d." + condition + ":showEnd}")
        ),
        rows=lambda row: row(_cells("{d.rows[i].", "}")) + row(_cells("{d.rows[i+1].", "}")),
    ),
    "docx-templates": Syntax(
        field=lambda name: "+++INS " + name + "+++",
        inside=lambda condition: ("+++IF " + condition + "+++", "+++END-IF+++"),
        whole=lambda condition, paragraph, around: (
            around("+++IF " + condition + "+++") + paragraph + around("+++END-IF+++")
        ),
        rows=lambda row: (
            row(_marker("+++FOR r IN rows+++")) + row(_cells("+++INS $r.", "+++")) + row(_marker("+++END-FOR r+++"))
        ),
    ),
    "merge": Syntax(
        field=lambda name: name,
        inside=lambda _condition: ("", ""),
        whole=lambda _condition, paragraph, _around: paragraph,
        rows=lambda row: row(COLUMNS),
        merge_field=True,
    ),
}  # fmt: skip


def word_template(syntax: str) -> bytes:
    """Return the quarterly report as a template of one engine's tags."""
    return _package(Writer(SYNTAXES[syntax]))


def plain_source() -> str:
    """Return the body as one Jinja source whose tags Jinja alone understands: the floor renders it."""
    plain = Syntax(
        field=SYNTAXES["jinja"].field,
        inside=SYNTAXES["jinja"].inside,
        whole=lambda condition, paragraph, _around: "{% if " + condition + " %}" + paragraph + "{% endif %}",
        rows=lambda row: "{% for r in rows %}" + row(_cells("{{ r.", " }}")) + "{% endfor %}",
    )
    return Writer(plain, cut=False).document()


@dataclass(frozen=True)
class Writer:
    """Writes the parts. `cut`: cut some tags in three runs."""

    syntax: Syntax
    cut: bool = True

    def document(self) -> str:
        """Return word/document.xml."""
        body = self._letterhead() + "".join(map(self._paragraph, PARAGRAPHS)) + self._table()
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
            '<w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="709" w:footer="709"'
            ' w:gutter="0"/>'
            "</w:sectPr>"
        )
        return f"{_DECLARATION}<w:document {_NAMESPACES}><w:body>{body}{section}</w:body></w:document>"

    def margin(self, tag: str, words: Words) -> str:
        """Return a header (`hdr`) or footer (`ftr`)."""
        return f"{_DECLARATION}<w:{tag} {_NAMESPACES}><w:p>{self._runs(words, _CELL)}</w:p></w:{tag}>"

    def _paragraph(self, paragraph: Paragraph) -> str:
        style = "" if paragraph.style == "Normal" else f'<w:pStyle w:val="{paragraph.style}"/>'
        layout = '<w:spacing w:before="60" w:after="60" w:line="288" w:lineRule="auto"/><w:ind w:firstLine="720"/>'
        shape = f'<w:pPr>{style}{layout}<w:jc w:val="both"/></w:pPr>'
        made = f"<w:p>{shape}{self._runs(paragraph.words, _BODY)}</w:p>"
        if paragraph.only_when is None:
            return made
        return self.syntax.whole(paragraph.only_when, made, lambda tag: f"<w:p>{shape}{_run(tag, _BODY)}</w:p>")

    def _runs(self, words: Words, look: str) -> str:
        made = []
        for word in words:
            if isinstance(word, str):
                made.append(_run(word, look))
            elif isinstance(word, Field):
                made.append(self._field(word, look))
            else:
                start, end = self.syntax.inside(word.condition)
                inside = self._runs(word.inside, look)
                made.append((_run(start, look) if start else "") + inside + (_run(end, look) if end else ""))
        return "".join(made)

    def _field(self, field: Field, look: str) -> str:
        tag = self.syntax.field(field.name)
        if self.syntax.merge_field:
            return _merge_field(tag, look)
        if not (self.cut and field.split):
            return _run(tag, look)
        middle = len(tag) // 2
        return _run(tag[:1], look) + _run(tag[1:middle], look) + _run(tag[middle:], look)

    def _letterhead(self) -> str:
        rows = "".join(
            "<w:tr>" + "".join(_cell(4760, f"<w:p>{self._runs(words, _BODY)}</w:p>") for words in row) + "</w:tr>"
            for row in LETTERHEAD
        )
        grid = '<w:tblGrid><w:gridCol w:w="4760"/><w:gridCol w:w="4760"/></w:tblGrid>'
        return f'<w:tbl><w:tblPr><w:tblW w:w="9520" w:type="dxa"/></w:tblPr>{grid}{rows}</w:tbl><w:p/>'

    def _table(self) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
        head = "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + self._row(HEADINGS, plain=True) + "</w:tr>"
        rows = self.syntax.rows(lambda texts: f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{self._row(texts)}</w:tr>")
        look = f'<w:tblPr><w:tblW w:w="9500" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
        return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl><w:p/>"

    def _row(self, texts: tuple[str, ...], *, plain: bool = False) -> str:
        write = _merge_field if self.syntax.merge_field and not plain else _run
        return "".join(
            _cell(width, f"<w:p>{_CELL_PARAGRAPH}{write(text, _CELL) if text else ''}</w:p>")
            for width, text in zip(_WIDTHS, texts, strict=True)
        )


def _cell(width: int, inside: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _run(text: str, look: str) -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _merge_field(name: str, look: str) -> str:
    mark = '<w:r>{}<w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = f'<w:r>{look}<w:instrText xml:space="preserve"> MERGEFIELD {name} \\* MERGEFORMAT </w:instrText></w:r>'
    return mark(look, "begin") + code + mark(look, "separate") + _run(f"«{name}»", look) + mark(look, "end")


# --- package -----------------------------------------------------------------------------------------------------


def _package(writer: Writer) -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out) as default:
        parts = {info.filename: default.read(info) for info in default.infolist()}
    left_out = ("customXml/", "docProps/thumbnail", "word/stylesWithEffects")
    parts = {name: data for name, data in parts.items() if not name.startswith(left_out)}
    parts["word/styles.xml"] = _slim_styles(parts["word/styles.xml"].decode()).encode()
    parts["word/document.xml"] = writer.document().encode()
    parts["word/header1.xml"] = writer.margin("hdr", HEADER).encode()
    parts["word/footer1.xml"] = writer.margin("ftr", FOOTER).encode()
    for name, text in parts.items():
        if name.endswith(".rels"):
            parts[name] = re.sub(rb"<Relationship [^>]*(?:customXml|thumbnail|stylesWithEffects)[^>]*/>", b"", text)
    relation = f'<Relationship Id="rId{{0}}" Type="{_OFFICE}/{{1}}" Target="{{1}}1.xml"/>'
    added = relation.format("Header", "header") + relation.format("Footer", "footer")
    rels = parts["word/_rels/document.xml.rels"]
    parts["word/_rels/document.xml.rels"] = rels.replace(b"</Relationships>", added.encode() + b"</Relationships>")
    content_type = f'<Override PartName="/word/{{0}}1.xml" ContentType="{_WORD_TYPE}.{{0}}+xml"/>'
    types = re.sub(rb"<Override [^>]*(?:customXml|stylesWithEffects)[^>]*/>", b"", parts["[Content_Types].xml"])
    added = content_type.format("header") + content_type.format("footer")
    parts["[Content_Types].xml"] = types.replace(b"</Types>", added.encode() + b"</Types>")
    return zipped(parts)


def _slim_styles(styles: str) -> str:
    """Leave the styles of tables out, but for the plain one and the grid."""
    kept = ("TableNormal", "TableGrid")
    return re.sub(
        r'<w:style w:type="table".*?</w:style>',
        lambda found: found[0] if any(f'w:styleId="{name}"' in found[0] for name in kept) else "",
        styles,
        flags=re.DOTALL,
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return the parts as a zip file, each time the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def with_word(template: bytes, old: str, new: str) -> bytes:
    """Return a .docx or .xlsx with some words replaced by others in every part.

    Raises:
        ValueError: When the words are nowhere.
    """
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    changed = {name: data.replace(old.encode(), new.encode()) for name, data in parts.items()}
    if changed == parts:
        raise ValueError(f"{old!r} is not in the template")
    return zipped(changed)
