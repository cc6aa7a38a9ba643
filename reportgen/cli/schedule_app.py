"""The commands about the calendar of reports: `due`, `run-due`, `schedule`."""

from __future__ import annotations

from typing import Annotated

import typer

from reportgen.cli.commands import example
from reportgen.cli.commands import group as new_group
from reportgen.cli.options import AsJson, WorkFolder
from reportgen.cli.vietnamese import Command

SomeWard = Annotated[
    str | None,
    typer.Option(
        "--ward", metavar="PHƯỜNG", help="Chỉ một phường; không nêu thì mọi phường trong data/.", show_default=False
    ),
]
Everyone = Annotated[bool, typer.Option("--all", help="Mọi phường trong data/ (mặc định).", show_default=False)]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="NGÀY", help="Tính như đang ở ngày này; mặc định là hôm nay.", show_default=False),
]
System = Annotated[
    str | None,
    typer.Option(
        "--system",
        metavar="HỆ THỐNG",
        help="cron, systemd hoặc windows; mặc định là windows trên Windows, cron trên máy khác.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command(
        "due",
        cls=Command,
        short_help="Báo cáo nào sắp đến hạn, số liệu kỳ nào, đơn vị nào chưa gửi.",
        help="Liệt kê báo cáo sắp đến hạn của phường: kỳ số liệu, ngày chốt, hạn gửi, số ngày và số ngày làm việc còn "
        "lại, đơn vị chưa gửi số liệu, báo cáo đã lập. Hạn rơi vào ngày nghỉ thì nêu rõ, không tự dời.",
        epilog=example("reportgen due --ward truc-lam --on 2026-12-01"),
    )(due)
    app.command(
        "run-due",
        cls=Command,
        short_help="Lập mọi báo cáo đã đến kỳ mà chưa có.",
        help="Lập mọi báo cáo đã chốt số liệu mà chưa có trong out/. Chạy bao nhiêu lần cũng không lập hai lần; ngày "
        "máy tắt được lập bù. Phường này có lỗi không ảnh hưởng phường khác.",
        epilog=example("reportgen run-due --all --on 2026-09-15"),
    )(run_due)
    group = new_group("Để máy tự chạy run-due theo lịch: cron, systemd, Windows.")
    app.add_typer(group, name="schedule")
    group.command(
        "show",
        cls=Command,
        help="In phần khai báo lịch sẽ cài, cho biết đã cài chưa; không thay đổi gì trên máy.",
        epilog=example("reportgen schedule show --system cron"),
    )(show)
    group.command(
        "install",
        cls=Command,
        help="Cài lịch chạy vào máy. Cài lại thì thay phần đã cài, không đụng đến lịch khác.",
        epilog=example("reportgen schedule install --system cron --time 06:30"),
    )(install)
    group.command(
        "remove",
        cls=Command,
        help="Gỡ đúng phần đã cài, giữ nguyên mọi lịch khác.",
        epilog=example("reportgen schedule remove --system cron"),
    )(remove)


def due(
    *,
    ward: SomeWard = None,
    everyone: Everyone = False,
    on: On = None,
    within: Annotated[
        str | None,
        typer.Option(
            "--within",
            metavar="SỐ NGÀY",
            help="Xem trước bao nhiêu ngày; mặc định 45, với --ics là 400.",
            show_default=False,
        ),
    ] = None,
    ics: Annotated[
        str | None,
        typer.Option("--ics", metavar="TỆP", help="Ghi thêm lịch .ics cho điện thoại, Outlook.", show_default=False),
    ] = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo sắp đến hạn."""
    from reportgen.cli import due as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.due(command.Asked(ward, everyone, on, within, ics, workspace, as_json)))


def run_due(
    *,
    ward: SomeWard = None,
    everyone: Everyone = False,
    on: On = None,
    catch_up: Annotated[
        bool,
        typer.Option(
            "--catch-up",
            help="Lập cả các kỳ cũ hơn, đã chốt số liệu trước khi bắt đầu chạy theo lịch.",
            show_default=False,
        ),
    ] = False,
    not_before: Annotated[
        str | None,
        typer.Option(
            "--not-before", metavar="GIỜ", help="Trước giờ này (giờ Việt Nam) thì không làm gì.", show_default=False
        ),
    ] = None,
    wait: Annotated[
        str | None,
        typer.Option(
            "--wait", metavar="GIÂY", help="Đợi lần chạy khác tối đa bao nhiêu giây; mặc định 30.", show_default=False
        ),
    ] = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Lập báo cáo đã đến kỳ."""
    from reportgen.cli import run_due as command  # noqa: PLC0415  help must not wait for it

    asked = command.Asked(ward, everyone, on, catch_up, not_before, wait, workspace, as_json)
    raise typer.Exit(command.run_due(asked))


Time = Annotated[
    str | None,
    typer.Option(
        "--time", metavar="GIỜ", help="Giờ Việt Nam của lần chạy đầu trong ngày; mặc định 06:30.", show_default=False
    ),
]


def show(
    *,
    system: System = None,
    ward: SomeWard = None,
    everyone: Everyone = False,
    time: Time = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="THƯ MỤC", help="Ghi phần khai báo thành tệp trong thư mục này.", show_default=False
        ),
    ] = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Xem lịch chạy."""
    from reportgen.cli import schedule as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.show(command.Asked(system, ward, everyone, time, workspace, as_json), out))


def install(
    *,
    system: System = None,
    ward: SomeWard = None,
    everyone: Everyone = False,
    time: Time = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Cài lịch chạy."""
    from reportgen.cli import schedule as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.install(command.Asked(system, ward, everyone, time, workspace, as_json)))


def remove(*, system: System = None, workspace: WorkFolder = None, as_json: AsJson = False) -> None:
    """Gỡ lịch chạy."""
    from reportgen.cli import schedule as command  # noqa: PLC0415  help must not wait for it

    asked = command.Asked(system, None, everyone=False, time=None, workspace=workspace, as_json=as_json)
    raise typer.Exit(command.remove(asked))
