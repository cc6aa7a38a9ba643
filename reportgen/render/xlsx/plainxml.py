"""Elements of XML in plain Python, with as much of lxml's ways as adapting a sheet's surroundings needs.

A template kept from an earlier run is filled in without loading a parser: what stands around its rows is little, was
read once by lxml, and is kept as these elements. They are written as lxml would write them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from lxml import etree

_HEADER: Final = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_STEP: Final = re.compile(r"/(?=\{)")
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE: Final = {**_TEXT, **str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})}


class UnusualXmlError(Exception):
    """XML that only lxml can keep as it is."""


class Element:
    """An element.

    Attributes:
        tag: `{namespace}name`. text, tail: Text before its first child, and behind it.
        attrib: Attributes by `{namespace}name`.
        present: Names that may stand below, where they are known: of the root of a part.
        ready: How it is written, where that never changes.
    """

    __slots__ = ("attrib", "children", "declared", "parent", "prefixes", "present", "ready", "tag", "tail", "text")

    def __init__(self, tag: str, attrib: dict[str, str], prefixes: dict[str, str], declared: str = "") -> None:
        """Make an element.

        Args:
            tag: Its name.
            attrib: Its attributes.
            prefixes: Prefix of every namespace of the document, "" for the default one.
            declared: The declarations of namespaces that it carries, as written.
        """
        self.tag = tag
        self.attrib = attrib
        self.prefixes = prefixes
        self.declared = declared
        self.text: str | None = None
        self.tail: str | None = None
        self.children: list[Element] = []
        self.parent: Element | None = None
        self.present: frozenset[str] | None = None
        self.ready: str | None = None

    # -- reading

    def get(self, name: str, default: str | None = None) -> str | None:
        """Return an attribute."""
        return self.attrib.get(name, default)

    def __iter__(self) -> Iterator[Element]:
        """Yield the children."""
        return iter(self.children)

    def __len__(self) -> int:
        """Return the number of children."""
        return len(self.children)

    def __bool__(self) -> bool:
        """An element is there, whether or not it has children."""
        return True

    def iter(self, *tags: str) -> Iterator[Element]:
        """Yield the element and all below it, in order, or those of some names."""
        if self.present is not None and tags and self.present.isdisjoint(tags):
            return
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if not tags or element.tag in tags:
                yield element
            waiting += element.children[::-1]

    def iterfind(self, path: str) -> Iterator[Element]:
        """Yield what stands at a path of names below."""
        first, *rest = _STEP.split(path, maxsplit=1)
        for child in self.children:
            if child.tag == first:
                yield from child.iterfind(rest[0]) if rest else (child,)

    def find(self, path: str) -> Element | None:
        """Return the first that stands at a path of names below."""
        return next(self.iterfind(path), None)

    def getparent(self) -> Element | None:
        """Return the element around this one."""
        return self.parent

    # -- changing

    def set(self, name: str, value: str) -> None:
        """Set an attribute."""
        self.attrib[name] = value

    def makeelement(self, tag: str, attrib: dict[str, str] | None = None) -> Element:
        """Return a new element of the same document."""
        return Element(tag, dict(attrib or {}), self.prefixes)

    def append(self, child: Element) -> None:
        """Add a child at the end."""
        self.insert(len(self.children), child)

    def insert(self, place: int, child: Element) -> None:
        """Add a child."""
        if child.parent is not None:
            child.parent.remove(child)
        child.parent = self
        self.children.insert(place, child)

    def remove(self, child: Element) -> None:
        """Take a child away."""
        self.children.remove(child)
        child.parent = None

    def addprevious(self, other: Element) -> None:
        """Put another element before this one."""
        if self.parent is not None:
            self.parent.insert(self.parent.children.index(self), other)

    def __deepcopy__(self, memo: object) -> Element:
        """Return a copy of the element and all below it; nobody looks below what is ready."""
        copied = Element(self.tag, self.attrib.copy(), self.prefixes, self.declared)
        if self.ready is not None:
            copied.ready = self.ready
            return copied
        copied.text, copied.tail, copied.present = self.text, self.tail, self.present
        for child in self.children:
            below = child.__deepcopy__(memo)
            below.parent = copied
            copied.children.append(below)
        return copied

    # -- writing

    def pieces(self) -> Iterator[str]:
        """Yield the XML of the element."""
        if self.ready is not None:
            yield self.ready
            return
        name = self._name(self.tag)
        yield f"<{name}{self.declared}"
        for key, value in self.attrib.items():
            yield f' {self._name(key)}="{value.translate(_ATTRIBUTE)}"'
        if not self.children and self.text is None:
            yield "/>"
        else:
            yield ">"
            yield (self.text or "").translate(_TEXT)
            for child in self.children:
                yield from child.pieces()
            yield f"</{name}>"
        yield (self.tail or "").translate(_TEXT)

    def _name(self, tag: str) -> str:
        if not tag.startswith("{"):
            return tag
        namespace, _, local = tag[1:].partition("}")
        prefix = self.prefixes[namespace]
        return f"{prefix}:{local}" if prefix else local


def written(root: Any) -> bytes:
    """Return a part's bytes, with the declaration that lxml writes, of a root of either kind."""
    if isinstance(root, Element):
        return _HEADER + "".join(root.pieces()).encode()
    from reportgen.render.package import to_xml  # noqa: PLC0415  lxml

    return to_xml(root)


def settle(root: Element, names: Collection[str]) -> Element:
    """Write the children of a root beforehand that will not change, by their names without namespace; return it."""
    for child in root.children:
        if child.tag.rpartition("}")[2] in names:
            child.ready = "".join(child.pieces())
    return root


def plain(root: etree._Element) -> Element:
    """Return the elements of an lxml tree as plain ones.

    Raises:
        UnusualXmlError: A namespace has two prefixes, or one prefix two namespaces.
    """
    prefixes: dict[str, str] = {_XML: "xml"}
    for element in root.iter():
        for prefix, namespace in element.nsmap.items():
            if prefixes.setdefault(namespace, prefix or "") != (prefix or ""):
                raise UnusualXmlError(namespace)
    if len(set(prefixes.values())) < len(prefixes):
        raise UnusualXmlError
    made = _plain(root, {}, prefixes)
    made.present = frozenset(element.tag for element in made.iter())
    return made


def _plain(element: etree._Element, around: dict[str | None, str], prefixes: dict[str, str]) -> Element:
    if not isinstance(element.tag, str):
        raise UnusualXmlError
    own = {prefix: namespace for prefix, namespace in element.nsmap.items() if around.get(prefix) != namespace}
    attributes: Iterable[tuple[Any, Any]] = element.attrib.items()
    if any(str(name).startswith("{") and not prefixes.get(str(name)[1:].partition("}")[0]) for name, _ in attributes):
        raise UnusualXmlError
    declared = "".join(f' xmlns{":" + prefix if prefix else ""}="{name}"' for prefix, name in own.items())
    made = Element(element.tag, {str(name): str(value) for name, value in element.attrib.items()}, prefixes, declared)
    made.text, made.tail = element.text, element.tail
    for child in element:
        below = _plain(child, dict(element.nsmap), prefixes)
        below.parent = made
        made.children.append(below)
    return made
