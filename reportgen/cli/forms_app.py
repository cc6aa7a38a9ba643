"""The departments' round trip: `forms send|missing|receive`, and former versions: `data history|restore`."""

from __future__ import annotations

from typing import Annotated

import typer

from reportgen.cli.commands import example, group
from reportgen.cli.options import (
    AsJson,
    FormAgency,
    FormDay,
    FormReceived,
    FormToday,
    Half,
    Month,
    Out,
    Quarter,
    Ward,
    WorkFolder,
    Year,
)
from reportgen.cli.vietnamese import Command

forms_app = group("Biểu mẫu Excel cho các phòng, đơn vị báo cáo số liệu.")
data_app = group("Các bản trước của số liệu đã nhận, của kế hoạch.")

OfPlan = Annotated[bool, typer.Option("--plan", help="Của kế hoạch thay vì của số liệu.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.add_typer(forms_app, name="forms")
    app.add_typer(data_app, name="data")


@forms_app.command(
    "send",
    cls=Command,
    short_help="Tạo biểu mẫu Excel của kỳ cho từng đơn vị.",
    help="Tạo biểu mẫu Excel của kỳ cho từng đơn vị, kèm số liệu kỳ trước; tệp đã có người điền thì giữ nguyên. "
    "Không nêu kỳ thì lấy kỳ đang thu thập số liệu.",
    epilog=example("reportgen forms send --ward truc-lam --year 2026 --quarter 4"),
)
def forms_send(
    *,
    ward: Ward,
    year: Year = None,
    month: Month = None,
    quarter: Quarter = None,
    half: Half = None,
    agency: FormAgency = None,
    send_by: FormDay = None,
    out: Out = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Tạo biểu mẫu."""
    from reportgen.cli import forms  # noqa: PLC0415  # help must not wait for it

    asked = forms.Asked(ward, year, month, quarter, half, agency, send_by, None, out, workspace, as_json)
    raise typer.Exit(forms.send(asked))


@forms_app.command(
    "missing",
    cls=Command,
    short_help="Đơn vị nào chưa gửi số liệu của kỳ, còn mấy ngày.",
    help="Liệt kê đơn vị chưa gửi số liệu của kỳ và số ngày còn lại. Không nêu kỳ thì lấy kỳ đang thu thập số liệu.",
    epilog=example("reportgen forms missing --ward truc-lam --year 2026 --quarter 3"),
)
def forms_missing(
    *,
    ward: Ward,
    year: Year = None,
    month: Month = None,
    quarter: Quarter = None,
    half: Half = None,
    send_by: FormDay = None,
    as_of: FormToday = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Đơn vị chưa gửi."""
    from reportgen.cli import forms  # noqa: PLC0415  # help must not wait for it

    asked = forms.Asked(ward, year, month, quarter, half, None, send_by, as_of, None, workspace, as_json)
    raise typer.Exit(forms.missing(asked))


@forms_app.command(
    "receive",
    cls=Command,
    short_help="Nhận biểu mẫu đã điền vào số liệu của phường.",
    help="Nhận biểu mẫu đã điền vào số liệu của phường. Tệp có chỗ sai thì không nhận, mọi chỗ sai được nêu theo ô; "
    "bản số liệu trước được giữ lại.",
    epilog=example("reportgen forms receive --ward truc-lam bieu-mau-da-ve"),
)
def forms_receive(
    *,
    paths: Annotated[
        list[str], typer.Argument(metavar="TỆP...", help="Biểu mẫu, hoặc thư mục chứa biểu mẫu.", show_default=False)
    ],
    ward: Ward,
    year: Year = None,
    month: Month = None,
    quarter: Quarter = None,
    half: Half = None,
    agency: FormAgency = None,
    as_of: FormReceived = None,
    accept_valid: Annotated[
        bool,
        typer.Option("--accept-valid", help="Nhận những dòng đúng; dòng sai giữ nguyên như trước.", show_default=False),
    ] = False,
    annotate: Annotated[
        bool,
        typer.Option("--annotate", help="Ghi bản sao của biểu mẫu, chỗ sai ghi chú ngay trong ô.", show_default=False),
    ] = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Nhận biểu mẫu."""
    from reportgen.cli.forms import Asked  # noqa: PLC0415  # help must not wait for them
    from reportgen.cli.receive import Wanted, receive  # noqa: PLC0415

    asked = Asked(ward, year, month, quarter, half, agency, None, as_of, None, workspace, as_json)
    raise typer.Exit(receive(Wanted(paths, asked, accept_valid, annotate)))


@data_app.command(
    "history",
    cls=Command,
    short_help="Các bản của số liệu: ngày nào, ai, từ tệp nào.",
    help="Liệt kê các bản của số liệu đã nhận: ngày nào, ai chạy lệnh, từ tệp nào. --plan: các bản của kế hoạch.",
    epilog=example("reportgen data history --ward truc-lam --year 2026 --quarter 3"),
)
def data_history(
    *,
    ward: Ward,
    year: Year = None,
    month: Month = None,
    quarter: Quarter = None,
    half: Half = None,
    agency: FormAgency = None,
    plan: OfPlan = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Các bản của số liệu."""
    from reportgen.cli.forms import Asked  # noqa: PLC0415  # help must not wait for them
    from reportgen.cli.history import history  # noqa: PLC0415

    asked = Asked(ward, year, month, quarter, half, agency, None, None, None, workspace, as_json)
    raise typer.Exit(history(asked, plan=plan))


@data_app.command(
    "restore",
    cls=Command,
    short_help="Lấy lại một bản trước của số liệu.",
    help="Lấy lại một bản trước của số liệu một đơn vị, một kỳ, hoặc của kế hoạch (--plan); bản đang có vẫn được giữ.",
    epilog="\nVí dụ:\n  reportgen data restore --ward truc-lam --agency cong-an-phuong --year 2026 --quarter 4 "
    "--version 1\n",
)
def data_restore(
    *,
    ward: Ward,
    version: Annotated[
        str, typer.Option("--version", metavar="SỐ", help="Số của bản, như data history in ra.", show_default=False)
    ],
    year: Year = None,
    month: Month = None,
    quarter: Quarter = None,
    half: Half = None,
    agency: FormAgency = None,
    plan: OfPlan = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Lấy lại một bản."""
    from reportgen.cli.forms import Asked  # noqa: PLC0415  # help must not wait for them
    from reportgen.cli.history import restore  # noqa: PLC0415

    asked = Asked(ward, year, month, quarter, half, agency, None, None, None, workspace, as_json)
    raise typer.Exit(restore(asked, version, plan=plan))
