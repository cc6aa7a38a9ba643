"""Rules over the finished model, one module each, put in force here. Nothing is corrected: a person decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportgen.check.ct004_ratio_without_counts import ratio_without_counts
from reportgen.check.ct007_measured_by_two_agencies import measured_by_two_agencies
from reportgen.check.ct008_share_out_of_range import share_out_of_range
from reportgen.check.ct009_target_missing_from_table import target_missing_from_table
from reportgen.check.ct010_targets_differ import targets_differ
from reportgen.check.ct011_denominator_not_named import denominator_not_named
from reportgen.check.ct012_same_counts_as_before import same_counts_as_before
from reportgen.check.kh008_deadline_unread import deadline_unread
from reportgen.check.kh009_deadline_before_plan import deadline_before_plan
from reportgen.check.kh010_task_without_product import task_without_product
from reportgen.check.kh015_task_without_lead import task_without_lead
from reportgen.check.kh016_duty_deadline_unread import duty_deadline_unread
from reportgen.check.kh017_duty_deadline_before_plan import duty_deadline_before_plan
from reportgen.check.kh018_event_due_before_it_happened import event_due_before_it_happened
from reportgen.check.kh019_numbering_broken import numbering_broken
from reportgen.check.kh020_lead_also_cooperates import lead_also_cooperates
from reportgen.check.kh021_task_twice import task_twice
from reportgen.check.kh022_other_level_s_words import other_level_s_words
from reportgen.check.kh023_stages_differ import stages_differ
from reportgen.check.kh024_area_without_duty import area_without_duty
from reportgen.check.kh025_day_in_text_before_plan import day_in_text_before_plan
from reportgen.check.page import page_of
from reportgen.check.td005_counts_do_not_sum import counts_do_not_sum
from reportgen.check.td008_done_without_date import done_without_date
from reportgen.check.td009_done_on_implausible_day import done_on_implausible_day
from reportgen.check.td010_document_after_window import document_after_window
from reportgen.check.td011_task_of_another_agency import task_of_another_agency
from reportgen.check.td012_carry_over_differs import carry_over_differs
from reportgen.check.td014_percent_contradicts_status import percent_contradicts_status
from reportgen.check.td016_done_on_though_open import done_on_though_open
from reportgen.check.td017_no_result_told import no_result_told
from reportgen.check.td018_progress_went_back import progress_went_back
from reportgen.check.td019_done_without_document import done_without_document
from reportgen.check.td020_same_words_as_before import same_words_as_before
from reportgen.check.td021_other_period_in_text import other_period_in_text
from reportgen.check.td022_agency_sent_nothing import agency_sent_nothing
from reportgen.check.td023_done_before_its_event import done_before_its_event
from reportgen.check.td024_share_in_words_does_not_follow import share_in_words_does_not_follow
from reportgen.check.td025_delivered_in_another_period import delivered_in_another_period
from reportgen.check.td026_done_while_reported_open import done_while_reported_open
from reportgen.model.progress import WardData
from reportgen.problem import Page, Problem

Rule = Callable[[WardData], Iterator[Problem]]

RULES: dict[str, Rule] = {
    "CT004": ratio_without_counts,
    "CT007": measured_by_two_agencies,
    "CT008": share_out_of_range,
    "CT009": target_missing_from_table,
    "CT010": targets_differ,
    "CT011": denominator_not_named,
    "CT012": same_counts_as_before,
    "KH008": deadline_unread,
    "KH009": deadline_before_plan,
    "KH010": task_without_product,
    "KH015": task_without_lead,
    "KH016": duty_deadline_unread,
    "KH017": duty_deadline_before_plan,
    "KH018": event_due_before_it_happened,
    "KH019": numbering_broken,
    "KH020": lead_also_cooperates,
    "KH021": task_twice,
    "KH022": other_level_s_words,
    "KH023": stages_differ,
    "KH024": area_without_duty,
    "KH025": day_in_text_before_plan,
    "TD005": counts_do_not_sum,
    "TD008": done_without_date,
    "TD009": done_on_implausible_day,
    "TD010": document_after_window,
    "TD011": task_of_another_agency,
    "TD012": carry_over_differs,
    "TD014": percent_contradicts_status,
    "TD016": done_on_though_open,
    "TD017": no_result_told,
    "TD018": progress_went_back,
    "TD019": done_without_document,
    "TD020": same_words_as_before,
    "TD021": other_period_in_text,
    "TD022": agency_sent_nothing,
    "TD023": done_before_its_event,
    "TD024": share_in_words_does_not_follow,
    "TD025": delivered_in_another_period,
    "TD026": done_while_reported_open,
}

THOROUGH = frozenset(
    {
        "KH010",
        "KH016",
        "KH019",
        "KH020",
        "KH021",
        "KH022",
        "KH023",
        "KH024",
        "KH025",
        "CT009",
        "CT010",
        "CT011",
        "TD022",
    }
)
"""Told by `check data`, not with every report: rules about the plan, and what the reports say in words of their own."""


def check_data(data: WardData, *, thorough: bool = False) -> tuple[Problem, ...]:
    """Run the rules over one ward's data.

    Args:
        data: The model.
        thorough: True to run the rules of `THOROUGH` too.

    Returns:
        All problems, by code, then in the order of the data.
    """
    rules = (rule for code, rule in RULES.items() if thorough or code not in THOROUGH)
    return tuple(problem for rule in rules for problem in rule(data))


def pages() -> dict[str, Page]:
    """Return the page of every rule's code."""
    return {code: page_of(rule) for code, rule in RULES.items()}
