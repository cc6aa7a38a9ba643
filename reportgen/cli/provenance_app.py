"""The commands about a finished document: `show`, `diff`, `issue`, `trace`."""

from __future__ import annotations

from typing import Annotated

import typer

from reportgen.cli.commands import example
from reportgen.cli.options import AsJson, WorkFolder
from reportgen.cli.vietnamese import Command

Document = Annotated[str, typer.Argument(metavar="TỆP", help="Tệp .docx hoặc .xlsx.", show_default=False)]
OwnWard = Annotated[
    str | None,
    typer.Option("--ward", metavar="PHƯỜNG", help="Mã phường, nếu khác với phường ghi trong tệp.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command(
        "show",
        cls=Command,
        short_help="Một văn bản được lập từ đâu, đã sửa tay chưa, số liệu và mẫu có đổi không.",
        help="Cho biết một văn bản được lập khi nào, từ số liệu và mẫu nào, đã được sửa tay chưa (bằng Word, "
        "LibreOffice hay phần mềm khác), số liệu và mẫu có đổi từ khi lập không. Tệp đã chuyển nơi khác vẫn xem được.",
        epilog=example("reportgen show out/truc-lam/2026/quy-3/bao-cao-cchc-quy-3-2026.docx"),
    )(show)
    app.command(
        "diff",
        cls=Command,
        short_help="Hai bản của một văn bản khác nhau chỗ nào.",
        help="So sánh hai tệp Word hoặc hai tệp Excel: khác ở đoạn nào, ô nào, từ gì thành gì. Ghi bên cạnh tệp mới "
        "một bản ...-so-sanh: tệp Word có đánh dấu thay đổi (chấp nhận hết thì được bản mới, từ chối hết thì được bản "
        "cũ), tệp Excel có ghi chú ở từng ô khác. Nếu bản cũ đã được cán bộ sửa tay thì liệt kê từng đoạn đã sửa bên "
        "số liệu mới.",
        epilog=example(
            "reportgen diff out/truc-lam/2026/quy-3/bao-cao-cchc-quy-3-2026.docx "
            "out/truc-lam/2026/quy-3/bao-cao-cchc-quy-3-2026-ban-2.docx"
        ),
    )(diff)
    app.command(
        "issue",
        cls=Command,
        short_help="Vào sổ một văn bản đã ban hành: số, ngày; giữ nguyên tệp và số liệu.",
        help="Ghi số và ngày ban hành của một văn bản vào sổ văn bản của phường (data/<phường>/so-van-ban/<năm>/), giữ "
        "nguyên từng byte tệp đã ban hành cùng số liệu và mẫu đã dùng. Số bắt đầu lại mỗi năm, theo loại văn bản; số "
        "đã dùng bị từ chối. Lần lập báo cáo sau của kỳ đó ghi thành dự thảo mới bên cạnh, không thay văn bản đã ban "
        "hành.",
        epilog="\nVí dụ:\n  reportgen issue out/truc-lam/2026/quy-3/bao-cao-cchc-quy-3-2026.docx --number 12 "
        "--date 2026-09-21\n",
    )(issue)
    app.command(
        "trace",
        cls=Command,
        short_help="Một con số, một từ trong văn bản lấy từ đâu.",
        help="Cho biết một con số (58,97%; 39/65; 1.829), một ngày hay một từ trong văn bản lấy từ đâu: đứng ở đoạn, ô "
        "nào, tính thế nào, từ dòng nào của tệp số liệu nào. Một giá trị có ở nhiều chỗ thì nêu từng chỗ.",
        epilog="\nVí dụ:\n  reportgen trace out/truc-lam/2026/quy-3/bao-cao-cchc-quy-3-2026.docx --value 39\n",
    )(trace)


def show(*, path: Document, ward: OwnWard = None, workspace: WorkFolder = None, as_json: AsJson = False) -> None:
    """Xem nguồn gốc văn bản."""
    from reportgen.cli import show as command  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(command.show(path, ward, workspace, as_json=as_json))


def diff(
    *,
    old: Annotated[str, typer.Argument(metavar="BẢN_CŨ", help="Tệp .docx hoặc .xlsx cũ.", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="BẢN_MỚI", help="Tệp cùng loại, mới hơn.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """So sánh hai bản."""
    from reportgen.cli import diff as command  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(command.diff(old, new, as_json=as_json))


def issue(
    *,
    path: Document,
    number: Annotated[
        str, typer.Option("--number", metavar="SỐ", help="Số văn bản, ví dụ 12 hoặc 12/BC-UBND.", show_default=False)
    ],
    date: Annotated[
        str, typer.Option("--date", metavar="NGÀY", help="Ngày ban hành, ví dụ 2026-09-21.", show_default=False)
    ],
    ward: OwnWard = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Vào sổ văn bản."""
    from reportgen.cli import issue as command  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(command.issue(path, number, date, ward, workspace, as_json=as_json))


def trace(
    *,
    path: Document,
    value: Annotated[
        str,
        typer.Option("--value", metavar="GIÁ_TRỊ", help="Số, ngày hoặc từ như in trong văn bản.", show_default=False),
    ],
    ward: OwnWard = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Truy nguồn một giá trị."""
    from reportgen.cli import trace as command  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(command.trace(path, value, ward, workspace, as_json=as_json))
