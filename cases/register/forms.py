"""案件登记: one dense page of a case, its suspects and their measures, row by row, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from cases.matters.forms.acts import DayField
from cases.models import Case, MeasureKind
from office.models import JointOffice, Organisation

SUSPECTS, MEASURES = "s", "m"
MOST_ROWS = 300


class _Dated(forms.Form):
    """Days that lie in the past."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, field in self.fields.items():
            day = cleaned.get(name)
            if isinstance(field, DayField) and day is not None and day > self.today:
                self.add_error(name, f"{field.label}不能晚于今天。")
        return cleaned


class CaseForm(_Dated):
    """The case itself."""

    number = forms.CharField(label="案件编号", max_length=60, help_text="受案或者立案文号，例如城公（刑）受案字〔2026〕1187号")
    name = forms.CharField(label="案件名称", max_length=120)
    charge = forms.CharField(label="案由", max_length=60)
    police = forms.ModelChoiceField(label="公安机关", queryset=Organisation.objects.none(), required=False, empty_label="未定")
    accepted_on = DayField(label="受案日期", required=False)
    filed_on = DayField(label="立案日期", required=False)
    summary = forms.CharField(label="简要案情", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, office: JointOffice, case_id: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office, self.case_id = office, case_id
        self.fields["police"].queryset = office.organs.filter(is_active=True)  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        # 六角括号 as 公文 write them, so that one number is not entered twice in two shapes
        number = re.sub(r"[\[［【](\d{4})[\]］】]", r"〔\1〕", re.sub(r"\s+", "", self.cleaned_data["number"]))
        taken = Case.objects.filter(office=self.office, number=number).exclude(pk=self.case_id).first()
        if taken is not None:
            raise forms.ValidationError(f"案件编号“{number}”已经登记为“{taken.name}”，请打开该案办理，或者核对编号。")
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        accepted, filed = cleaned.get("accepted_on"), cleaned.get("filed_on")
        if accepted and filed and filed < accepted:
            self.add_error("filed_on", "立案日期不能早于受案日期。")
        return cleaned


class SuspectRow(_Dated):
    """One 犯罪嫌疑人."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="姓名或者单位名称", max_length=60)
    is_unit = forms.BooleanField(label="单位", required=False)
    born_on = DayField(label="出生日期", required=False)
    id_number = forms.CharField(label="证件号码", max_length=30, required=False)
    note = forms.CharField(label="备注", max_length=200, required=False)
    remove = forms.BooleanField(label="删除", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        born, number = cleaned.get("born_on"), cleaned.get("id_number", "")
        cleaned["id_number"] = number = re.sub(r"\s+", "", number).upper()
        if cleaned.get("is_unit") and born:
            self.add_error("born_on", "单位没有出生日期，请删去。")
        elif born and re.fullmatch(r"\d{17}[\dX]", number) and number[6:14] != f"{born:%Y%m%d}":
            self.add_error("born_on", "出生日期与证件号码中的日期不一致，请核对。")
        return cleaned


class MeasureRow(_Dated):
    """One spell of one 强制措施; the suspect is named by the row it stands in."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    suspect = forms.ChoiceField(label="犯罪嫌疑人")
    kind = forms.ChoiceField(label="强制措施", choices=[("", "请选择"), *MeasureKind.choices])
    began_on = DayField(label="执行日期")
    ended_on = DayField(label="解除或者变更日期", required=False)
    note = forms.CharField(label="备注", max_length=200, required=False)
    remove = forms.BooleanField(label="删除", required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"] = forms.ChoiceField(label="犯罪嫌疑人", choices=[("", "请选择"), *people])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        began, ended = cleaned.get("began_on"), cleaned.get("ended_on")
        if began and ended and ended < began:
            self.add_error("ended_on", "解除或者变更日期不能早于执行日期。")
        return cleaned


class Rows(BaseFormSet):
    """Rows of which any may be left blank, wherever it stands."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": True, "use_required_attribute": False}

    def written(self) -> list[tuple[int, Any]]:
        """(place, form) of the rows with anything in them that are not to be removed; after ``is_valid``."""
        return [
            (place, form)
            for place, form in enumerate(self.forms)
            if form.has_changed() and form.is_valid() and not form.cleaned_data.get("remove")
        ]


def _rows(form: type[forms.Form], extra: int) -> type[BaseFormSet]:
    return formset_factory(form, formset=Rows, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class CaseEntry:
    """The whole page as one: bound to what was posted, or filled from what is registered, typed or asked for again."""

    def __init__(
        self, *, office: JointOffice, today: date, case_id: Any = None, data: Any = None,
        initial: Mapping[str, Any] | None = None, extra: tuple[int, int] = (2, 2),
    ) -> None:
        """``initial``: the same names as the page posts, so a kept or half-typed page is shown as it was."""
        given = data if data is not None else initial or {}
        shared = {"today": today}
        names = [given.get(f"{SUSPECTS}-{place}-name") or "" for place in range(_total(given, SUSPECTS) + extra[0])]
        people = [(str(place), f"第{place + 1}行 {name}".strip()) for place, name in enumerate(names)]
        # what was posted is compared with blank rows: beside itself nothing would have changed
        shown = given if data is None else {}
        self.case = CaseForm(data, initial=dict(shown), office=office, case_id=case_id, **shared)
        self.suspects: Any = _rows(SuspectRow, extra[0])(
            data, initial=_initial(shown, SUSPECTS, SuspectRow), prefix=SUSPECTS, form_kwargs=shared
        )
        self.measures: Any = _rows(MeasureRow, extra[1])(
            data, initial=_initial(shown, MEASURES, MeasureRow), prefix=MEASURES, form_kwargs={**shared, "people": people}
        )
        self.marker = given.get("marker", "")

    def focus(self, more: str = "") -> None:
        """Put the cursor on the case number, or on the first of the rows just added."""
        field = {
            "suspects": lambda: self.suspects.forms[self.suspects.initial_form_count()].fields["name"],
            "measures": lambda: self.measures.forms[self.measures.initial_form_count()].fields["suspect"],
        }.get(more, lambda: self.case.fields["number"])()
        field.widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        """Every row by itself, then the rows beside each other."""
        # all three, so that every fault is shown at once
        alone = [part.is_valid() for part in (self.case, self.suspects, self.measures)]
        if not all(alone):
            return False
        self._check_people()
        self._check_spells()
        return not any(form.errors for rows in (self.suspects, self.measures) for form in rows.forms)

    def _check_people(self) -> None:
        seen: dict[tuple[Any, ...], int] = {}
        for place, form in self.suspects.written():
            data = form.cleaned_data
            person = (data["name"], data["id_number"], data["born_on"])
            if person in seen:
                form.add_error("name", f"与第{seen[person] + 1}行是同一人，请删去一行。")
            seen.setdefault(person, place)

    def _check_spells(self) -> None:
        people = {place for place, _ in self.suspects.written()}
        spells: dict[tuple[str, str], list[tuple[int, Any]]] = {}
        for place, form in self.measures.written():
            data = form.cleaned_data
            if int(data["suspect"]) not in people:
                form.add_error("suspect", f"犯罪嫌疑人第{int(data['suspect']) + 1}行没有填写姓名，或者将被删除。")
            else:
                spells.setdefault((data["suspect"], data["kind"]), []).append((place, form))
        for rows in spells.values():
            for (first, one), (_, other) in combinations(rows, 2):
                if _overlap(one.cleaned_data, other.cleaned_data):
                    label = MeasureKind(other.cleaned_data["kind"]).label
                    other.add_error("began_on", f"与第{first + 1}行的{label}时间重叠，请核对执行、解除日期。")

    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) of every fault, for the summary above the page."""
        found = [(self.case[name].id_for_label, f"{self.case[name].label}：{text}") for name, text in _faults(self.case)]
        for label, rows in (("犯罪嫌疑人", self.suspects), ("强制措施", self.measures)):
            for place, form in enumerate(rows.forms):
                found += [
                    (form[name].id_for_label, f"{label}第{place + 1}行，{form[name].label}：{text}") for name, text in _faults(form)
                ]
            found += [("", f"{label}：{text}") for text in rows.non_form_errors()]
        return found


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Two spells of one measure; the day one ends the next may begin."""
    first, second = sorted((one, other), key=lambda data: (data["began_on"], data["ended_on"] or date.max))
    if first["began_on"] == second["began_on"]:
        return True
    return first["ended_on"] is None or second["began_on"] < first["ended_on"]


def _faults(form: forms.Form) -> Iterable[tuple[str, str]]:
    if not form.is_bound:
        return
    for name, errors in form.errors.items():
        for text in errors:
            yield name, str(text)


def _total(given: Mapping[str, Any], prefix: str) -> int:
    text = str(given.get(f"{prefix}-TOTAL_FORMS") or "0")
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() else 0


def _initial(given: Mapping[str, Any], prefix: str, form: type[forms.Form]) -> list[dict[str, Any]]:
    return [
        {name: value for name in form.base_fields if (value := given.get(f"{prefix}-{place}-{name}"))}
        for place in range(_total(given, prefix))
    ]


def as_posted(values: Mapping[str, Any], suspects: list[dict[str, Any]], measures: list[dict[str, Any]]) -> dict[str, Any]:
    """What is registered, under the names the page posts."""
    page = dict(values)
    for prefix, rows in ((SUSPECTS, suspects), (MEASURES, measures)):
        page[f"{prefix}-TOTAL_FORMS"] = len(rows)
        page |= {f"{prefix}-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}
    return page
