"""不捕跟踪各动作的表单. Measures and days only: where a person is, is nobody's business here."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, FilesField, MomentField, PoliceActForm
from cases.matters.forms.fields import Long, ReasonForm
from cases.models import Deadline, Matter
from office.blocks import chinese_date
from supervision.forms.correcting import CorrectionForm
from supervision.forms.objecting import DecisionForm
from supervision.models.no_arrest import Afterwards, Outcome

NOT_DESIGNATED = "人民检察院决定不批准逮捕的，不得适用指定居所监视居住（指居规定第5条第2款）；已经适用的，如实报送，检察机关将提出纠正意见。"


class ReleaseForm(ActionForm):
    """报送释放、变更强制措施."""

    measure = forms.ChoiceField(label="处理", choices=Afterwards.choices, help_text=NOT_DESIGNATED)
    released_at = MomentField(label="释放、变更时间")
    detail_fields = ("measure", "released_at")


class ReceiptForm(PoliceActForm):
    """不批准逮捕执行回执."""

    own_number = forms.CharField(label="回执文号", max_length=60)
    files = FilesField(label="执行回执")
    statement = Long("执行情况说明", required=False, rows=2)


class ProgressForm(ActionForm):
    """反馈办理情况: 取保候审、监视居住 as far as measure and days go."""

    progress = Long("办理情况", rows=4, help_text="只写诉讼进展和强制措施的变化，不写人员住址、行踪")
    measure = forms.ChoiceField(label="现强制措施", choices=(("", "没有变化"), *Afterwards.choices), required=False, help_text=NOT_DESIGNATED)


class EndForm(PoliceActForm):
    """撤销案件、对有关犯罪嫌疑人终止侦查."""

    outcome = forms.ChoiceField(
        label="决定", choices=((Outcome.WITHDRAWN.value, "撤销案件"), (Outcome.TERMINATED.value, "对有关犯罪嫌疑人终止侦查"))
    )
    outcome_on = DayField(label="决定日期")
    own_number = forms.CharField(label="决定书文号", max_length=60)
    files = FilesField(label="决定书")
    detail_fields = ("outcome", "outcome_on")


class _Violation(ReasonForm):
    """A violation beside the refusal, for 侦查活动监督; a matter that is open already is named."""

    words = ""

    def prepare(self) -> None:
        super().prepare()
        detail = getattr(self.matter, "no_arrest", None)
        if detail is not None:
            self.fields["reasons"].initial = self.words.replace("{number}", detail.decision_number)
        open_one = self.matter.children.filter(kind="investigation", closed_at=None).first() if self.matter else None
        if open_one is not None:
            self.fields["reasons"].help_text = f"侦查活动监督{open_one.number}尚未办结；同一情形请在该事项办理"


class NotReleasedForm(_Violation):
    words = "公安机关收到《不批准逮捕决定书》（{number}）后，未立即释放在押的犯罪嫌疑人或者变更强制措施。"


class DesignatedForm(_Violation):
    words = "本院作出不批准逮捕决定（{number}）后，公安机关适用指定居所监视居住。"


class FifteenDaysForm(CorrectionForm):
    """规则第287条第3款: neither contested nor withdrawn in fifteen days."""

    law_words = "《人民检察院刑事诉讼规则》第二百八十七条"
    opinion_words = "请立即撤销案件或者对有关犯罪嫌疑人终止侦查，并将决定书送达本院。"
    violation_words = "你单位收到《不批准逮捕决定书》（{number}）超过十五日，未要求复议、提请复核，也未撤销案件或者终止侦查。"

    def prepare(self) -> None:
        detail = getattr(self.matter, "no_arrest", None)
        if detail is not None:
            self.fields["violation"].initial = self.violation_words.replace("{number}", detail.decision_number)
            self.fields["law"].initial = self.law_words
            self.fields["opinion"].initial = self.opinion_words

    @staticmethod
    def proposal(matter: Matter, clock: Deadline) -> dict[str, Any]:
        """What the trail says of the violation: the sweep's draft, for the handler to complete."""
        own = FifteenDaysForm
        number = matter.no_arrest.decision_number
        return {
            "violation": f"{own.violation_words.replace('{number}', number)}"
            f"该决定书于{chinese_date(clock.begins_on)}签收，期限于{chinese_date(clock.due_on)}届满。",
            "law": own.law_words,
            "opinion": own.opinion_words,
            "reply_days": 15,
        }


class UnheededForm(FifteenDaysForm):
    """The same after a 复议 or 复核 that upheld the refusal."""

    violation_words = "本院不批准逮捕的决定（{number}）经复议、复核维持后，你单位至今未撤销案件或者终止侦查。"


class ApproveInsteadForm(ActionForm):
    """撤销原不批准逮捕决定，批准逮捕（规则第289条第2款、第291条第1款）."""

    facts = Long("查明的犯罪事实和证据")
    reasons = Long("撤销原决定和逮捕的理由", rows=4)


class ArrestingForm(DecisionForm):
    """复议、复核 by which arrest is approved: it ends the tracking on the day of the decision."""

    detail_fields = ("outcome_on",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["outcome_on"] = self.today
        return cleaned


class ConcludeForm(ActionForm):
    """登记结果: what became of the case."""

    OUTCOMES = tuple((one.value, one.label) for one in (Outcome.PROSECUTION, Outcome.RE_REQUESTED, Outcome.OTHER))
    outcome = forms.ChoiceField(label="结果", choices=OUTCOMES)
    outcome_on = DayField(label="结果日期")
    remarks = forms.CharField(label="说明", max_length=400, required=False)
    detail_fields = ("outcome", "outcome_on", "remarks")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        open_one = self.matter.children.filter(kind="supplementary", closed_at=None).first() if self.matter else None
        if open_one is not None:
            raise forms.ValidationError(f"补充侦查{open_one.number}尚未办结，请先在该事项办理。")
        if cleaned.get("outcome") == Outcome.OTHER and not cleaned.get("remarks"):
            self.add_error("remarks", "其他结果请写明。")
        return cleaned
