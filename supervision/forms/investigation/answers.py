"""交办、整改回复与核查."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, FilesField, PoliceActForm
from cases.matters.forms.fields import Long
from office.models import Officer
from office.sides import Role
from supervision.forms.investigation.asking import ByViolation, Told
from supervision.models.investigation import Result, Violation


class HandDownForm(ActionForm):
    """交办所队: who is responsible, and till when inside the organ."""

    unit = forms.CharField(label="责任所队", max_length=60, help_text="负责整改的办案部门，例如“河湾派出所”")
    unit_due_on = DayField(label="所队整改期限", past=False, required=False, help_text="本单位内部要求，不改变回复期限")
    police_handler = forms.ModelChoiceField(label="经办民警", queryset=Officer.objects.none(), required=False, empty_label="暂不指定")
    matter_fields = ("police_handler",)
    detail_fields = ("unit", "unit_due_on")

    def prepare(self) -> None:
        field = self.fields["police_handler"]
        assert isinstance(field, forms.ModelChoiceField)
        if self.matter is not None and self.matter.police_id is not None:
            field.queryset = Officer.objects.filter(
                organisation_id=self.matter.police_id, is_active=True, grants__role__in=[Role.INVESTIGATOR, Role.LEGAL]
            ).distinct()
            field.initial = self.matter.police_handler_id
            self.fields["unit"].initial = self.matter.investigation.unit

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("unit_due_on") and cleaned["unit_due_on"] < self.today:
            self.add_error("unit_due_on", "整改期限不能早于今天。")
        return cleaned


class PrepareForm(ActionForm):
    """所队逐项填报: kept for the reply; the procuratorate reads it only when the reply is sent."""

    prepared = forms.ChoiceField(label="整改情况", choices=Violation.Answer.choices, widget=forms.RadioSelect)
    prepared_words = Long("整改措施，或者未整改的理由", rows=4)
    files = FilesField(label="整改材料", required=False)  # type: ignore[assignment]  # a field, lifted out of the class by the metaclass

    def prepare(self) -> None:
        if self.item is not None:
            self.fields["prepared"].initial, self.fields["prepared_words"].initial = self.item.prepared, self.item.prepared_words


class Answers(ByViolation):
    """已整改、部分整改、未整改 and how or why, of every violation that is still open."""

    def each(self, row: Violation) -> dict[str, forms.Field]:
        return {
            "answer": forms.ChoiceField(label="整改情况", choices=Violation.Answer.choices, initial=row.prepared or row.answer),
            "words": Long("整改措施或者理由", rows=3, initial=row.prepared_words or row.answer_words, help_text="部分整改、未整改的，写明理由"),
        }

    def say(self, row: Violation) -> str:
        answer = self.given("answer", row)
        return f"{Violation.Answer(answer).label if answer in Violation.Answer.values else ''}。{self.given('words', row)}"


class ReplyForm(Answers, PoliceActForm):
    """书面回复整改情况, with the material."""

    statement = Long("总体情况", required=False, rows=3)
    files = FilesField(label="回复文书和整改材料")


class OralAnswerForm(Answers):
    """反馈口头纠正意见的改正情况: no paper is wanted."""


class AdoptForm(Told, ByViolation):
    """核查：全部采纳."""

    reasons = Long("核查意见", help_text="怎样核查，是否整改到位")

    def each(self, row: Violation) -> dict[str, forms.Field]:
        return {}

    def say(self, row: Violation) -> str:
        return "采纳"


class VerdictForm(ByViolation):
    """核查整改情况 one by one; the verdict of the matter follows from them."""

    reasons = Long("总的核查意见", rows=4)
    detail_fields = ("result",)

    def each(self, row: Violation) -> dict[str, forms.Field]:
        said = f"{row.label}。公安机关：{row.get_answer_display()}。{row.answer_words}" if row.answer else row.label
        return {
            "verdict": forms.ChoiceField(label="核查认定", choices=Result.choices, help_text=said[:300]),
            "words": Long("核查意见", rows=2, required=False, help_text="部分采纳、不采纳的，写明还要怎样整改"),
        }

    def say(self, row: Violation) -> str:
        verdict = self.given("verdict", row)
        return "。".join(words for words in (Result(verdict).label if verdict in Result.values else "", self.given("words", row)) if words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        verdicts = [self.given("verdict", row) for row in self.asked()]
        if verdicts and all(one == Result.ADOPTED for one in verdicts):
            self.add_error(None, "全部采纳的，请办理“核查：全部采纳”。")
        cleaned["result"] = result_of([*verdicts, *(row.verdict for row in self.every() if row.stands and not row.unsettled)])
        return cleaned


def result_of(verdicts: list[str]) -> str:
    """全部采纳为采纳, 全部不采纳为不采纳, 其余为部分采纳."""
    given = set(verdicts)
    return str(Result.ADOPTED if given <= {Result.ADOPTED} else Result.REJECTED if given == {Result.REJECTED} else Result.PARTIAL)


class CloseForm(Told):
    """办结 although not everything was adopted."""

    ground = forms.ChoiceField(
        label="办结的依据",
        choices=(("reason", "公安机关有正当理由"), ("superior", "已报上一级人民检察院处理"), ("settled", "已经协商一致")),
    )
    reasons = Long("理由")


class OralFixedForm(AdoptForm):
    """登记已改正."""

    reasons = Long("改正情况", rows=3)
