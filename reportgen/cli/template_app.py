"""The tools of the template officer: `template fields|lint|annotate|list|new|preview`."""

from __future__ import annotations

from typing import Annotated

import typer

from reportgen.cli.commands import example, group
from reportgen.cli.options import AsJson, Out, TemplateFiles, TemplateWard, Ward, WorkFolder
from reportgen.cli.vietnamese import Command

template_app = group("Công cụ cho người soạn mẫu Word, Excel.")


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.add_typer(template_app, name="template")


@template_app.command(
    "fields",
    cls=Command,
    short_help="Các tên dùng được trong mẫu.",
    help="Các tên dùng được trong mẫu: ý nghĩa, ví dụ, và giá trị lấy từ số liệu mới nhất của phường. Dạng docx, xlsx "
    "là bản để in, khổ A4 ngang, ghi vào out/ten-truong/.",
    epilog=example("reportgen template fields --ward truc-lam --format docx,xlsx"),
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
    epilog=example("reportgen template lint templates/bao-cao-cchc.docx templates/phu-luc.xlsx"),
)
def template_lint(
    *,
    paths: TemplateFiles = None,
    ward: TemplateWard = None,
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
    epilog=example("reportgen template annotate templates/bao-cao-cchc.docx"),
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
    epilog=example("reportgen template list --ward truc-lam"),
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
    epilog=example("reportgen template new quarterly --ward truc-lam"),
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
    epilog=example("reportgen template preview bao-cao-cchc.docx --ward truc-lam"),
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
