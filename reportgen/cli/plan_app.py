"""The plan: as a document (`plan`), as a workbook for editing (`plan export`, `plan import`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli.commands import PLAIN, example
from reportgen.cli.options import AsJson, Common, Formats, Issued, Number, Out, Replace, WorkFolder, Year
from reportgen.cli.vietnamese import Command, usage

if TYPE_CHECKING:
    from reportgen.cli.plan_book import Asked

plan_app = typer.Typer(invoke_without_command=True, **PLAIN)

PlanWard = Annotated[
    str | None,
    typer.Option(
        "--ward",
        metavar="PHƯỜNG",
        help="Mã phường: tên thư mục của phường trong data/, ví dụ truc-lam. Bắt buộc.",
        show_default=False,
    ),
]
PlanYear = Annotated[
    str | None,
    typer.Option("--year", metavar="NĂM", help="Một năm của kế hoạch, ví dụ 2026.", show_default=False),
]
AsBook = Annotated[
    bool, typer.Option("--xlsx", help="Dạng bảng tính Excel (dạng duy nhất, có thể không ghi).", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.add_typer(plan_app, name="plan")


@plan_app.callback(
    short_help="Kế hoạch cải cách hành chính và các phụ lục; sửa kế hoạch trong Excel.",
    help="Kế hoạch cải cách hành chính và các phụ lục, dựng lại từ dữ liệu. Thêm lệnh export, import để sửa kế hoạch "
    "trong Excel.",
    epilog=example("reportgen plan --ward truc-lam"),
)
def plan(
    ctx: typer.Context,
    *,
    ward: PlanWard = None,
    year: Year = None,
    verbatim: Annotated[
        bool,
        typer.Option("--verbatim", help="In đúng nguyên văn, không áp dụng đính chính lỗi chữ.", show_default=False),
    ] = False,
    number: Number = None,
    date: Issued = None,
    formats: Formats = None,
    out: Out = None,
    replace: Replace = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Kế hoạch."""
    if ctx.invoked_subcommand is not None:
        return
    if ward is None:
        raise _no_ward(ctx)
    from reportgen.cli import produce  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(
        produce.plan(Common(ward, year, number, date, formats, out, workspace, as_json, replace), verbatim=verbatim)
    )


@plan_app.command(
    "export",
    cls=Command,
    short_help="Xuất kế hoạch thành bảng tính để sửa trong Excel.",
    help="Xuất toàn bộ dữ liệu kế hoạch thành một bảng tính (.xlsx) để sửa trong Excel hoặc LibreOffice, rồi đọc lại "
    "bằng reportgen plan import. Không nêu tệp thì ghi vào out/<phường>/<năm>/ke-hoach; tệp đã có thì không ghi đè.",
    epilog=example("reportgen plan export --ward truc-lam"),
)
def plan_export(
    ctx: typer.Context,
    *,
    file: Annotated[
        str | None, typer.Argument(metavar="TỆP", help="Tệp .xlsx sẽ ghi; có thể không nêu.", show_default=False)
    ] = None,
    ward: PlanWard = None,
    year: PlanYear = None,
    xlsx: AsBook = False,
    out: Out = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Xuất bảng."""
    from reportgen.cli import plan_book  # noqa: PLC0415  # help must not wait for it

    del xlsx  # the only form there is
    raise typer.Exit(
        plan_book.export(_asked(ctx, file, ward=ward, year=year, out=out, workspace=workspace, as_json=as_json))
    )


@plan_app.command(
    "import",
    cls=Command,
    short_help="Đọc bảng tính đã sửa vào kế hoạch.",
    help="Đọc bảng tính đã sửa vào kế hoạch. Có chỗ sai thì nêu từng ô và không sửa gì; đúng hết thì chỉ ghi những "
    "chỗ khác, bản trước được giữ lại. Phần người khác đã sửa từ lúc xuất bảng vẫn giữ nguyên.",
    epilog=example("reportgen plan import bang-ke-hoach.xlsx --ward truc-lam"),
)
def plan_import(
    ctx: typer.Context,
    *,
    file: Annotated[
        str, typer.Argument(metavar="TỆP", help="Bảng đã xuất bằng plan export: .xlsx, .xls, .ods.", show_default=False)
    ],
    ward: PlanWard = None,
    year: PlanYear = None,
    xlsx: AsBook = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chạy thử: chỉ nêu sẽ sửa gì, không ghi.", show_default=False)
    ] = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Đọc bảng."""
    from reportgen.cli import plan_book  # noqa: PLC0415  # help must not wait for it

    del xlsx  # the only form there is
    asked = _asked(ctx, file, ward=ward, year=year, out=None, workspace=workspace, as_json=as_json, dry_run=dry_run)
    raise typer.Exit(plan_book.take_in(asked))


def _asked(  # the options of the command line
    ctx: typer.Context,
    file: str | None,
    *,
    ward: str | None,
    year: str | None,
    out: str | None,
    workspace: str | None,
    as_json: bool,
    dry_run: bool = False,
) -> Asked:
    """Return the options; those that people have put before the name of the command count too."""
    from reportgen.cli.plan_book import Asked  # noqa: PLC0415  # help must not wait for it

    before: dict[str, Any] = ctx.parent.params if ctx.parent is not None else {}
    ward = ward or before.get("ward")
    if ward is None:
        raise _no_ward(ctx)
    return Asked(
        ward,
        year or before.get("year"),
        file,
        out or before.get("out"),
        workspace or before.get("workspace"),
        as_json or bool(before.get("as_json")),
        dry_run,
    )


def _no_ward(ctx: typer.Context) -> Exception:
    """Return LN006: the option is of the group and of its commands, so typer cannot ask for it."""
    remedy = f"Thêm vào dòng lệnh. Xem các tùy chọn: {ctx.command_path} --help"
    return usage("LN006", "thiếu tùy chọn --ward", remedy)
