"""LibreOffice accepts or rejects all tracked changes of documents, by a macro of a profile of its own."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support_office import SOFFICE

_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Tracked"/></library:library>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Tracked" script:language="StarBasic">
Sub Resolve()
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden" : hidden(0).Value = True
 Dim filter(0) As New com.sun.star.beans.PropertyValue
 filter(0).Name = "FilterName" : filter(0).Value = "MS Word 2007 XML"
 Dim none()
 dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
%s
End Sub
</script:module>
"""
_ONE = """ doc = StarDesktop.loadComponentFromURL("%s", "_blank", 0, hidden())
 dispatcher.executeDispatch(doc.CurrentController.Frame, ".uno:%sAllTrackedChanges", "", 0, none())
 doc.storeToURL("%s", filter())
 doc.close(True)"""


def resolved(sources: Sequence[Path], folder: Path) -> list[tuple[bytes, bytes]]:
    """Return each document with all its changes accepted, and with all of them rejected."""
    assert SOFFICE
    wanted = [
        (source, how, folder / f"{number}-{how}.docx")
        for number, source in enumerate(sources)
        for how in ("Accept", "Reject")
    ]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [SOFFICE, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        # the first start makes the profile, and its own empty library over any that is there
        subprocess.run([*command, "--terminate_after_init"], check=False, capture_output=True, timeout=300)
        basic = Path(profile) / "user/basic/Standard"
        lines = "\n".join(_ONE % (source.as_uri(), how, target.as_uri()) for source, how, target in wanted)
        (basic / "script.xlb").write_text(_LIBRARY, "utf-8")
        (basic / "Tracked.xba").write_text(_MODULE % lines, "utf-8")
        macro = "macro:///Standard.Tracked.Resolve()"
        subprocess.run([*command, macro], check=True, capture_output=True, timeout=300)
    made = [target.read_bytes() for _, _, target in wanted]
    return list(zip(made[::2], made[1::2], strict=True))
