"""Effective formatting: what a reader sees, however the file says it (ECMA-376 part 1, 17.7). Worst cases first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.decree30.model import Alignment, LineRule, Paragraph, gap_pt
from reportgen.decree30.reader import read_document
from tests.support_docx import raw_document

DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>{}</w:rPr></w:rPrDefault>"
    "<w:pPrDefault><w:pPr>{}</w:pPr></w:pPrDefault></w:docDefaults>"
)
THEME = (
    '<a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:accent1><a:srgbClr '
    'val="4472C4"/></a:accent1></a:clrScheme><a:fontScheme name="x"><a:majorFont><a:latin typeface="Cambria"/><a:ea '
    'typeface=""/><a:cs typeface=""/><a:font script="Viet" typeface="Tahoma"/></a:majorFont><a:minorFont><a:latin '
    'typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont></a:fontScheme>'
)


def style(style_id: str, inner: str, *, kind: str = "paragraph", base: str = "", default: bool = False) -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    mark = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}"{mark} w:styleId="{style_id}"><w:name w:val="{style_id}"/>{based}{inner}</w:style>'


def p(inner: str = "", ppr: str = "", rpr: str = "", text: str = "chữ") -> str:
    run = inner or f"<w:r><w:rPr>{rpr}</w:rPr><w:t>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{ppr}</w:pPr>{run}</w:p>"


def rpr(inner: str) -> str:
    return f"<w:rPr>{inner}</w:rPr>"


def table(
    inner: str, look: str = 'w:firstRow="1" w:noHBand="0" w:noVBand="1"', style_id: str = "T", rows: int = 3
) -> str:
    row = f"<w:tr><w:tc><w:tcPr/>{inner}</w:tc><w:tc><w:tcPr/>{inner}</w:tc></w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style_id}"/><w:tblLook {look}/></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>{row * rows}</w:tbl>'
    )


def paragraphs(body: str, **parts: Any) -> list[Paragraph]:
    document, _ = read_document(raw_document(body, **parts), "x.docx")
    return list(document.body_paragraphs())


def look(paragraph: Paragraph, name: str) -> Any:
    values = {getattr(run.format, name) for run in paragraph.visible_runs}
    assert len(values) == 1, values
    return values.pop()


BOLD = rpr("<w:b/>")
CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    # name: styles, body, expected of the last paragraph
    "no styles at all: Word shows Times New Roman 10": ("", p(), {"font": "Times New Roman", "size_pt": 10.0}),
    "document defaults": (
        DEFAULTS.format('<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="28"/>', ""),
        p(),
        {"font": "Arial", "size_pt": 14.0},
    ),
    "default paragraph style beats document defaults": (
        DEFAULTS.format('<w:sz w:val="22"/>', "") + style("N", rpr('<w:sz w:val="26"/>'), default=True),
        p(),
        {"size_pt": 13.0},
    ),
    "the nearest style of a chain wins": (
        style("A", rpr('<w:sz w:val="20"/><w:color w:val="FF0000"/>'))
        + style("B", rpr('<w:sz w:val="28"/>'), base="A"),
        p(ppr='<w:pStyle w:val="B"/>'),
        {"size_pt": 14.0, "color": "FF0000"},
    ),
    "a chain that loops is read once": (
        style("A", rpr('<w:sz w:val="20"/>'), base="B") + style("B", rpr("<w:b/>"), base="A"),
        p(ppr='<w:pStyle w:val="B"/>'),
        {"size_pt": 10.0, "bold": True},
    ),
    "an unknown style is the default one": (
        style("N", rpr('<w:sz w:val="26"/>'), default=True),
        p(ppr='<w:pStyle w:val="gone"/>'),
        {"size_pt": 13.0},
    ),
    "bold twice in one chain is bold": (
        style("A", BOLD) + style("B", BOLD, base="A"),
        p(ppr='<w:pStyle w:val="B"/>'),
        {"bold": True},
    ),
    "bold in paragraph and character style cancels out": (
        style("A", BOLD) + style("C", BOLD, kind="character"),
        p(ppr='<w:pStyle w:val="A"/>', rpr='<w:rStyle w:val="C"/>'),
        {"bold": False},
    ),
    "direct bold is bold whatever the styles": (
        style("A", BOLD) + style("C", BOLD, kind="character"),
        p(ppr='<w:pStyle w:val="A"/>', rpr='<w:rStyle w:val="C"/><w:b/>'),
        {"bold": True},
    ),
    "direct not bold": (style("A", BOLD), p(ppr='<w:pStyle w:val="A"/>', rpr='<w:b w:val="0"/>'), {"bold": False}),
    "off in a character style puts bold out": (
        style("A", BOLD) + style("C", rpr('<w:b w:val="false"/>'), kind="character"),
        p(ppr='<w:pStyle w:val="A"/>', rpr='<w:rStyle w:val="C"/>'),
        {"bold": False},
    ),
    "document defaults settle a toggle": (
        DEFAULTS.format("<w:i/>", "") + style("A", rpr("<w:i/>")),
        p(ppr='<w:pStyle w:val="A"/>'),
        {"italic": True},
    ),
    "off in a style puts out the defaults": (
        DEFAULTS.format("<w:i/>", "") + style("A", rpr('<w:i w:val="off"/>')),
        p(ppr='<w:pStyle w:val="A"/>'),
        {"italic": False},
    ),
    "caps three times is caps": (
        style("T", rpr("<w:caps/>"), kind="table")
        + style("A", rpr("<w:caps/>"))
        + style("C", rpr("<w:caps/>"), kind="character"),
        table(p(ppr='<w:pStyle w:val="A"/>', rpr='<w:rStyle w:val="C"/>')),
        {"caps": True},
    ),
    "bold of complex scripts is not bold": ("", p(rpr="<w:bCs/>"), {"bold": False}),
    "a run marked as complex script shows the other set": (
        "",
        p(rpr='<w:cs/><w:bCs/><w:szCs w:val="30"/><w:rFonts w:cs="Arial" w:ascii="Times New Roman"/>'),
        {"bold": True, "size_pt": 15.0, "font": "Arial"},
    ),
    "theme fonts": (
        DEFAULTS.format('<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>', ""),
        p(),
        {"font": "Calibri"},
    ),
    "a theme font beats the font beside it": (
        "",
        p(rpr='<w:rFonts w:asciiTheme="majorHAnsi" w:ascii="Arial" w:hAnsiTheme="majorHAnsi" w:hAnsi="Arial"/>'),
        {"font": "Cambria"},
    ),
    "a font given later beats a theme font": (
        DEFAULTS.format('<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>', ""),
        p(rpr='<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'),
        {"font": "Arial"},
    ),
    "theme colour": ("", p(rpr='<w:color w:val="000000" w:themeColor="accent1"/>'), {"color": "4472C4"}),
    "theme black is black": ("", p(rpr='<w:color w:val="auto" w:themeColor="text1"/>'), {"black": True}),
    "a theme colour that is not there falls back": (
        "",
        p(rpr='<w:color w:val="00b050" w:themeColor="accent9"/>'),
        {"color": "00B050"},
    ),
    "table style under the default paragraph style": (
        DEFAULTS.format('<w:sz w:val="22"/>', "") + style("T", rpr('<w:sz w:val="26"/>'), kind="table"),
        table(p()),
        {"size_pt": 13.0},
    ),
    "paragraph style over table style": (
        style("T", rpr('<w:sz w:val="26"/>'), kind="table") + style("A", rpr('<w:sz w:val="28"/>')),
        table(p(ppr='<w:pStyle w:val="A"/>')),
        {"size_pt": 14.0},
    ),
    "10 pt of the default style gives way to a table style": (
        style("N", rpr('<w:sz w:val="20"/>'), default=True) + style("T", rpr('<w:sz w:val="26"/>'), kind="table"),
        table(p()),
        {"size_pt": 13.0},
    ),
    "underline none": (
        style("A", rpr('<w:u w:val="single"/>')),
        p(ppr='<w:pStyle w:val="A"/>', rpr='<w:u w:val="none"/>'),
        {"underline": ""},
    ),
    "superscript shows smaller": (
        "",
        p(rpr='<w:sz w:val="28"/><w:vertAlign w:val="superscript"/>'),
        {"size_pt": 14.0, "vertical": "superscript"},
    ),
    "nonsense for a size is no size": (
        DEFAULTS.format('<w:sz w:val="28"/>', ""),
        p(rpr='<w:sz w:val="big"/>'),
        {"size_pt": 14.0},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_letters_look_as_word_shows_them(case: str) -> None:
    styles, body, expected = CASES[case]
    last = paragraphs(body, styles=styles, theme=THEME)[-1]
    assert {name: look(last, name) for name in expected} == expected


def test_a_theme_colour_made_darker_is_what_word_writes_beside_it() -> None:
    body = p(rpr='<w:color w:val="1F3864" w:themeColor="accent1" w:themeShade="80"/>')
    shown = look(paragraphs(body, theme=THEME)[0], "color")
    assert all(abs(int(shown[i : i + 2], 16) - int("1F3864"[i : i + 2], 16)) <= 1 for i in (0, 2, 4))


def test_an_accented_letter_shows_in_another_font_than_a_plain_one() -> None:
    body = p(
        rpr='<w:rFonts w:ascii="Times New Roman" w:hAnsi="Arial" w:eastAsia="SimSun" w:cs="Tahoma"/>', text="Đạt 中"
    )
    runs = paragraphs(body)[0].runs
    assert [(run.text, run.format.font) for run in runs] == [
        ("Đạ", "Arial"),
        ("t ", "Times New Roman"),
        ("中", "SimSun"),
    ]
    assert (runs[0].format.east_asian_font, runs[0].format.complex_font) == ("SimSun", "Tahoma")


def test_a_hint_gives_quotes_to_the_east_asian_font() -> None:
    fonts = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="SimSun" {}/>'
    quoted = p(rpr=fonts.format('w:hint="eastAsia"'), text="“a”")
    plain = p(rpr=fonts.format(""), text="“a”")
    assert [run.format.font for run in paragraphs(quoted)[0].runs] == ["SimSun", "Arial", "SimSun"]
    assert [run.format.font for run in paragraphs(plain)[0].runs] == ["Arial"]


def test_neighbours_that_look_alike_are_one_run() -> None:
    run = '<w:r w:rsidR="00{}"><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r><w:proofErr w:type="spellStart"/>'
    body = p(inner="".join(run.format(n, text) for n, text in enumerate(("Độc ", "lập ", "- Tự do"))))
    assert [r.text for r in paragraphs(body)[0].runs] == ["Độc lập - Tự do"]


CONDITIONS = style(
    "T",
    "".join(
        f'<w:tblStylePr w:type="{kind}"><w:rPr>{inner}</w:rPr></w:tblStylePr>'
        for kind, inner in (
            ("firstRow", '<w:b/><w:color w:val="111111"/>'),
            ("lastRow", '<w:color w:val="222222"/>'),
            ("firstCol", '<w:color w:val="333333"/>'),
            ("band1Horz", '<w:color w:val="444444"/>'),
            ("band2Horz", '<w:color w:val="555555"/>'),
            ("nwCell", '<w:color w:val="666666"/>'),
        )
    ),
    kind="table",
)


@pytest.mark.parametrize(
    ("tbl_look", "colors"),
    [
        ('w:firstRow="1" w:noHBand="1" w:noVBand="1"', ["111111", "111111", "auto", "auto", "auto", "auto"]),
        ('w:firstRow="1" w:noHBand="0" w:noVBand="1"', ["111111", "111111", "444444", "444444", "555555", "555555"]),
        ('w:val="0020"', ["111111", "111111", "444444", "444444", "555555", "555555"]),
        ('w:firstRow="1" w:lastRow="1" w:noHBand="1"', ["111111", "111111", "auto", "auto", "222222", "222222"]),
        ('w:firstRow="1" w:firstColumn="1" w:noHBand="1"', ["666666", "111111", "333333", "auto", "333333", "auto"]),
        ('w:noHBand="0"', ["444444", "444444", "555555", "555555", "444444", "444444"]),
    ],
)
def test_conditions_of_a_table_style_follow_the_place_of_the_cell(tbl_look: str, colors: list[str]) -> None:
    found = paragraphs(table(p(), look=tbl_look), styles=CONDITIONS)
    assert [look(paragraph, "color") for paragraph in found] == colors


def test_a_note_of_the_conditions_on_a_paragraph_changes_nothing() -> None:
    wrong = p(ppr='<w:cnfStyle w:val="100000000000" w:firstRow="1"/>')
    found = paragraphs(table(wrong, look='w:firstRow="1" w:noHBand="1"'), styles=CONDITIONS)
    assert [look(paragraph, "bold") for paragraph in found] == [True, True, False, False, False, False]


def test_bold_header_row_and_bold_style_cancel_out() -> None:
    found = paragraphs(table(p(ppr='<w:pStyle w:val="A"/>')), styles=CONDITIONS + style("A", BOLD))
    assert [look(paragraph, "bold") for paragraph in found] == [False, False, True, True, True, True]


# --- paragraphs --------------------------------------------------------------------------------------------------

LIST = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle '
    'w:val="L"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)


def measures(paragraph: Paragraph) -> tuple[float, float]:
    return round(paragraph.left_mm, 1), round(paragraph.first_mm, 1)


@pytest.mark.parametrize(
    ("styles", "ppr", "expected"),
    [
        ("", '<w:ind w:left="567" w:firstLine="567"/>', (10.0, 10.0)),
        ("", '<w:ind w:start="567" w:hanging="567"/>', (10.0, -10.0)),
        ("", '<w:ind w:firstLine="567" w:hanging="0"/>', (0.0, 10.0)),
        ("", '<w:ind w:firstLineChars="200" w:firstLine="1"/>', (0.0, 7.1)),
        (
            style("A", '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr>'),
            '<w:pStyle w:val="A"/><w:ind w:firstLine="720"/>',
            (10.0, 12.7),
        ),
        ("", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', (12.7, -6.3)),
        (
            "",
            '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:ind w:left="0" w:firstLine="720"/>',
            (0.0, 12.7),
        ),
        (
            style("A", '<w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr>'),
            '<w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
            (12.7, -6.3),
        ),
        (
            style("L", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:ind w:left="0" w:firstLine="720"/></w:pPr>'),
            '<w:pStyle w:val="L"/>',
            (0.0, 12.7),
        ),
        (
            style("L", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
            '<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>',
            (0.0, 0.0),
        ),
    ],
)
def test_indents_of_lists_styles_and_paragraphs(styles: str, ppr: str, expected: tuple[float, float]) -> None:
    assert measures(paragraphs(p(ppr=ppr), styles=styles, numbering=LIST)[0]) == expected


@pytest.mark.parametrize(
    ("spacing", "before", "after", "rule", "value"),
    [
        ('w:before="120" w:after="60" w:line="360" w:lineRule="auto"', 6.0, 3.0, LineRule.MULTIPLE, 1.5),
        ('w:line="340" w:lineRule="exact"', 0.0, 0.0, LineRule.EXACT, 17.0),
        ('w:line="340" w:lineRule="atLeast"', 0.0, 0.0, LineRule.AT_LEAST, 17.0),
        ('w:line="276"', 0.0, 0.0, LineRule.MULTIPLE, 1.15),
        ('w:before="0" w:beforeAutospacing="1" w:after="0"', 14.0, 0.0, LineRule.MULTIPLE, 1.0),
        ('w:beforeLines="50" w:before="0"', 6.0, 0.0, LineRule.MULTIPLE, 1.0),
        ('w:before="12pt"', 12.0, 0.0, LineRule.MULTIPLE, 1.0),
    ],
)
def test_spacing_and_line_height(spacing: str, before: float, after: float, rule: LineRule, value: float) -> None:
    paragraph = paragraphs(p(ppr=f"<w:spacing {spacing}/>"))[0]
    assert (paragraph.before_pt, paragraph.after_pt) == (before, after)
    assert paragraph.line.rule is rule
    assert paragraph.line.value == pytest.approx(value)


def test_attributes_of_spacing_are_inherited_one_by_one() -> None:
    styles = DEFAULTS.format("", '<w:spacing w:after="160" w:line="259" w:lineRule="auto"/>') + style(
        "A", '<w:pPr><w:spacing w:before="240"/></w:pPr>'
    )
    paragraph = paragraphs(p(ppr='<w:pStyle w:val="A"/><w:spacing w:after="0"/>'), styles=styles)[0]
    assert (paragraph.before_pt, paragraph.after_pt) == (12.0, 0.0)
    assert paragraph.line.value == pytest.approx(259 / 240)


def test_contextual_spacing_hides_space_between_paragraphs_of_one_style() -> None:
    styles = style("A", '<w:pPr><w:spacing w:before="120" w:after="120"/><w:contextualSpacing/></w:pPr>')
    a, b, c = paragraphs(p(ppr='<w:pStyle w:val="A"/>') * 2 + p(), styles=styles)
    assert (gap_pt(a, b), gap_pt(b, c)) == (0.0, 6.0)


def test_a_table_style_without_spacing_takes_away_that_of_the_defaults() -> None:
    styles = DEFAULTS.format("", '<w:spacing w:after="160"/>') + style(
        "T", '<w:pPr><w:spacing w:after="0"/></w:pPr>', kind="table"
    )
    inside, *_, outside = paragraphs(table(p()) + p(), styles=styles)
    assert (inside.after_pt, outside.after_pt) == (0.0, 8.0)


@pytest.mark.parametrize(
    ("jc", "expected"),
    [("both", Alignment.BOTH), ("start", Alignment.LEFT), ("end", Alignment.RIGHT), ("distribute", Alignment.BOTH)],
)
def test_alignment(jc: str, expected: Alignment) -> None:
    assert paragraphs(p(ppr=f'<w:jc w:val="{jc}"/>'))[0].alignment is expected


def test_a_border_is_cleared_by_none() -> None:
    styles = style(
        "A", '<w:pPr><w:pBdr><w:top w:val="single" w:sz="6"/><w:bottom w:val="single" w:sz="6"/></w:pBdr></w:pPr>'
    )
    paragraph = paragraphs(p(ppr='<w:pStyle w:val="A"/><w:pBdr><w:top w:val="nil"/></w:pBdr>'), styles=styles)[0]
    assert paragraph.borders.top is None
    assert paragraph.borders.bottom is not None
    assert paragraph.borders.bottom.width_pt == 0.75


def test_tab_stops_are_added_and_cleared() -> None:
    styles = style(
        "A", '<w:pPr><w:tabs><w:tab w:val="left" w:pos="567"/><w:tab w:val="left" w:pos="1134"/></w:tabs></w:pPr>'
    )
    ppr = '<w:pStyle w:val="A"/><w:tabs><w:tab w:val="clear" w:pos="567"/><w:tab w:val="center" w:pos="4678"/></w:tabs>'
    stops = paragraphs(p(ppr=ppr), styles=styles)[0].tabs
    assert [(round(stop.at_mm), stop.kind) for stop in stops] == [(20, "left"), (83, "center")]


LEVELS = st.sampled_from([None, True, False])


@given(st.sampled_from([None, True]), LEVELS, LEVELS, LEVELS)
def test_direct_formatting_is_absolute(
    default: bool | None, paragraph: bool | None, character: bool | None, direct: bool | None
) -> None:
    def stated(on: bool | None) -> str:
        return "" if on is None else f'<w:b w:val="{int(on)}"/>'

    styles = DEFAULTS.format(stated(default), "") + style("A", rpr(stated(paragraph)))
    styles += style("C", rpr(stated(character)), kind="character")
    body = p(ppr='<w:pStyle w:val="A"/>', rpr=f'<w:rStyle w:val="C"/>{stated(direct)}')
    shown = look(paragraphs(body, styles=styles)[0], "bold")
    if direct is not None:
        assert shown is direct
    elif character is False:
        assert not shown
    elif paragraph is None and character is None:
        assert shown is bool(default)
