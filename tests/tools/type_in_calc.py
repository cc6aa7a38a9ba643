"""Type into a workbook as a person does in LibreOffice Calc, and save it; run by the Python that LibreOffice uses.

    python3 type_in_calc.py SOFFICE WORK.json

WORK.json: {"source": PATH, "steps": [["type", SHEET, CELL, TEXT], ["insert", SHEET, ROW], ...], "save": {PATH: FILTER}}

Texts are entered as typed in a Vietnamese session: the program itself decides whether "95,5%" is a number and
"3/11/2026" a day, and refuses to change a locked cell.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]  # Debian's python3-uno, or the Python inside LibreOffice
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"><value>vi</value></prop></item>
</oor:items>
"""


def prop(name: str, value: object) -> Any:
    item = PropertyValue()
    item.Name, item.Value = name, value
    return item


def connect(context: Any, pipe: str) -> Any:
    """Return the desktop of the office, as soon as it listens."""
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(600):
        try:
            found = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001  NoConnectException has no importable base before the office runs
            time.sleep(0.1)
        else:
            return found.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", found)
    raise SystemExit("LibreOffice does not answer")


def work(desktop: Any, task: dict[str, Any]) -> None:
    document = desktop.loadComponentFromURL(Path(task["source"]).as_uri(), "_blank", 0, (prop("Hidden", True),))
    for kind, name, place, *text in task["steps"]:
        sheet = document.Sheets.getByName(name)
        if kind == "insert":
            sheet.Rows.insertByIndex(place - 1, 1)
        else:
            sheet.getCellRangeByName(place).FormulaLocal = text[0]
    for target, form in task["save"].items():
        document.storeToURL(Path(target).as_uri(), (prop("FilterName", form),))
    document.close(True)


def main(soffice: str, path: str) -> None:
    task = json.loads(Path(path).read_text("utf-8"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user").mkdir()
        (Path(profile) / "user" / "registrymodifications.xcu").write_text(LOCALE, "utf-8")
        pipe = f"reportgen{Path(profile).name}"
        office = subprocess.Popen(
            [soffice, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore", "--nologo",
             f"--accept=pipe,name={pipe};urp;"]
        )  # fmt: skip
        try:
            desktop = connect(uno.getComponentContext(), pipe)
            work(desktop, task)
            desktop.terminate()
            office.wait(60)
        finally:
            office.kill()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
