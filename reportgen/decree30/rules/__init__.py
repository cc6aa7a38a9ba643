"""Rules of Nghị định 30, one module each, put in force here.

A rule is a function `(document, components, facts)` that yields a `Finding` for every fault, and a `Note`
(`not_applicable`, `not_evaluated`) where it cannot judge; nothing at all is a pass. Its docstring is its page.
"""

from __future__ import annotations

from reportgen.decree30.outcome import Rule
from reportgen.decree30.rules.ap_01_mentioned import ap_01
from reportgen.decree30.rules.ap_02_numbered import ap_02
from reportgen.decree30.rules.ap_03_word import ap_03
from reportgen.decree30.rules.ap_04_title import ap_04
from reportgen.decree30.rules.ap_05_attached import ap_05
from reportgen.decree30.rules.ap_07_separate_file import ap_07
from reportgen.decree30.rules.bd_01_bases import bd_01
from reportgen.decree30.rules.bd_02_citations import bd_02
from reportgen.decree30.rules.bd_03_titles import bd_03
from reportgen.decree30.rules.bd_04_levels import bd_04
from reportgen.decree30.rules.bd_05_numbering import bd_05
from reportgen.decree30.rules.bd_06_text import bd_06
from reportgen.decree30.rules.bd_07_end_mark import bd_07
from reportgen.decree30.rules.bd_08_decimal import bd_08
from reportgen.decree30.rules.cp_01_unit_names import cp_01
from reportgen.decree30.rules.cp_02_numbered_units import cp_02
from reportgen.decree30.rules.cp_03_organ_names import cp_03
from reportgen.decree30.rules.cp_04_people_state import cp_04
from reportgen.decree30.rules.cp_05_titles import cp_05
from reportgen.decree30.rules.cp_06_document_names import cp_06
from reportgen.decree30.rules.cp_07_cited_parts import cp_07
from reportgen.decree30.rules.cp_08_first_letters import cp_08
from reportgen.decree30.rules.hd_01_national_name import hd_01
from reportgen.decree30.rules.hd_02_motto import hd_02
from reportgen.decree30.rules.hd_03_motto_line import hd_03
from reportgen.decree30.rules.hd_04_motto_spacing import hd_04
from reportgen.decree30.rules.hd_05_issuer_name import hd_05
from reportgen.decree30.rules.hd_06_issuer_look import hd_06
from reportgen.decree30.rules.hd_07_issuer_line import hd_07
from reportgen.decree30.rules.hd_08_superior_look import hd_08
from reportgen.decree30.rules.hd_09_ward_names import hd_09
from reportgen.decree30.rules.hd_10_number import hd_10
from reportgen.decree30.rules.hd_11_symbol import hd_11
from reportgen.decree30.rules.hd_12_number_look import hd_12
from reportgen.decree30.rules.hd_13_place import hd_13
from reportgen.decree30.rules.hd_14_date import hd_14
from reportgen.decree30.rules.hd_15_place_date_look import hd_15
from reportgen.decree30.rules.pg_01_paper import pg_01
from reportgen.decree30.rules.pg_02_orientation import pg_02
from reportgen.decree30.rules.pg_03_margins import pg_03
from reportgen.decree30.rules.pg_04_font import pg_04
from reportgen.decree30.rules.pg_05_page_number import pg_05
from reportgen.decree30.rules.pg_06_appendix_numbers import pg_06
from reportgen.decree30.rules.rc_01_addressed import rc_01
from reportgen.decree30.rules.rc_02_not_addressed import rc_02
from reportgen.decree30.rules.rc_03_addressees import rc_03
from reportgen.decree30.rules.rc_04_recipients_heading import rc_04
from reportgen.decree30.rules.rc_05_recipients import rc_05
from reportgen.decree30.rules.sg_01_authority import sg_01
from reportgen.decree30.rules.sg_02_title import sg_02
from reportgen.decree30.rules.sg_03_name import sg_03
from reportgen.decree30.rules.sg_04_committee import sg_04
from reportgen.decree30.rules.tt_01_type_name import tt_01
from reportgen.decree30.rules.tt_02_subject import tt_02
from reportgen.decree30.rules.tt_03_subject_line import tt_03
from reportgen.decree30.rules.tt_04_letter_subject import tt_04
from reportgen.decree30.rules.tx_01_decomposed import tx_01
from reportgen.decree30.rules.tx_02_legacy_letters import tx_02
from reportgen.decree30.rules.tx_03_lookalike_letters import tx_03
from reportgen.decree30.rules.tx_04_spaces import tx_04

RULES: dict[str, Rule] = {
    "PG-01": pg_01,
    "PG-02": pg_02,
    "PG-03": pg_03,
    "PG-04": pg_04,
    "PG-05": pg_05,
    "PG-06": pg_06,
    "HD-01": hd_01,
    "HD-02": hd_02,
    "HD-03": hd_03,
    "HD-04": hd_04,
    "HD-05": hd_05,
    "HD-06": hd_06,
    "HD-07": hd_07,
    "HD-08": hd_08,
    "HD-09": hd_09,
    "HD-10": hd_10,
    "HD-11": hd_11,
    "HD-12": hd_12,
    "HD-13": hd_13,
    "HD-14": hd_14,
    "HD-15": hd_15,
    "TT-01": tt_01,
    "TT-02": tt_02,
    "TT-03": tt_03,
    "TT-04": tt_04,
    "BD-01": bd_01,
    "BD-02": bd_02,
    "BD-03": bd_03,
    "BD-04": bd_04,
    "BD-05": bd_05,
    "BD-06": bd_06,
    "BD-07": bd_07,
    "BD-08": bd_08,
    "SG-01": sg_01,
    "SG-02": sg_02,
    "SG-03": sg_03,
    "SG-04": sg_04,
    "RC-01": rc_01,
    "RC-02": rc_02,
    "RC-03": rc_03,
    "RC-04": rc_04,
    "RC-05": rc_05,
    "AP-01": ap_01,
    "AP-02": ap_02,
    "AP-03": ap_03,
    "AP-04": ap_04,
    "AP-05": ap_05,
    "AP-07": ap_07,
    "CP-01": cp_01,
    "CP-02": cp_02,
    "CP-03": cp_03,
    "CP-04": cp_04,
    "CP-05": cp_05,
    "CP-06": cp_06,
    "CP-07": cp_07,
    "CP-08": cp_08,
    "TX-01": tx_01,
    "TX-02": tx_02,
    "TX-03": tx_03,
    "TX-04": tx_04,
}
