"""Kế hoạch Word -> dữ liệu: any ward's plan document to `plans/<year>.yaml`, with an account of every word.

The way of a document through this room:

    word.py, plain.py   .docx or scanned .txt -> `Source`: paragraphs and grids in reading order, each with its origin
    headings.py         what a table is for and what each column holds, by the words of its heading
    rows.py             a grid -> group rows, tasks, indicators; merged, repeated, split and continued rows understood
    sections.py         the stream -> title, bases, body, signature, recipients, appendices
    infer.py            what follows from the words: kind and lead of an area, years, citation, reporting duties
    names.py            agencies met, with their spellings; a new ward's `ward.yaml`
    draft.py            all of it as the keys of the file (`load.schema`), and the `Ledger`: where every word went
    merge.py            what a person added to the plan that is there already (errata, duties, ...) is kept
    account.py          the side-by-side account for people and for JSON

Two rules hold everywhere. Nothing is invented: what the document does not say is left out, or given the blank that the
law allows, and told. And no text is lost: every paragraph is in the data or in the account, because the ledger begins
with all of them and whatever nobody placed is told as left over.
"""
