"""`trace`: from a figure or word of a document to the lines of the ward's data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen import originals
from reportgen.cli import say, workspace
from reportgen.cli.failure import carry_out
from reportgen.cli.made import Made, folders, kept_data, load_for, loads, open_made, period_of, required
from reportgen.documents import DOCUMENTS
from reportgen.model.period import PeriodKind, make_period
from reportgen.problem import Problem, ReportgenError, Severity
from reportgen.provenance import Provenance

if TYPE_CHECKING:
    from reportgen.load.loaded import Loaded
    from reportgen.trace.figure import Group, Source
    from reportgen.trace.find import Spot
    from reportgen.trace.origin import Origin
    from reportgen.trace.written import Written

_SHOWN: Final = 40
_NEXT_LINES: Final = 60  # of an entry, among which the exact line of a value is looked for
_SCALAR: Final = re.compile(r"\s*(?:-\s+)?(?:[\w.]+:\s+)?(?P<quote>['\"]?)(?P<text>.*?)(?P=quote)\s*")
_LINE: Final = re.compile(r"(?P<file>.+\.ya?ml), dòng (?P<line>\d+)$")


@dataclass(slots=True)
class _Background:
    """What a document was made from.

    Attributes:
        ward: Id. files: The ward's files, by path in its folder. folder: The ward's folder, or None.
        groups, values: All figures and all values of the report, nothing of a plan. data: All that people wrote.
        template_spots: Paragraphs and rows of the template, nothing when it is not at hand.
    """

    ward: str
    files: Mapping[str, bytes]
    folder: Path | None
    data: list[Written]
    groups: list[Group] = field(default_factory=list)
    values: Mapping[str, object] = field(default_factory=dict)
    template_spots: list[Spot] = field(default_factory=list)


def trace(path: str, value: str, ward: str | None, work: str | None, *, as_json: bool) -> int:
    """Tell where a value comes from; return the exit status."""
    result = say.Outcome(ward=ward, extra={"value": value, "found": []})
    return carry_out(result, lambda found: _trace(open_made(path), value, (ward, work), found), as_json=as_json)


def _trace(made: Made, value: str, where: tuple[str | None, str | None], result: say.Outcome) -> None:
    from reportgen.render.package import open_package  # noqa: PLC0415  help must not wait for them
    from reportgen.trace import find  # noqa: PLC0415

    told = required(made)
    if not value.strip():
        raise ReportgenError(
            Problem("LN007", "dòng lệnh, --value", "giá trị để trống", "Nêu giá trị cần tìm."), exit_code=2
        )
    package = open_package(made.data, made.path.name)
    everything = find.spots(package)
    spelling, places = next(
        ((one, spots) for one in find.spellings(value) if (spots := find.found_in(everything, one))), ("", [])
    )
    if not places:
        raise ReportgenError(_absent(made, value, find.nearest(everything, find.spellings(value)[-1])))
    background = _background(made, told, where, result)
    ours = _ours(made)
    for number, spot in enumerate(places, start=1):
        names = _names(spot, spelling, background)
        found = _at(spot, spelling, names, background)
        rewritten = ours is not None and spot.text not in ours
        result.extra["found"].append(_as_dict(spot, spelling, names, found, rewritten=rewritten))
        result.lines += _told(number, spot, spelling, names, found, rewritten=rewritten)
    result.lines.insert(0, f"“{spelling}” có ở {len(places)} chỗ trong {made.path.name}:")


def _absent(made: Made, value: str, near: Sequence[str]) -> Problem:
    hint = f"Gần giống: {', '.join(near)}. " if near else ""
    return Problem("XX009", str(made.path), f"văn bản không có {value!r}", f"{hint}Chép đúng giá trị như văn bản in.")


def _background(made: Made, told: Provenance, where: tuple[str | None, str | None], result: say.Outcome) -> _Background:
    """Work out again all that the document could print."""
    from reportgen.trace.written import written  # noqa: PLC0415  help must not wait for them

    space = _space(where[1])
    folder = _folder(space, where[0] or told.ward)
    files, loaded = _data(made, told, space, folder, result)
    data = loaded.data
    result.ward, result.period = told.ward, period_of(told, data.ward.calendar)
    found = _Background(told.ward, files, folder, written(data))
    found.template_spots = _template(made, told, space)
    if not told.as_of:
        from reportgen.view.plan import plan_view  # noqa: PLC0415

        found.values = plan_view(data.ward, data.plan, verbatim=bool(told.verbatim))
        return found
    from reportgen.assess import assess  # noqa: PLC0415
    from reportgen.trace.catalogue import groups  # noqa: PLC0415
    from reportgen.view import view_of  # noqa: PLC0415

    day = date.fromisoformat(told.as_of)
    # a letter that covers no period speaks of tasks as they stand on its day
    period = result.period or make_period(PeriodKind.YEAR, day.year, 1, data.ward.calendar)
    report = assess(data, period, day)
    issued = date.fromisoformat(told.issued) if told.issued else None
    result.as_of = report.as_of
    found.groups = groups(report, data)
    document = DOCUMENTS.get(told.kind)
    title = document.type_name.upper() if document else "BÁO CÁO"
    code = document.type_code if document else "BC"
    found.values = view_of(report, number=told.number, issued_on=issued, subject=told.subject, title=title, code=code)
    return found


def _data(
    made: Made, told: Provenance, space: workspace.Workspace | None, folder: Path | None, result: say.Outcome
) -> tuple[Mapping[str, bytes], Loaded]:
    """Return the data from which a document was made, else those of today with a warning.

    Raises:
        ReportgenError: XX005 when there are none at all.
    """
    from reportgen.load.snapshot import data_files, laid_out  # noqa: PLC0415  help must not wait for it

    now = data_files(folder) if folder is not None else {}
    for files in (kept_data(made, folders(made, space)), _registered(told, folder), now):
        try:
            with laid_out(told.ward, files) as place:
                loaded = load_for(place, told) if files else None
        except ReportgenError:
            continue
        if loaded is not None:
            return files, loaded
    if not now or folder is None:
        message = f"không còn bản số liệu đã dùng, và thư mục làm việc không có phường {told.ward}"
        raise ReportgenError(Problem("XX005", str(made.path), message, "Chỉ rõ thư mục làm việc bằng --workspace."))
    message = (
        "số liệu đã đổi từ khi lập văn bản và bản đã dùng không còn được giữ; nguồn dưới đây theo số liệu hiện nay"
    )
    remedy = "Lập lại văn bản để nguồn khớp từng dòng."
    result.add([Problem("XX014", str(made.path), message, remedy, Severity.WARNING)])
    return now, next(iter(loads(folder, told)))


def _registered(told: Provenance, folder: Path | None) -> dict[str, bytes]:
    """Return the data kept with an issued document of the same data."""
    from reportgen.register import DATA_FILE, read_all  # noqa: PLC0415  help must not wait for it

    try:
        years = read_all(folder) if folder is not None else ()
    except ReportgenError:
        return {}
    for year in years:
        for entry in year.entries:
            path = (year.folder / entry.kept).with_name(DATA_FILE)
            if entry.data_hash == told.data_hash and path.is_file():
                return originals.unpacked(path.read_bytes())
    return {}


def _space(work: str | None) -> workspace.Workspace | None:
    try:
        return workspace.find(work)
    except ReportgenError:
        if work is not None:
            raise
        return None


def _folder(space: workspace.Workspace | None, ward: str) -> Path | None:
    return space.data / ward if space is not None and ward in space.wards() else None


def _template(made: Made, told: Provenance, space: workspace.Workspace | None) -> list[Spot]:
    """Return what the template says, place by place; nothing when it is not at hand."""
    from reportgen.render.package import open_package  # noqa: PLC0415  help must not wait for them
    from reportgen.trace.find import spots  # noqa: PLC0415

    content = originals.find(folders(made, space), originals.template_name(told.template_hash))
    try:
        if content is None and space is not None and told.template:
            content = space.template(told.ward, told.template).content
        return [] if content is None else spots(open_package(content, told.template or f"mẫu.{made.form}"))
    except ReportgenError:
        return []


def _ours(made: Made) -> set[str] | None:
    """Return the texts of the document as we wrote it, None when nobody has changed it or ours is not kept."""
    from reportgen.render.package import open_package  # noqa: PLC0415  help must not wait for them
    from reportgen.trace.find import spots  # noqa: PLC0415

    written = originals.original_of(made.path.absolute(), made.data) if made.edited else None
    return None if written is None else {spot.text for spot in spots(open_package(written, made.path.name))}


def _at(spot: Spot, value: str, names: Sequence[str], background: _Background) -> list[Origin]:
    """Return what a value comes from at one place, its lines as exact as they can be."""
    from reportgen.trace.find import figures_in, found_in, stands_in  # noqa: PLC0415  help must not wait for them
    from reportgen.trace.origin import Origin, origins  # noqa: PLC0415
    from reportgen.trace.tags import kinds_of  # noqa: PLC0415

    found = [
        Origin(f"công thức trong ô {place.rpartition('!')[2]}", f"={formula}", ())
        for place, text, formula in spot.cells
        if formula and stands_in(value, text)
    ]
    kinds = kinds_of(names, background.template_spots)
    found += origins(spot, value, background.groups, background.data, kinds)
    if not found:
        from reportgen.trace.figure import Source  # noqa: PLC0415

        lines = tuple(Source(one.place, one.text) for one in found_in(background.template_spots, value))
        found += [Origin("lời cố định của mẫu", "", lines)] if lines else []
    if not found:  # words that the program put together around figures: the figures have a source each
        behind = [_at(spot, figure, names, background) for figure in figures_in(value)]
        return list(dict.fromkeys(one for group in behind for one in group))
    return [replace(one, sources=tuple(_exact(one.sources, value, background))) for one in found]


def _exact(sources: Iterable[Source], value: str, background: _Background) -> Iterator[Source]:
    """Yield sources with the very line on which the value stands, and the form that it was received by."""
    from reportgen.trace.find import stands_in  # noqa: PLC0415  help must not wait for it

    for source in sources:
        found = _LINE.match(source.place)
        name = found["file"].partition("/")[2] if found else ""
        content = background.files.get(name)
        if found is None or content is None:
            yield source
            continue
        lines = content.decode("utf-8", "replace").splitlines()
        first = int(found["line"])
        near = range(first, min(first + _NEXT_LINES, len(lines)) + 1)
        exact = next((n for n in near if stands_in(value, lines[n - 1])), 0) or _whole(value, lines, first)
        place = f"{found['file']}, dòng {exact if stands_in(value, source.words) else first}"
        received = _received(name, background)
        yield replace(source, place=place, words=f"{source.words}{received}")


def _whole(value: str, lines: Sequence[str], first: int) -> int:
    """Return the line further down on which a value is all that is written; the first when there is none."""
    for number, line in enumerate(lines[first:], start=first + 1):
        found = _SCALAR.fullmatch(line)
        if found is not None and found["text"].casefold() == value.casefold():
            return number
    return first


def _received(name: str, background: _Background) -> str:
    """Return by which form a file of progress came, "" when it did not."""
    from reportgen import store  # noqa: PLC0415  help must not wait for it

    if background.folder is None or not name.startswith("progress/"):
        return ""
    newest = [version for version in store.versions(background.folder / name) if version.how == "receive"]
    return f" (nhận từ biểu mẫu {newest[-1].source})" if newest and newest[-1].source else ""


def _names(spot: Spot, value: str, background: _Background) -> list[str]:
    """Return the names by which the template printed a value: as its tags say, else by the texts of the values."""
    from reportgen.trace.names import names_behind  # noqa: PLC0415  help must not wait for them
    from reportgen.trace.tags import tags_behind  # noqa: PLC0415

    tags = tags_behind(spot, value, background.template_spots)
    return tags or names_behind(spot, value, background.values)


def _as_dict(
    spot: Spot, value: str, names: Sequence[str], found: Sequence[Origin], *, rewritten: bool
) -> dict[str, Any]:
    return {
        "place": spot.where(value),
        "text": spot.text,
        "edited": rewritten,
        "names": list(names),
        "origins": [asdict(one) for one in found],
    }


def _told(
    number: int, spot: Spot, value: str, names: Sequence[str], found: Sequence[Origin], *, rewritten: bool
) -> Iterator[str]:
    from reportgen.trace.find import excerpt  # noqa: PLC0415  help must not wait for it

    yield f"{number}. {spot.where(value)}: “{say.clean(excerpt(spot.text, value))}”"
    if rewritten:
        yield "   Chỗ này cán bộ đã sửa tay sau khi chương trình lập văn bản."
    if names:
        yield f"   Tên trong mẫu: {', '.join(names)}"
    if not found:
        yield "   Không tìm được nguồn trong số liệu và mẫu."
    for one in found:
        yield f"   {say.clean(one.what)}{f': {say.clean(one.formula)}' if one.formula else ''}"
        yield from (f"     - {source.place}: {say.clean(source.words)}" for source in one.sources[:_SHOWN])
        if len(one.sources) > _SHOWN:
            yield f"     - và {len(one.sources) - _SHOWN} dòng khác; xem đủ bằng --json"
