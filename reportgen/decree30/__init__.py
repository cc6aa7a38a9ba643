"""Nghị định 30/2020/NĐ-CP as rules over any finished .docx: `reportgen.decree30.check.check_document`.

A file becomes a `Document` as it looks (`reader`), its components are found by content and position (`components`),
and every rule of `rules` judges the two. Nothing here touches a disk or a clock.
"""
