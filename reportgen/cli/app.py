"""The commands: their names, options and help. What they do stands in the modules beside, imported when called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from copy import copy
from typing import Annotated

import typer

from reportgen import __version__
from reportgen.cli import (
    check_app,
    forms_app,
    import_app,
    plan_app,
    provenance_app,
    say,
    schedule_app,
    template_app,
)
from reportgen.cli.commands import PLAIN, example
from reportgen.cli.options import (
    AsJson,
    AsOf,
    Common,
    Formats,
    Half,
    Issued,
    Month,
    Number,
    Out,
    Quarter,
    RemindAgency,
    RemindDay,
    RemindDays,
    RemindEach,
    RemindReply,
    Replace,
    Ward,
    WorkFolder,
    Year,
)
from reportgen.cli.vietnamese import Command
from reportgen.model.period import PeriodKind

WITHOUT_PERIOD = "Không nêu kỳ thì lấy kỳ mới nhất đã chốt số liệu và có tiến độ."

app = typer.Typer(
    name="reportgen",
    no_args_is_help=True,
    help="""
    Tạo báo cáo cải cách hành chính của phường, đúng thể thức Nghị định 30/2020/NĐ-CP, từ kế hoạch và tiến độ.
    """,
    epilog="""
    Ví dụ:
      reportgen quarterly --ward truc-lam

    Xem tùy chọn của một lệnh: reportgen quarterly --help
    """,
    **PLAIN,
)


def main() -> None:
    """Run the command line of this process and exit."""
    _alone(sys.argv[1:2])(prog_name="reportgen")


def _alone(words: Sequence[str]) -> typer.Typer:
    """Return the app with the one command that is named: typer takes longer to build them all than to run one.

    Args:
        words: The first word of the command line; one that names no command leaves the app whole, to say so.
    """
    alone = copy(app)
    alone.registered_commands = [command for command in app.registered_commands if command.name in words]
    alone.registered_groups = [group for group in app.registered_groups if group.name in words]
    return alone if alone.registered_commands or alone.registered_groups else app


def _version(wanted: bool) -> None:  # noqa: FBT001  # typer calls it so
    if wanted:
        say.out(f"reportgen {__version__}")
        raise typer.Exit


@app.callback()
def top(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="In phiên bản.", callback=_version, is_eager=True, show_default=False)
    ] = False,
) -> None:
    """Take the options before a command."""


@app.command(
    "monthly",
    cls=Command,
    short_help="Báo cáo tháng.",
    help=f"Báo cáo tháng: văn bản Word và phụ lục Excel. {WITHOUT_PERIOD}",
    epilog=example("reportgen monthly --ward truc-lam --year 2026 --month 9"),
)
def monthly(
    *,
    ward: Ward,
    year: Year = None,
    month: Month = None,
    as_of: AsOf = None,
    number: Number = None,
    date: Issued = None,
    formats: Formats = None,
    out: Out = None,
    replace: Replace = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo tháng."""
    common = Common(ward, year, number, date, formats, out, workspace, as_json, replace)
    _report(PeriodKind.MONTH, common, index=month, as_of=as_of)


@app.command(
    "quarterly",
    cls=Command,
    short_help="Báo cáo quý.",
    help=f"Báo cáo quý: văn bản Word và phụ lục Excel. {WITHOUT_PERIOD}",
    epilog=example("reportgen quarterly --ward truc-lam --year 2026 --quarter 3"),
)
def quarterly(
    *,
    ward: Ward,
    year: Year = None,
    quarter: Quarter = None,
    as_of: AsOf = None,
    number: Number = None,
    date: Issued = None,
    formats: Formats = None,
    out: Out = None,
    replace: Replace = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo quý."""
    common = Common(ward, year, number, date, formats, out, workspace, as_json, replace)
    _report(PeriodKind.QUARTER, common, index=quarter, as_of=as_of)


@app.command(
    "half-year",
    cls=Command,
    short_help="Báo cáo 6 tháng.",
    help=f"Báo cáo 6 tháng: văn bản Word và phụ lục Excel. {WITHOUT_PERIOD}",
    epilog=example("reportgen half-year --ward truc-lam --year 2026 --half 1"),
)
def half_year(
    *,
    ward: Ward,
    year: Year = None,
    half: Half = None,
    as_of: AsOf = None,
    number: Number = None,
    date: Issued = None,
    formats: Formats = None,
    out: Out = None,
    replace: Replace = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo 6 tháng."""
    common = Common(ward, year, number, date, formats, out, workspace, as_json, replace)
    _report(PeriodKind.HALF, common, index=half, as_of=as_of)


@app.command(
    "nine-month",
    cls=Command,
    short_help="Báo cáo 9 tháng.",
    help=f"Báo cáo 9 tháng: văn bản Word và phụ lục Excel. {WITHOUT_PERIOD}",
    epilog=example("reportgen nine-month --ward truc-lam --year 2026"),
)
def nine_month(
    *,
    ward: Ward,
    year: Year = None,
    as_of: AsOf = None,
    number: Number = None,
    date: Issued = None,
    formats: Formats = None,
    out: Out = None,
    replace: Replace = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo 9 tháng."""
    common = Common(ward, year, number, date, formats, out, workspace, as_json, replace)
    _report(PeriodKind.NINE_MONTHS, common, as_of=as_of)


@app.command(
    "annual",
    cls=Command,
    short_help="Báo cáo năm.",
    help=f"Báo cáo năm: văn bản Word và phụ lục Excel. {WITHOUT_PERIOD}",
    epilog=example("reportgen annual --ward truc-lam --year 2026"),
)
def annual(
    *,
    ward: Ward,
    year: Year = None,
    as_of: AsOf = None,
    number: Number = None,
    date: Issued = None,
    formats: Formats = None,
    out: Out = None,
    replace: Replace = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo năm."""
    common = Common(ward, year, number, date, formats, out, workspace, as_json, replace)
    _report(PeriodKind.YEAR, common, as_of=as_of)


@app.command(
    "adhoc",
    cls=Command,
    help="Báo cáo đột xuất, chuyên đề cho một khoảng ngày tự chọn.",
    epilog=example('reportgen adhoc --ward truc-lam --from 2026-07-01 --to 2026-09-14 --subject "Kết quả Đề án 06"'),
)
def adhoc(
    *,
    ward: Ward,
    start: Annotated[str, typer.Option("--from", metavar="NGÀY", help="Ngày đầu.", show_default=False)],
    end: Annotated[str, typer.Option("--to", metavar="NGÀY", help="Ngày cuối, tính cả ngày này.", show_default=False)],
    subject: Annotated[
        str, typer.Option("--subject", metavar="TRÍCH YẾU", help="Trích yếu của báo cáo.", show_default=False)
    ],
    as_of: AsOf = None,
    number: Number = None,
    date: Issued = None,
    formats: Formats = None,
    out: Out = None,
    replace: Replace = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo đột xuất, chuyên đề."""
    common = Common(ward, None, number, date, formats, out, workspace, as_json, replace)
    _report(PeriodKind.RANGE, common, as_of=as_of, start=start, end=end, subject=subject)


@app.command(
    "remind",
    cls=Command,
    short_help="Công văn đôn đốc nhiệm vụ quá hạn, sắp đến hạn, số liệu chưa gửi.",
    help="Công văn đôn đốc gửi các cơ quan, đơn vị có nhiệm vụ quá hạn, sắp đến hạn hoặc chưa gửi số liệu của kỳ "
    "mới chốt. Mặc định lập một công văn gửi chung.",
    epilog=example("reportgen remind --ward truc-lam --as-of 2026-11-22"),
)
def remind(
    *,
    ward: Ward,
    as_of: RemindDay = None,
    within: RemindDays = None,
    agency: RemindAgency = None,
    per_agency: RemindEach = False,
    year: Year = None,
    month: Month = None,
    quarter: Quarter = None,
    half: Half = None,
    reply_by: RemindReply = None,
    number: Number = None,
    date: Issued = None,
    formats: Formats = None,
    out: Out = None,
    replace: Replace = False,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Công văn đôn đốc."""
    from reportgen.cli import remind as letters  # noqa: PLC0415  # help must not wait for it

    common = Common(ward, year, number, date, formats, out, workspace, as_json, replace)
    asked = letters.Asked(common, as_of, within, agency, month, quarter, half, reply_by, per_agency)
    raise typer.Exit(letters.remind(asked))


@app.command(
    "status",
    cls=Command,
    short_help="Bảng tình trạng mọi nhiệm vụ của kế hoạch.",
    help="Bảng tình trạng mọi nhiệm vụ của kế hoạch, kể cả khi chưa đơn vị nào báo cáo. "
    "Không nêu kỳ thì xem cả năm, đến ngày hôm nay.",
    epilog=example("reportgen status --ward truc-lam --period quarterly --quarter 3"),
)
def status(
    *,
    ward: Ward,
    year: Year = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="KỲ",
            help="Loại kỳ: monthly (tháng), quarterly (quý), half-year (6 tháng), nine-month (9 tháng), annual (năm).",
            show_default=False,
        ),
    ] = None,
    month: Month = None,
    quarter: Quarter = None,
    half: Half = None,
    as_of: AsOf = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Tình trạng nhiệm vụ."""
    from reportgen.cli.status import Asked, status  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(status(Asked(ward, year, period, month, quarter, half, as_of, workspace, as_json)))


@app.command(
    "explain",
    cls=Command,
    short_help="Giải thích một mã lỗi.",
    help="Giải thích một mã lỗi: vì sao và cách sửa. Không nêu mã thì liệt kê mọi mã.",
    epilog=example("reportgen explain LN001"),
)
def explain(
    code: Annotated[str | None, typer.Argument(metavar="MÃ", help="Mã lỗi, ví dụ LN001.", show_default=False)] = None,
) -> None:
    """Giải thích mã lỗi."""
    from reportgen.cli import explain as pages  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(pages.explain(code))


@app.command(
    "doctor",
    cls=Command,
    short_help="Xem máy đã đủ những gì cần để làm báo cáo.",
    help="Xem máy đã đủ những gì cần để làm báo cáo: LibreOffice, phông chữ, dữ liệu, thư mục kết quả.",
    epilog=example("reportgen doctor"),
)
def doctor(*, workspace: WorkFolder = None) -> None:
    """Kiểm tra máy."""
    from reportgen.cli import doctor as machine  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(machine.doctor(workspace))


for module in (check_app, template_app, forms_app, import_app, plan_app, provenance_app, schedule_app):
    module.register(app)


def _report(
    kind: PeriodKind,
    common: Common,
    *,
    index: str | None = None,
    as_of: str | None = None,
    start: str | None = None,
    end: str | None = None,
    subject: str = "",
) -> None:
    """Make a report and exit."""
    from reportgen.cli import produce  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(produce.report(kind, common, index=index, as_of=as_of, start=start, end=end, subject=subject))
