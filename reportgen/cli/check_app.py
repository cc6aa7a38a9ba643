"""The commands that judge and mend: `check data|template|document`, `fix document`."""

from __future__ import annotations

from typing import Annotated

import typer

from reportgen.cli.commands import example, group
from reportgen.cli.options import AsJson, TemplateFiles, TemplateWard, WorkFolder, Year
from reportgen.cli.vietnamese import Command

check_app = group("Kiểm tra trước khi làm báo cáo; không ghi tệp nào.")
fix_app = group("Sửa văn bản: ghi bản đã sửa bên cạnh, tệp gốc giữ nguyên.")


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.add_typer(check_app, name="check")
    app.add_typer(fix_app, name="fix")


@check_app.command(
    "data",
    cls=Command,
    short_help="Kiểm tra dữ liệu của phường.",
    help="Kiểm tra dữ liệu của phường: kế hoạch, tiến độ, chỉ tiêu. Không nêu thư mục thì kiểm tra mọi phường.",
    epilog=example("reportgen check data --ward truc-lam"),
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
    epilog=example("reportgen check document out/truc-lam/2026/quy-3/bao-cao-cchc-quy-3-2026.docx"),
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
    epilog=example("reportgen check template --ward truc-lam"),
)
def check_template(
    *,
    paths: TemplateFiles = None,
    ward: TemplateWard = None,
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
    epilog=example("reportgen fix document out/truc-lam/2026/quy-3/bao-cao-cchc-quy-3-2026.docx"),
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
