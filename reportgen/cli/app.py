"""The commands: their names, options and help. What they do stands in the modules beside, imported when called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from copy import copy
from typing import Annotated

import typer

from reportgen import __version__
from reportgen.cli import provenance_app, say
from reportgen.cli.options import (
    AsJson,
    AsOf,
    Common,
    FormAgency,
    Formats,
    FormDay,
    FormReceived,
    FormToday,
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
    Ward,
    WorkFolder,
    Year,
)
from reportgen.cli.vietnamese import Command, Group
from reportgen.model.period import PeriodKind

# typer would add English options for shell completion, and colour boxes with English titles.
PLAIN = {"cls": Group, "add_completion": False, "rich_markup_mode": None, "pretty_exceptions_enable": False}


def _example(command: str) -> str:
    """Return the last lines of a help page; a test runs the command."""
    return f"\nVí dụ:\n  {command}\n"


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
    **PLAIN,  # type: ignore[arg-type]
)
check_app = typer.Typer(
    no_args_is_help=True,
    help="Kiểm tra trước khi làm báo cáo; không ghi tệp nào.",
    **PLAIN,  # type: ignore[arg-type]
)
app.add_typer(check_app, name="check")
fix_app = typer.Typer(
    no_args_is_help=True,
    help="Sửa văn bản: ghi bản đã sửa bên cạnh, tệp gốc giữ nguyên.",
    **PLAIN,  # type: ignore[arg-type]
)
app.add_typer(fix_app, name="fix")
template_app = typer.Typer(
    no_args_is_help=True,
    help="Công cụ cho người soạn mẫu Word, Excel.",
    **PLAIN,  # type: ignore[arg-type]
)
app.add_typer(template_app, name="template")
forms_app = typer.Typer(
    no_args_is_help=True,
    help="Biểu mẫu Excel cho các phòng, đơn vị báo cáo số liệu.",
    **PLAIN,  # type: ignore[arg-type]
)
app.add_typer(forms_app, name="forms")
data_app = typer.Typer(
    no_args_is_help=True,
    help="Các bản trước của số liệu đã nhận.",
    **PLAIN,  # type: ignore[arg-type]
)
app.add_typer(data_app, name="data")


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
    epilog=_example("reportgen monthly --ward truc-lam --year 2026 --month 9"),
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
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo tháng."""
    common = Common(ward, year, number, date, formats, out, workspace, as_json)
    _report(PeriodKind.MONTH, common, index=month, as_of=as_of)


@app.command(
    "quarterly",
    cls=Command,
    short_help="Báo cáo quý.",
    help=f"Báo cáo quý: văn bản Word và phụ lục Excel. {WITHOUT_PERIOD}",
    epilog=_example("reportgen quarterly --ward truc-lam --year 2026 --quarter 3"),
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
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo quý."""
    common = Common(ward, year, number, date, formats, out, workspace, as_json)
    _report(PeriodKind.QUARTER, common, index=quarter, as_of=as_of)


@app.command(
    "half-year",
    cls=Command,
    short_help="Báo cáo 6 tháng.",
    help=f"Báo cáo 6 tháng: văn bản Word và phụ lục Excel. {WITHOUT_PERIOD}",
    epilog=_example("reportgen half-year --ward truc-lam --year 2026 --half 1"),
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
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo 6 tháng."""
    common = Common(ward, year, number, date, formats, out, workspace, as_json)
    _report(PeriodKind.HALF, common, index=half, as_of=as_of)


@app.command(
    "nine-month",
    cls=Command,
    short_help="Báo cáo 9 tháng.",
    help=f"Báo cáo 9 tháng: văn bản Word và phụ lục Excel. {WITHOUT_PERIOD}",
    epilog=_example("reportgen nine-month --ward truc-lam --year 2026"),
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
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo 9 tháng."""
    common = Common(ward, year, number, date, formats, out, workspace, as_json)
    _report(PeriodKind.NINE_MONTHS, common, as_of=as_of)


@app.command(
    "annual",
    cls=Command,
    short_help="Báo cáo năm.",
    help=f"Báo cáo năm: văn bản Word và phụ lục Excel. {WITHOUT_PERIOD}",
    epilog=_example("reportgen annual --ward truc-lam --year 2026"),
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
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo năm."""
    common = Common(ward, year, number, date, formats, out, workspace, as_json)
    _report(PeriodKind.YEAR, common, as_of=as_of)


@app.command(
    "adhoc",
    cls=Command,
    help="Báo cáo đột xuất, chuyên đề cho một khoảng ngày tự chọn.",
    epilog=_example('reportgen adhoc --ward truc-lam --from 2026-07-01 --to 2026-09-14 --subject "Kết quả Đề án 06"'),
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
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Báo cáo đột xuất, chuyên đề."""
    common = Common(ward, None, number, date, formats, out, workspace, as_json)
    _report(PeriodKind.RANGE, common, as_of=as_of, start=start, end=end, subject=subject)


@app.command(
    "plan",
    cls=Command,
    help="Kế hoạch cải cách hành chính và các phụ lục, dựng lại từ dữ liệu.",
    epilog=_example("reportgen plan --ward truc-lam"),
)
def plan(
    *,
    ward: Ward,
    year: Year = None,
    verbatim: Annotated[
        bool,
        typer.Option("--verbatim", help="In đúng nguyên văn, không áp dụng đính chính lỗi chữ.", show_default=False),
    ] = False,
    number: Number = None,
    date: Issued = None,
    formats: Formats = None,
    out: Out = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Kế hoạch."""
    from reportgen.cli import produce  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(
        produce.plan(Common(ward, year, number, date, formats, out, workspace, as_json), verbatim=verbatim)
    )


@app.command(
    "remind",
    cls=Command,
    short_help="Công văn đôn đốc nhiệm vụ quá hạn, sắp đến hạn, số liệu chưa gửi.",
    help="Công văn đôn đốc gửi các cơ quan, đơn vị có nhiệm vụ quá hạn, sắp đến hạn hoặc chưa gửi số liệu của kỳ "
    "mới chốt. Mặc định lập một công văn gửi chung.",
    epilog=_example("reportgen remind --ward truc-lam --as-of 2026-11-22"),
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
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Công văn đôn đốc."""
    from reportgen.cli import remind as letters  # noqa: PLC0415  # help must not wait for it

    common = Common(ward, year, number, date, formats, out, workspace, as_json)
    asked = letters.Asked(common, as_of, within, agency, month, quarter, half, reply_by, per_agency)
    raise typer.Exit(letters.remind(asked))


@app.command(
    "status",
    cls=Command,
    short_help="Bảng tình trạng mọi nhiệm vụ của kế hoạch.",
    help="Bảng tình trạng mọi nhiệm vụ của kế hoạch, kể cả khi chưa đơn vị nào báo cáo. "
    "Không nêu kỳ thì xem cả năm, đến ngày hôm nay.",
    epilog=_example("reportgen status --ward truc-lam --period quarterly --quarter 3"),
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


@check_app.command(
    "data",
    cls=Command,
    short_help="Kiểm tra dữ liệu của phường.",
    help="Kiểm tra dữ liệu của phường: kế hoạch, tiến độ, chỉ tiêu. Không nêu thư mục thì kiểm tra mọi phường.",
    epilog=_example("reportgen check data --ward truc-lam"),
)
def check_data(
    *,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="THƯ_MỤC...", help="Thư mục của phường, ví dụ data/truc-lam.", show_default=False),
    ] = None,
    ward: Annotated[
        str | None, typer.Option("--ward", metavar="PHƯỜNG", help="Chỉ kiểm tra phường này.", show_default=False)
    ] = None,
    year: Year = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm tra dữ liệu."""
    from reportgen.cli import inspect_data  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(inspect_data.check(paths or [], ward, year, workspace, as_json=as_json))


@check_app.command(
    "document",
    cls=Command,
    short_help="Kiểm tra thể thức một văn bản Word bất kỳ.",
    help="Kiểm tra thể thức một hay nhiều văn bản Word theo Nghị định 30/2020/NĐ-CP: quy định nào, ở đâu, đang có gì, "
    "phải thế nào. Văn bản do ai soạn cũng được.",
    epilog=_example("reportgen check document out/truc-lam/2026/quy-3/bao-cao-cchc-quy-3-2026.docx"),
)
def check_document(
    *,
    paths: Annotated[list[str], typer.Argument(metavar="TỆP...", help="Tệp .docx cần kiểm tra.", show_default=False)],
    annotate: Annotated[
        bool,
        typer.Option(
            "--annotate",
            help="Ghi thêm một bản có nhận xét của Word ở từng chỗ sai (...-nhan-xet.docx).",
            show_default=False,
        ),
    ] = False,
    rules: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            metavar="MÃ",
            help="Chỉ kiểm tra quy định này, ví dụ PG-03; ghi được nhiều lần.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm tra thể thức văn bản."""
    from reportgen.cli import document  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(document.check(paths, rules or [], annotate=annotate, as_json=as_json))


@check_app.command(
    "template",
    cls=Command,
    short_help="Kiểm tra tệp mẫu Word, Excel.",
    help="Kiểm tra tệp mẫu Word, Excel; như lệnh reportgen template lint.",
    epilog=_example("reportgen check template --ward truc-lam"),
)
def check_template(
    *,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TỆP...", help="Tệp mẫu .docx, .xlsx; không nêu thì kiểm tra mọi mẫu đang dùng.", show_default=False
        ),
    ] = None,
    ward: Annotated[
        str | None,
        typer.Option(
            "--ward",
            metavar="PHƯỜNG",
            help="Xét mẫu phường này đang dùng, thử cả với số liệu của phường.",
            show_default=False,
        ),
    ] = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm tra tệp mẫu."""
    from reportgen.cli import template_lint as tool  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(tool.lint(paths or [], ward, workspace, as_json=as_json))


@fix_app.command(
    "document",
    cls=Command,
    short_help="Sửa thể thức một văn bản Word.",
    help="Sửa những lỗi thể thức không cần cân nhắc: khổ giấy, lề, phông, cỡ chữ, giãn dòng, số trang, số 0, đường kẻ. "
    "Lời văn giữ nguyên; chỗ cần người xem xét thì liệt kê. Ghi thành ...-da-sua.docx bên cạnh tệp gốc.",
    epilog=_example("reportgen fix document out/truc-lam/2026/quy-3/bao-cao-cchc-quy-3-2026.docx"),
)
def fix_document(
    *,
    path: Annotated[str, typer.Argument(metavar="TỆP", help="Tệp .docx cần sửa.", show_default=False)],
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="TỆP", help="Tên tệp kết quả, thay cho ...-da-sua.docx.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Sửa thể thức văn bản."""
    from reportgen.cli import document  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(document.fix(path, out, as_json=as_json))


@app.command(
    "explain",
    cls=Command,
    short_help="Giải thích một mã lỗi.",
    help="Giải thích một mã lỗi: vì sao và cách sửa. Không nêu mã thì liệt kê mọi mã.",
    epilog=_example("reportgen explain LN001"),
)
def explain(
    code: Annotated[str | None, typer.Argument(metavar="MÃ", help="Mã lỗi, ví dụ LN001.", show_default=False)] = None,
) -> None:
    """Giải thích mã lỗi."""
    from reportgen.cli import explain as pages  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(pages.explain(code))


@template_app.command(
    "fields",
    cls=Command,
    short_help="Các tên dùng được trong mẫu.",
    help="Các tên dùng được trong mẫu: ý nghĩa, ví dụ, và giá trị lấy từ số liệu mới nhất của phường. Dạng docx, xlsx "
    "là bản để in, khổ A4 ngang, ghi vào out/ten-truong/.",
    epilog=_example("reportgen template fields --ward truc-lam --format docx,xlsx"),
)
def template_fields(
    *,
    ward: Annotated[
        str | None,
        typer.Option("--ward", metavar="PHƯỜNG", help="Kèm giá trị của phường này.", show_default=False),
    ] = None,
    formats: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="DẠNG", help="Dạng, cách nhau dấu phẩy: terminal,docx,xlsx.", show_default=False
        ),
    ] = None,
    find: Annotated[
        str | None,
        typer.Option(
            "--find", metavar="CHỮ", help="Chỉ các tên có chữ này trong tên hoặc ý nghĩa.", show_default=False
        ),
    ] = None,
    out: Out = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Các tên dùng được trong mẫu."""
    from reportgen.cli.fields import Asked, fields  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(fields(Asked(ward, formats, find, out, workspace), as_json=as_json))


@template_app.command(
    "lint",
    cls=Command,
    short_help="Kiểm tra tệp mẫu Word, Excel.",
    help="Kiểm tra tệp mẫu Word, Excel: mọi lỗi trong một lần chạy, mỗi lỗi có chỗ cần mở ra sửa. Nêu thư mục thì xét "
    "mọi mẫu trong đó. Mẫu được điền thử với dữ liệu mẫu và dữ liệu bất thường (danh sách trống, 500 mục, chữ dài), "
    "rồi xét thể thức. Không ghi tệp nào.",
    epilog=_example("reportgen template lint templates/bao-cao-cchc.docx templates/phu-luc.xlsx"),
)
def template_lint(
    *,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TỆP...", help="Tệp mẫu .docx, .xlsx; không nêu thì kiểm tra mọi mẫu đang dùng.", show_default=False
        ),
    ] = None,
    ward: Annotated[
        str | None,
        typer.Option(
            "--ward",
            metavar="PHƯỜNG",
            help="Xét mẫu phường này đang dùng, thử cả với số liệu của phường.",
            show_default=False,
        ),
    ] = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm tra tệp mẫu."""
    from reportgen.cli import template_lint as tool  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(tool.lint(paths or [], ward, workspace, as_json=as_json))


@template_app.command(
    "annotate",
    cls=Command,
    short_help="Bản mẫu có nhận xét ở từng chỗ sai.",
    help="Ghi một bản của tệp mẫu có nhận xét (Word) hoặc ghi chú ô (Excel) ở từng chỗ sai: ...-nhan-xet.docx, "
    "...-nhan-xet.xlsx bên cạnh. Tệp gốc giữ nguyên; nhận xét và ghi chú đã có được giữ lại.",
    epilog=_example("reportgen template annotate templates/bao-cao-cchc.docx"),
)
def template_annotate(
    *,
    path: Annotated[str, typer.Argument(metavar="TỆP", help="Tệp mẫu .docx, .xlsx.", show_default=False)],
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="TỆP", help="Tên tệp kết quả, thay cho ...-nhan-xet.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bản mẫu có nhận xét."""
    from reportgen.cli import template_lint as tool  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(tool.annotate(path, out, as_json=as_json))


@template_app.command(
    "list",
    cls=Command,
    short_help="Mẫu nào đang dùng cho văn bản nào.",
    help="Mẫu nào đang dùng cho văn bản nào, lấy từ đâu, có khác mẫu gốc kèm theo chương trình không. Mẫu riêng của "
    "phường được dùng trước, rồi đến mẫu của thư mục làm việc, rồi mẫu kèm theo chương trình.",
    epilog=_example("reportgen template list --ward truc-lam"),
)
def template_list(
    *,
    ward: Annotated[
        str | None,
        typer.Option("--ward", metavar="PHƯỜNG", help="Chỉ xem mẫu mà phường này đang dùng.", show_default=False),
    ] = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Các mẫu đang dùng."""
    from reportgen.cli import template_files  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(template_files.list_templates(ward, workspace, as_json=as_json))


@template_app.command(
    "new",
    cls=Command,
    short_help="Chép mẫu gốc ra để sửa.",
    help="Chép mẫu gốc của một loại văn bản vào templates/<mã phường>/ hoặc templates/ để sửa; tệp đã có không bị ghi "
    "đè. Loại văn bản là tên lệnh lập nó (quarterly, plan, ...), appendix (chỉ phụ lục Excel) hoặc tên tệp mẫu.",
    epilog=_example("reportgen template new quarterly --ward truc-lam"),
)
def template_new(
    *,
    kind: Annotated[str, typer.Argument(metavar="LOẠI", help="Loại văn bản hoặc tên tệp mẫu.", show_default=False)],
    ward: Annotated[
        str | None,
        typer.Option("--ward", metavar="PHƯỜNG", help="Làm mẫu riêng cho phường này.", show_default=False),
    ] = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Mẫu mới."""
    from reportgen.cli import template_files  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(template_files.new(kind, ward, workspace, as_json=as_json))


@template_app.command(
    "preview",
    cls=Command,
    short_help="Xem thử mẫu với số liệu của phường.",
    help="Điền mẫu bằng số liệu mới nhất của phường để xem thử: tệp Word hoặc Excel, bản PDF và ảnh PNG từng trang; "
    "ghi vào out/xem-truoc/<mã phường>/, tên tệp có chữ xem-truoc. Bản xem thử không dùng để ký. Với --watch, mỗi lần "
    "lưu mẫu trong Word, Excel thì bản xem thử được làm lại.",
    epilog=_example("reportgen template preview bao-cao-cchc.docx --ward truc-lam"),
)
def template_preview(
    *,
    path: Annotated[
        str,
        typer.Argument(
            metavar="TỆP", help="Tệp mẫu; tên không có thư mục là mẫu phường đang dùng.", show_default=False
        ),
    ],
    ward: Ward,
    formats: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="DẠNG",
            help="Chỉ làm các dạng này: docx,xlsx,pdf,png. PDF cần có LibreOffice, PNG cần thêm Poppler.",
            show_default=False,
        ),
    ] = None,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Theo dõi tệp mẫu, làm lại mỗi lần lưu; Ctrl+C để dừng.", show_default=False),
    ] = False,
    out: Out = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Xem thử mẫu."""
    from reportgen.cli.template_preview import Asked, preview  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(preview(Asked(path, ward, formats, out, workspace), watch=watch, as_json=as_json))


@forms_app.command(
    "send",
    cls=Command,
    short_help="Tạo biểu mẫu Excel của kỳ cho từng đơn vị.",
    help="Tạo biểu mẫu Excel của kỳ cho từng đơn vị, kèm số liệu kỳ trước; tệp đã có người điền thì giữ nguyên. "
    "Không nêu kỳ thì lấy kỳ đang thu thập số liệu.",
    epilog=_example("reportgen forms send --ward truc-lam --year 2026 --quarter 4"),
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
    epilog=_example("reportgen forms missing --ward truc-lam --year 2026 --quarter 3"),
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
    epilog=_example("reportgen forms receive --ward truc-lam bieu-mau-da-ve"),
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
    help="Liệt kê các bản của số liệu đã nhận: ngày nào, ai chạy lệnh, từ tệp nào.",
    epilog=_example("reportgen data history --ward truc-lam --year 2026 --quarter 3"),
)
def data_history(
    *,
    ward: Ward,
    year: Year = None,
    month: Month = None,
    quarter: Quarter = None,
    half: Half = None,
    agency: FormAgency = None,
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Các bản của số liệu."""
    from reportgen.cli.forms import Asked  # noqa: PLC0415  # help must not wait for them
    from reportgen.cli.history import history  # noqa: PLC0415

    asked = Asked(ward, year, month, quarter, half, agency, None, None, None, workspace, as_json)
    raise typer.Exit(history(asked))


@data_app.command(
    "restore",
    cls=Command,
    short_help="Lấy lại một bản trước của số liệu.",
    help="Lấy lại một bản trước của số liệu một đơn vị, một kỳ; bản đang có vẫn được giữ.",
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
    workspace: WorkFolder = None,
    as_json: AsJson = False,
) -> None:
    """Lấy lại một bản."""
    from reportgen.cli.forms import Asked  # noqa: PLC0415  # help must not wait for them
    from reportgen.cli.history import restore  # noqa: PLC0415

    asked = Asked(ward, year, month, quarter, half, agency, None, None, None, workspace, as_json)
    raise typer.Exit(restore(asked, version))


@app.command(
    "doctor",
    cls=Command,
    short_help="Xem máy đã đủ những gì cần để làm báo cáo.",
    help="Xem máy đã đủ những gì cần để làm báo cáo: LibreOffice, phông chữ, dữ liệu, thư mục kết quả.",
    epilog=_example("reportgen doctor"),
)
def doctor(*, workspace: WorkFolder = None) -> None:
    """Kiểm tra máy."""
    from reportgen.cli import doctor as machine  # noqa: PLC0415  # help must not wait for it

    raise typer.Exit(machine.doctor(workspace))


provenance_app.register(app)


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
