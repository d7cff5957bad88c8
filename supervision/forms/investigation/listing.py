"""监督线索的登记: the violations of a matter, taken from the catalogue as the office has it today."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q

from cases.matters.forms import ActionForm, DayField, RowsField
from cases.matters.forms.fields import Long
from cases.models import Case
from office.models import JointOffice, Organisation
from supervision.models.investigation import Petition, SupervisionItem, SupervisionSubItem, catalogue_on
from supervision.models.sources import LeadSource


def items_in_force(office: JointOffice | None, today: date) -> list[tuple[SupervisionItem, list[SupervisionSubItem]]]:
    """The catalogue of a day, each item with the 细目 in use, the system's and the office's. Two queries."""
    items = catalogue_on(today)
    subs = SupervisionSubItem.objects.filter(item__in=items, is_active=True).filter(Q(office=None) | Q(office=office))
    by_item: dict[UUID, list[SupervisionSubItem]] = {item.pk: [] for item in items}
    for sub in subs.order_by("added_at", "id"):
        by_item[sub.item_id].append(sub)
    return [(item, by_item[item.pk]) for item in items]


class ViolationRow(forms.Form):
    """One violation as it is registered; the choices are the office's, put in by ``row_form``."""

    item = forms.ChoiceField(label="监督项目", choices=())
    facts = Long("线索反映的事实", rows=3)


def row_form(office: JointOffice | None, today: date) -> type[ViolationRow]:
    """The form of one violation with the catalogue as this office has it today."""
    groups: list[Any] = [("", "请选择")]
    for item, subs in items_in_force(office, today):
        heading = f"第{item.no}项　{item.text}"
        lines = [(str(sub.pk), sub.text) for sub in subs]
        groups.append((heading, [*lines, (item.code, f"第{item.no}项的其他情形" if lines else item.text)]))
    return type("ViolationRow", (ViolationRow,), {"item": forms.ChoiceField(label="监督项目", choices=groups)})


class Lists(ActionForm):
    """A form that registers violations."""

    def prepare(self) -> None:
        old = self.fields["violations"]
        self.fields["violations"] = RowsField(
            row_form(self.office, self.today), label=old.label, help_text=old.help_text, least=1, most=20, spare=2
        )


def violations_field() -> RowsField:
    """The rows of the two forms; their choices are put in when the form knows its office."""
    return RowsField(ViolationRow, label="违法情形", help_text="按规则第567条选择监督项目及细目，一种情形填写一条；仅检察机关可见", most=20)


class RegisterForm(Lists):
    """登记监督线索."""

    title = forms.CharField(label="事项名称", max_length=120, help_text="例如“张某涉嫌盗窃案侦查活动监督案”")
    public_title = forms.CharField(
        label="对外名称", max_length=120, required=False, help_text="送公安机关时使用，不写控告人；不填则用事项名称"
    )
    police = forms.ModelChoiceField(label="公安机关", queryset=Organisation.objects.none(), empty_label="请选择")
    case = forms.ModelChoiceField(label="关联案件", queryset=Case.objects.none(), required=False, empty_label="暂无案件")
    persons = forms.IntegerField(label="涉案人数", min_value=1, max_value=999, initial=1)
    source = forms.ChoiceField(label="线索来源", choices=LeadSource.choices)
    received_on = DayField(label="收到（发现）线索日期")
    petition = forms.ChoiceField(label="控告申诉", choices=(("", "无控告人、申诉人"), *Petition.choices), required=False)
    prior = forms.ChoiceField(
        label="办案机关处理情况", required=False, help_text="规则第555条：刑诉法第117条的申诉，应当先由办案机关处理",
        choices=(("", "不适用"), ("handled", "办案机关已处理，对处理不服"), ("late", "办案机关未在规定时间内答复"),
                 ("casework", "审查逮捕、审查起诉中发现"), ("none", "尚未向办案机关提出，或者办案机关尚在办理期限内")),
    )  # fmt: skip
    complainant = forms.CharField(label="控告人（申诉人）", max_length=60, required=False, help_text="仅检察机关可见")
    complainant_contact = forms.CharField(label="联系方式", max_length=60, required=False, help_text="仅检察机关可见")
    facts = Long("线索内容", required=False, rows=3, help_text="仅检察机关可见")
    violations = violations_field()

    matter_fields = ("title", "public_title", "police", "case", "persons")
    detail_fields = ("source", "received_on", "petition", "complainant", "complainant_contact", "facts")

    def prepare(self) -> None:
        super().prepare()
        if self.office is not None:
            police, case = self.fields["police"], self.fields["case"]
            assert isinstance(police, forms.ModelChoiceField)
            assert isinstance(case, forms.ModelChoiceField)
            police.queryset = self.office.organs.filter(is_active=True)
            case.queryset = Case.objects.filter(office=self.office).order_by("-id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("public_title"):
            cleaned["public_title"] = cleaned.get("title", "")
        if cleaned.get("complainant") and cleaned["complainant"] in cleaned.get("public_title", ""):
            self.add_error("public_title", "对外名称中不能出现控告人姓名，请另拟对外名称。")
        if cleaned.get("petition") and not cleaned.get("complainant"):
            self.add_error("complainant", "有控告、申诉的，请填写控告人（申诉人），处理情况应当告知（规则第552条第2款）。")
        if cleaned.get("petition") == Petition.ACT:
            if not cleaned.get("prior"):
                self.add_error("prior", "刑诉法第117条的申诉，请填写办案机关处理情况。")
            elif cleaned["prior"] == "none":
                self.add_error("prior", "应当告知其先向办案机关申诉、控告，不予登记（规则第555条第3款）。")
        return cleaned


class AddForm(Lists):
    """补充登记违法情形."""

    violations = violations_field()
