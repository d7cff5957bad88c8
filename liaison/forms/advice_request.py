"""咨询指导各动作的表单: they validate, for page and API alike (协作配合意见第四（四）)."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm
from cases.matters.forms.fields import Long, OrganField
from cases.models import Case, Matter, Suspect
from liaison.models.advice_request import Topic, Urgency
from office.models import JointOffice, Organisation
from office.sides import Side

NO_BAIL = (
    "《人民检察院刑事诉讼规则》第二百八十五条第二款规定，人民检察院办理审查逮捕案件，不得直接提出采取取保候审措施的意见。"
    "对是否提请批准逮捕的答复，请不写取保候审，只对是否符合逮捕条件提出意见。"
)
BAIL = "取保"
"""规则第285条第2款 speaks of 审查逮捕; before it, too, an answer does not suggest it (内部约定)."""


class QuestionForm(ActionForm):
    """咨询单: what is asked, of a case or of none. Names stay out of it, so that an answer may serve others."""

    title = forms.CharField(
        label="咨询标题", max_length=120, help_text="例如“夜间入户盗窃未遂是否提请批准逮捕的咨询”，不写当事人姓名"
    )
    police = OrganField(label="咨询哪个公安机关")
    case_number = forms.CharField(
        label="案件编号", max_length=60, required=False, help_text="没有案件或者不便说明的不填；填写受案或者立案文号，系统内已有的案件自动关联"
    )
    topic = forms.ChoiceField(label="咨询类别", choices=Topic.choices)
    urgency = forms.ChoiceField(label="缓急", choices=Urgency.choices, initial=Urgency.PLAIN)
    facts = Long("基本情况", help_text="写清时间、行为、已有证据，不写当事人姓名和证件号码")
    question = Long("需要答复的问题", rows=4, help_text="一行写一个问题")
    view = Long("初步意见", rows=3, required=False, help_text="可以不填")

    matter_fields = ("title", "public_title", "police", "case")
    detail_fields = ("topic", "urgency", "case_number", "facts", "question", "view")

    def prepare(self) -> None:
        organ = self.fields["police"]
        assert isinstance(organ, OrganField)
        if self.organ is not None:
            del self.fields["police"]
        else:
            organ.of(self.office)

    @property
    def organ(self) -> Organisation | None:
        """The organ, where it is settled: who opens from one asks the procuratorate of its office, and a draft has named it."""
        if self.matter is not None:
            return self.matter.police
        return self.opener.organisation if self.opener is not None and self.opener.side == Side.POLICE else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["public_title"] = cleaned.get("title", "")
        organ = self.organ or cleaned.get("police")
        cleaned["case"] = case = _case_of(self.office, organ, cleaned.get("case_number", ""))
        if case is not None:
            _keep_names_out(self, case)
        return cleaned


def _case_of(office: JointOffice | None, organ: Organisation | None, number: str) -> Case | None:
    """The case of this organ with that number; None where there is none: another organ's is as good as unknown."""
    return Case.objects.filter(office=office, police=organ, number=number).first() if number and organ is not None else None


def _keep_names_out(form: ActionForm, case: Case) -> None:
    names = Suspect.objects.filter(case=case).values_list("name", flat=True)
    for field in ("title", "facts", "question", "view"):
        words = form.cleaned_data.get(field) or ""
        if any(name in words for name in names):
            form.add_error(field, "请隐去当事人姓名，可以写“犯罪嫌疑人甲”。")


class SendForm(QuestionForm):
    """发出拟好的咨询: as drafted, or changed once more."""

    prefill = {
        "title": "matter.title", "case_number": "detail.case_number", "topic": "detail.topic",
        "urgency": "detail.urgency", "facts": "detail.facts", "question": "detail.question", "view": "detail.view",
    }  # fmt: skip


class ReasonForm(ActionForm):
    """撤回、不再咨询: why, in a few words."""

    reasons = Long("理由", rows=3)


class AnswerForm(ActionForm):
    """答复: for reference, it replaces no decision."""

    answer = Long("答复意见", help_text="供对方参考，不代替对方依法作出的决定")
    grounds = Long("依据", rows=3, required=False, help_text="法律条文、司法解释、会签文件，一行一项")
    detail_fields = ("answer", "grounds")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if _of_an_arrest(self.matter):
            for name in ("answer", "grounds"):
                if BAIL in (cleaned.get(name) or ""):
                    self.add_error(name, NO_BAIL)
        return cleaned


def _of_an_arrest(matter: Matter | None) -> bool:
    """Whether the procuratorate is asked if an arrest is to be requested."""
    detail = getattr(matter, "advice_request", None)
    return matter is not None and matter.began_side == Side.POLICE and detail is not None and detail.topic == Topic.ARREST


class FollowUpForm(ActionForm):
    """追问: what the answer left open."""

    question = Long("追问的问题", rows=4)
    more = Long("补充情况", rows=3, required=False, help_text="不写当事人姓名和证件号码")
    detail_fields = ("question",)


class SettleForm(ActionForm):
    """办结: what became of the answer, if the asker cares to say."""

    usage = forms.CharField(label="采用情况", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="可以不填")
    detail_fields = ("usage",)


class ConsultForm(ActionForm):
    """转为会商: the question goes along; who presses drafts the application."""

    why = forms.CharField(label="说明", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="可以不填")
