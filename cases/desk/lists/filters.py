"""What lists are narrowed by: GET parameters, checked; and the panel of options that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import QueryDict

from cases.exceptions import Invalid
from cases.matters.table.workflow import WORKFLOWS
from cases.models import DeskRow

TURNS = (("procuratorate", "检察机关"), ("police", "公安机关"), ("superior", "上一级院"), ("both", "双方"))
PAGING = ("after", "papers", "view", "ticked")
"""Parameters that say where in a list one is and how one came to it; they fall away when the list is narrowed."""
Spans = Mapping[str, tuple[date, date]]
FOLD = 6
"""Options of a group that stand open; with thirteen kinds the rest is folded."""


def kinds() -> list[tuple[str, str]]:
    """Kinds of matters that have a table."""
    return [(table.kind, table.label) for table in WORKFLOWS.values()]


def variants() -> list[tuple[str, str]]:
    """Branches of every kind, each with its kind: several kinds call one A."""
    return [(f"{table.kind}.{code}", label) for table in WORKFLOWS.values() for code, label in table.variants.items()]


def several(label: str, **more: Any) -> filters.MultipleChoiceFilter:
    """A group of options: OR inside the group, AND across groups."""
    return filters.MultipleChoiceFilter(label=label, distinct=False, **more)


class MatterFilter(filters.FilterSet):
    """Base of the lists of matters. ``organs``: the 公安机关 of the office, as choices, and ``due`` the lights; ``spans``: the days of
    each light."""

    due = several("期限", choices=(), method="by_due")
    turn = several("轮到谁", choices=TURNS)
    kind = several("类别", choices=kinds)
    police = several("公安机关", choices=(), field_name="organ")

    class Meta:
        model = DeskRow
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: QueryDict, queryset: QuerySet[Any], *, organs: list[tuple[str, str]], spans: Spans | None = None, **choices: Any
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.spans = spans
        for name, given in {"police": organs, **choices}.items():
            if name in self.filters:
                self.filters[name].extra["choices"] = given

    def by_due(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        if self.spans is None:
            return rows
        wanted = Q()
        for one in value:
            wanted |= Q(due_on__range=self.spans[one])
        return rows.filter(wanted)

    def narrowed(self) -> QuerySet[Any]:
        """The rows that fit. Raises Invalid for a value that is no option."""
        if not self.form.is_valid():
            name = next(iter(self.form.errors))
            raise Invalid(f"筛选条件“{self.form.fields[name].label}”不正确，请从页面左侧重新选择。")
        return self.qs

    def narrows_beyond(self, given: QueryDict) -> bool:
        """Whether anything is chosen that these parameters do not say."""
        return any(value for name, value in self.form.cleaned_data.items() if name not in given)

    def gone(self) -> dict[str, list[str]]:
        """What is asked for and no longer an option, by parameter: the form's fields decide."""
        found: dict[str, list[str]] = {}
        for name in self.form.errors:
            choices = {str(key) for key, _ in getattr(self.form.fields[name], "choices", ())}
            found[name] = [value for value in self.data.getlist(name) if value not in choices]
        return found


class InboxFilter(MatterFilter):
    """待办 of either side."""

    unsigned = several("签收", choices=(("theirs", "对方未签收"), ("ours", "待我方签收")), method="by_receipt")
    custody = several("羁押", choices=(("yes", "在押"),), method="by_custody")

    def by_receipt(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        wanted = Q()
        for one in value:
            wanted |= Q(**{f"unsigned_{one}": True})
        return rows.filter(wanted)

    def by_custody(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        return rows.filter(in_custody=True) if value else rows


class LedgerFilter(InboxFilter):
    """事项: everything, closed matters included."""

    due = None  # what is closed has no light
    state = several("状态", choices=(("open", "在办"), ("closed", "已办结")), method="by_state")
    variant = several("分支", choices=variants, method="by_variant")
    missing = several("补登", choices=(("receipt", "待补登签收日"),), method="by_missing")
    month = filters.CharFilter(label="受理月份", method="by_month")
    handler = filters.ChoiceFilter(label="承办人", choices=(), empty_label="全部", null_label=None, method="by_handler")

    def by_state(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        return rows if len(value) != 1 else rows.filter(open=value == ["open"])

    def by_variant(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        wanted = Q()
        for one in value:
            kind, _, code = one.partition(".")
            wanted |= Q(kind=kind, variant=code)
        return rows.filter(wanted)

    def by_missing(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        return rows.filter(receipt_missing=True) if value else rows

    def by_handler(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(handler=value)

    def by_month(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        try:
            first = date.fromisoformat(f"{value}-01")
            after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        except ValueError as error:
            raise Invalid(f"“{value}”不是有效的月份，请写成 2026-11。") from error
        return rows.filter(since__gte=first, since__lt=after)


# --- the panel -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """One option of the panel: pressing its link switches it."""

    label: str
    count: str
    on: bool
    address: str


@dataclass(frozen=True)
class Facet:
    """A group of options."""

    label: str
    choices: list[Choice]
    more: list[Choice] = field(default_factory=list)
    """Options that occur least, folded."""


@dataclass(frozen=True)
class Panel:
    """The options beside a list, and the chips of those that are on."""

    facets: list[Facet] = field(default_factory=list)
    chips: list[Choice] = field(default_factory=list)


def panel(chosen: MatterFilter, counts: Mapping[str, Mapping[str, int]], *, data: QueryDict) -> Panel:
    """The groups that have something to offer here: options that occur, or are on. ``counts``: 件 per group and option."""
    shown = Panel()
    for name, one in chosen.filters.items():
        if not isinstance(one, filters.MultipleChoiceFilter):
            continue
        on = set(data.getlist(name))
        choices = []
        counted = counts.get(name, {})
        for key, label in dict(one.field.choices).items():
            count = counted.get(str(key), 0)
            if count or str(key) in on:
                words = str(count) if name in counts else ""
                choices.append((count, Choice(str(label), words, str(key) in on, _switched(data, name, str(key)))))
        if choices:
            shown.facets.append(_folded(str(one.label), choices))
            shown.chips.extend(choice for _, choice in choices if choice.on)
    return shown


def _folded(label: str, choices: list[tuple[int, Choice]]) -> Facet:
    """In the order of the choices: those that are on and the FOLD most frequent stand open."""
    if len(choices) <= FOLD + 1:
        return Facet(label, [choice for _, choice in choices])
    often = sorted(choices, key=lambda pair: -pair[0])[:FOLD]
    open_ones = [choice for pair in choices for choice in pair[1:] if choice.on or pair in often]
    return Facet(label, open_ones, [choice for _, choice in choices if choice not in open_ones])


def address(data: QueryDict, **changes: str) -> str:
    """The list with these parameters set (or, empty, left out), from its first page."""
    query = data.copy()
    for name in (*PAGING, *changes):
        query.pop(name, None)
    for name, value in changes.items():
        if value:
            query[name] = value
    return "?" + query.urlencode()


def known(query: str) -> str:
    """Of a query string what lists are narrowed by, without where in the list one was: what a saved view keeps."""
    names = {*InboxFilter.base_filters, *LedgerFilter.base_filters, "who", "place", "tab"}
    kept = QueryDict(mutable=True)
    for name, values in QueryDict(query).lists():
        if name in names:
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()


def only(data: QueryDict, *names: str) -> QueryDict:
    """The query with these parameters alone."""
    query = QueryDict(mutable=True)
    for name in names:
        query.setlist(name, data.getlist(name))
    return query


def _switched(data: QueryDict, name: str, value: str) -> str:
    query = data.copy()
    for gone in PAGING:
        query.pop(gone, None)
    values = query.getlist(name)
    query.setlist(name, [one for one in values if one != value] if value in values else [*values, value])
    return "?" + query.urlencode()
