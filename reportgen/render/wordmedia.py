"""What a document gains with pictures and links: image parts, relationships, content types."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reportgen.render.package import CONTENT_TYPES, Package, parse_xml, rels_name, to_xml
from reportgen.render.wordvalues import Picture

_CT: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_NO_RELS: Final = f'<Relationships xmlns="{_REL[1:-1]}"/>'.encode()
_TYPE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class Media:
    """The parts that one rendering adds to a package; the same image or address is added once."""

    package: Package
    _images: dict[bytes, str] = field(default_factory=dict)
    _added: dict[str, bytes] = field(default_factory=dict)
    _rels: dict[str, etree._Element] = field(default_factory=dict)
    _types: etree._Element | None = None

    def link(self, part: str, address: str) -> str:
        """Return the id by which a part refers to an address outside."""
        return self._relate(part, f"{_TYPE}hyperlink", address, external=True)

    def same(self, source: str, id_: str, part: str) -> str | None:
        """Return the id by which `part` refers to what `source` calls `id_`; None when `source` knows no such id."""
        raw = self.package.parts.get(rels_name(source), _NO_RELS)
        kinds = {rel.get("Id"): rel.get("Type", "") for rel in parse_xml(raw)}
        for rel in self.package.relationships(source):
            if rel.id == id_:
                target = rel.target if rel.external else _relative(part, rel.target)
                return self._relate(part, kinds[id_], target, external=rel.external)
        return None

    def picture(self, part: str, picture: Picture) -> etree._Element:
        """Return the drawing that shows a picture in line with the text of a part."""
        name = self._images.get(picture.data) or self._image(picture)
        embed = self._relate(part, f"{_TYPE}image", _relative(part, name), external=False)
        return _drawing(picture, embed, self.link(part, picture.link) if picture.link else "")

    def changes(self) -> dict[str, bytes | None]:
        """Return the parts added, and those that name them, changed."""
        changed: dict[str, bytes | None] = {}
        if self._types is not None:
            changed[CONTENT_TYPES] = to_xml(self._types)
        changed |= {rels_name(part): to_xml(root) for part, root in self._rels.items()}
        return changed | self._added

    def _image(self, picture: Picture) -> str:
        taken = {name.lower() for name in (*self.package.parts, *self._added)}
        folder = posixpath.dirname(self.package.main)
        names = (f"{folder}/media/image{n}.{picture.extension}" for n in range(1, len(taken) + 2))
        name = next(name for name in names if name.lower() not in taken)
        self._added[name] = picture.data
        self._images[picture.data] = name
        self._declare(name, picture)
        return name

    def _declare(self, name: str, picture: Picture) -> None:
        """Say of what type an image is, by its extension where nobody has, else for itself."""
        if self._types is None:
            self._types = parse_xml(self.package.parts[CONTENT_TYPES])
        defaults = {d.get("Extension", "").lower(): d.get("ContentType") for d in self._types.iter(f"{_CT}Default")}
        if picture.extension not in defaults:
            made = self._types.makeelement(
                f"{_CT}Default", Extension=picture.extension, ContentType=picture.content_type
            )
            self._types.insert(0, made)
        elif defaults[picture.extension] != picture.content_type:
            etree.SubElement(self._types, f"{_CT}Override", PartName=f"/{name}", ContentType=picture.content_type)

    def _relate(self, part: str, kind: str, target: str, *, external: bool) -> str:
        if part not in self._rels:
            self._rels[part] = parse_xml(self.package.parts.get(rels_name(part), _NO_RELS))
        root = self._rels[part]
        for rel in root:
            known = rel.get("Type"), rel.get("Target"), rel.get("TargetMode") == "External"
            if known == (kind, target, external):
                return rel.get("Id", "")
        taken = {rel.get("Id") for rel in root}
        free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        made = etree.SubElement(root, f"{_REL}Relationship", Id=free, Type=kind, Target=target)
        if external:
            made.set("TargetMode", "External")
        return free


def _relative(part: str, target: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(part))


def _drawing(picture: Picture, embed: str, link: str) -> etree._Element:
    """Return `w:drawing` as python-docx writes it; `wordfix.fix_ids` gives it an id of its own."""
    size = {"cx": str(picture.width), "cy": str(picture.height)}
    drawing = etree.Element(f"{{{_W}}}drawing", nsmap={"w": _W, "wp": _WP, "a": _A, "pic": _PIC, "r": _R})
    inline = etree.SubElement(drawing, f"{{{_WP}}}inline", dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))
    etree.SubElement(inline, f"{{{_WP}}}extent", size)
    _linked(etree.SubElement(inline, f"{{{_WP}}}docPr", id="1", name=picture.name), link)
    frame = etree.SubElement(inline, f"{{{_WP}}}cNvGraphicFramePr")
    etree.SubElement(frame, f"{{{_A}}}graphicFrameLocks", noChangeAspect="1")
    graphic = etree.SubElement(inline, f"{{{_A}}}graphic")
    pic = etree.SubElement(etree.SubElement(graphic, f"{{{_A}}}graphicData", uri=_PIC), f"{{{_PIC}}}pic")
    about = etree.SubElement(pic, f"{{{_PIC}}}nvPicPr")
    _linked(etree.SubElement(about, f"{{{_PIC}}}cNvPr", id="0", name=picture.name), link)
    etree.SubElement(about, f"{{{_PIC}}}cNvPicPr")
    fill = etree.SubElement(pic, f"{{{_PIC}}}blipFill")
    etree.SubElement(fill, f"{{{_A}}}blip", {f"{{{_R}}}embed": embed})
    etree.SubElement(etree.SubElement(fill, f"{{{_A}}}stretch"), f"{{{_A}}}fillRect")
    shape = etree.SubElement(pic, f"{{{_PIC}}}spPr")
    frame = etree.SubElement(shape, f"{{{_A}}}xfrm")
    etree.SubElement(frame, f"{{{_A}}}off", x="0", y="0")
    etree.SubElement(frame, f"{{{_A}}}ext", size)
    etree.SubElement(etree.SubElement(shape, f"{{{_A}}}prstGeom", prst="rect"), f"{{{_A}}}avLst")
    return drawing


def _linked(element: etree._Element, link: str) -> None:
    if link:
        etree.SubElement(element, f"{{{_A}}}hlinkClick", {f"{{{_R}}}id": link})
