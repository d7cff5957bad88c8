"""审查逮捕各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, FilesField, PoliceActForm
from cases.matters.forms.fields import Long
from cases.models import Case, Deadline, Matter
from office.blocks import chinese_date
from office.models import Organisation
from supervision.models.arrest_review import Execution, Ground, Refusal

NO_BAIL = (
    "审查逮捕阶段不得直接提出采取取保候审措施的意见（规则第285条第2款），请删去有关表述；"
    "符合条件的，可以建议监视居住（规则第141条）。"
)
PROPOSES_BAIL = re.compile(r"(建议|要求|应当|应予|可以|宜|适宜|请)[^。；\n]{0,12}取保候审")
"""A proposal, not the statute's own test 「采取取保候审足以防止发生社会危险性」 (刑诉法第81条第1款)."""


def proposes_bail(words: str) -> bool:
    """Whether a text puts forward 取保候审."""
    return bool(PROPOSES_BAIL.search(words))


class AcceptForm(ActionForm):
    """受理提请批准逮捕: one dense page, one decision."""

    case = forms.ModelChoiceField(label="案件", queryset=Case.objects.none(), empty_label="请选择", help_text="没有的，请先登记案件")
    title = forms.CharField(label="事项名称", max_length=120, help_text="例如“陈某军涉嫌合同诈骗审查逮捕案”")
    police = forms.ModelChoiceField(label="提请的公安机关", queryset=Organisation.objects.none(), empty_label="请选择")
    subject = forms.CharField(
        label="犯罪嫌疑人", max_length=120, help_text="同案数人以顿号隔开；是否已被拘留、拟作决定不同的，分别登记"
    )
    persons = forms.IntegerField(label="人数", min_value=1, max_value=999, initial=1)
    charge = forms.CharField(label="提请罪名", max_length=60)
    request_number = forms.CharField(label="提请批准逮捕书文号", max_length=60)
    received_on = DayField(label="收到提请批准逮捕书日期", help_text="审查逮捕期限自收到之日起计算")
    detained = forms.ChoiceField(
        label="是否已被拘留", choices=(("yes", "已被拘留（七日）"), ("no", "未被拘留（十五日，重大、复杂的不超过二十日）")),
        widget=forms.RadioSelect, help_text="请一并在案件中登记拘留等强制措施",
    )  # fmt: skip
    again = forms.BooleanField(label="重新提请", required=False, help_text="不批准逮捕后补充侦查，由补充侦查事项转来的，不在这里登记")

    matter_fields = ("title", "public_title", "police", "case", "persons")
    detail_fields = ("subject", "charge", "request_number", "received_on", "detained", "again")

    def prepare(self) -> None:
        if self.office is not None:
            police, case = self.fields["police"], self.fields["case"]
            assert isinstance(police, forms.ModelChoiceField)
            assert isinstance(case, forms.ModelChoiceField)
            police.queryset = self.office.organs.filter(is_active=True)
            case.queryset = Case.objects.filter(office=self.office).order_by("-id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["public_title"] = cleaned.get("title", "")
        cleaned["detained"] = cleaned.get("detained") == "yes"
        return cleaned


class InterviewForm(ActionForm):
    """讯问、听取意见."""

    WAYS = (
        ("interrogation", "讯问犯罪嫌疑人"),
        ("written", "送达听取犯罪嫌疑人意见书并收回"),
        ("counsel", "听取辩护律师、值班律师意见"),
        ("victim", "听取被害人及其诉讼代理人意见"),
        ("witness", "询问证人等诉讼参与人"),
        ("police", "听取公安机关意见"),
        ("hearing", "当面听取各方意见，公开审查"),
    )
    way = forms.ChoiceField(label="方式", choices=WAYS)
    done_on = DayField(label="日期")
    who = forms.CharField(label="对象", max_length=60)
    contents = Long("主要内容", rows=4)

    def prepare(self) -> None:
        self.fields["done_on"].initial = self.today


class TellAheadForm(ActionForm):
    """提前告知: what is likely to be decided, so that the police can prepare."""

    likely = forms.ChoiceField(label="拟作决定", choices=(("approve", "批准逮捕"), ("refuse", "不批准逮捕")))
    contents = Long("告知内容", rows=4)

    def clean_contents(self) -> str:
        words = str(self.cleaned_data["contents"])
        if proposes_bail(words):
            raise forms.ValidationError(NO_BAIL)
        return words


class ExtendForm(ActionForm):
    """重大、复杂案件: up to twenty days in all (规则第282条)."""

    days = forms.IntegerField(label="审查期限（日，自收到提请批准逮捕书起）", min_value=16, max_value=20, initial=20)
    reasons = Long("重大、复杂的理由", rows=4)


class FoundLeakForm(ActionForm):
    """遗漏应当逮捕的犯罪嫌疑人（规则第288条）."""

    omitted = forms.CharField(label="遗漏的犯罪嫌疑人", max_length=120)
    charge = forms.CharField(label="涉嫌罪名", max_length=60)
    facts = Long("发现经过和证据")

    def prepare(self) -> None:
        detail = getattr(self.matter, "arrest_review", None)
        if detail is not None:
            self.fields["charge"].initial = detail.charge


class WithdrawRequestForm(PoliceActForm):
    grounds = Long("撤回提请的理由", rows=4)


class ApproveForm(ActionForm):
    """批准逮捕决定书."""

    facts = Long("查明的犯罪事实和证据")
    reasons = Long("逮捕的必要性", rows=4, help_text="规则第128条、第136条、第138条的情形")
    outline = forms.BooleanField(
        label="制作继续侦查提纲", required=False, help_text="勾选的，签发后开立继续侦查事项，在该事项拟提纲（规则第284条、第257条）"
    )
    detail_fields = ("outline",)


class RefuseForm(ActionForm):
    """不批准逮捕决定书和理由说明书."""

    facts = Long("查明的事实和证据")
    reasons = Long("不批准逮捕的理由", help_text="写入《不批准逮捕理由说明书》；不得直接提出采取取保候审措施的意见（规则第285条第2款）")
    suggestion = Long("对公安机关的建议", required=False, rows=2, help_text="可以建议监视居住（规则第141条）；不得建议取保候审")

    refusal: Refusal = Refusal.NO_DANGER
    """Named in the paper; the row of the table fixes it on the detail row."""
    detail_fields: tuple[str, ...] = ("residential",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("facts", "reasons"):
            if proposes_bail(str(cleaned.get(name, ""))):
                self.add_error(name, NO_BAIL)
        suggestion = str(cleaned.get("suggestion", ""))
        if "取保" in suggestion:
            self.add_error("suggestion", NO_BAIL)
        cleaned["residential"] = "监视居住" in suggestion
        cleaned["refusal"] = self.refusal.value
        return cleaned


class RefuseNoneForm(RefuseForm):
    """没有犯罪事实、刑诉法第十六条: the police are told at the same time what to do (规则第287条)."""

    ground = forms.ChoiceField(label="具体情形和同时告知的事项", choices=Ground.choices)
    refusal = Refusal.NONE
    detail_fields = ("residential", "ground")


class RefuseEvidenceForm(RefuseForm):
    outline = forms.BooleanField(
        label="需要补充侦查", required=False, initial=True,
        help_text="勾选的，公安机关签收后开立补充侦查事项，在该事项拟补充侦查提纲（规则第285条第1款、第257条）",
    )  # fmt: skip
    refusal = Refusal.EVIDENCE
    detail_fields = ("residential", "outline")


class ExecutionForm(ActionForm):
    """报告逮捕执行情况, 未能执行的也要报告."""

    execution = forms.ChoiceField(label="执行情况", choices=Execution.choices)
    executed_on = DayField(label="执行完毕（未能执行）日期", help_text="执行回执三日，自执行完毕之日起算（程序规定第142条）")
    execution_note = forms.CharField(label="未能执行的原因", max_length=200, required=False)
    detail_fields = ("execution", "executed_on", "execution_note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("execution") == Execution.FAILED and not cleaned.get("execution_note"):
            self.add_error("execution_note", "未能执行的，请写明原因（程序规定第142条）。")
        return cleaned


class ReceiptForm(PoliceActForm):
    """执行回执."""

    own_number = forms.CharField(label="回执文号", max_length=60)
    files = FilesField(label="执行回执")
    statement = Long("执行情况说明", required=False, rows=2)


class RevokeForm(ActionForm):
    """撤销批准逮捕决定（规则第289条第1款）."""

    reasons = Long("撤销的理由")


class OverdueForm(ActionForm):
    """案管: 审查逮捕超过办案期限（规则第620条、第665条）."""

    receiver = forms.CharField(label="办案部门", max_length=60, initial="负责捕诉的部门")
    facts = Long("超期情况")
    demands = Long("纠正意见", rows=2, initial="请立即作出决定，查明超期原因，十日以内书面回复核查情况。")

    @staticmethod
    def proposal(matter: Matter, clock: Deadline) -> dict[str, Any]:
        """What the trail says of the delay: the sweep's draft."""
        return {
            "receiver": "负责捕诉的部门",
            "facts": f"{matter.number}{matter.title}，“{clock.label}”的期限于{chinese_date(clock.due_on)}届满，至今未作出决定。",
            "demands": "请立即作出决定，查明超期原因，十日以内书面回复核查情况。",
        }

    def prepare(self) -> None:
        if self.matter is None:
            return
        clock = self.matter.deadlines.filter(status="running", rule__startswith="review_arrest_", due_on__lt=self.today).first()
        if clock is not None:
            self.fields["facts"].initial = self.proposal(self.matter, clock)["facts"]
