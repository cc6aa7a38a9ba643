"""Documents of others into the ward's data: `import plan`."""

from __future__ import annotations

from typing import Annotated

import typer

from reportgen.cli.commands import example, group
from reportgen.cli.options import AsJson, Ward, WorkFolder
from reportgen.cli.vietnamese import Command

import_app = group("Nhập văn bản có sẵn vào dữ liệu của phường.")

PlanFile = Annotated[str, typer.Argument(metavar="TỆP", help="Kế hoạch: tệp .docx hoặc .txt.", show_default=False)]
PlanYear = Annotated[
    str | None,
    typer.Option("--year", metavar="NĂM", help="Năm của kế hoạch, khi văn bản không ghi.", show_default=False),
]
Province = Annotated[
    str | None,
    typer.Option(
        "--province",
        metavar="TỈNH",
        help='Tỉnh của phường mới, khi văn bản không nhắc: "tỉnh Thanh Hóa".',
        show_default=False,
    ),
]
Replace = Annotated[
    bool,
    typer.Option(
        "--replace",
        help="Thay kế hoạch đang có của năm đó; bản cũ vẫn giữ, đính chính và phần đã bổ sung được giữ lại.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.add_typer(import_app, name="import")


@import_app.callback()
def import_group() -> None:
    """Nhập văn bản có sẵn vào dữ liệu của phường."""


@import_app.command(
    "plan",
    cls=Command,
    short_help="Nhập kế hoạch từ văn bản Word hoặc bản quét đã nhận dạng chữ.",
    help="Đọc văn bản kế hoạch (.docx, hoặc .txt nhận dạng từ bản quét) thành dữ liệu data/<phường>/plans/<năm>.yaml, "
    "kèm bản đối chiếu để soát từng chỗ. Phường chưa có thì lập luôn ward.yaml. Kế hoạch đang có không bị ghi đè.",
    epilog=example("reportgen import plan ke-hoach.docx --ward truc-lam"),
)
def import_plan(
    *,
    path: PlanFile,
    ward: Ward,
    year: PlanYear = None,
    province: Province = None,
    replace: Replace = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Nhập kế hoạch."""
    from reportgen.cli.import_plan import Wanted, import_plan  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(import_plan(Wanted(path, ward, year, province, replace, workspace, as_json)))
