"""不诉跟踪各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, FilesField, PoliceActForm
from cases.matters.forms.fields import Long
from supervision.forms.objecting import DecisionForm, ruling_form
from supervision.forms.prosecution_review import PROBATIONS
from supervision.models.non_prosecution import Appellant
from supervision.models.prosecution_review import NonProsecution

REVOKING = (
    ("objection", "未成年犯罪嫌疑人及其法定代理人有异议（刑诉法第282条第3款）"),
    ("new_crime", "在考验期内实施新的犯罪"),
    ("earlier_crime", "发现决定以前还有其他犯罪需要追诉"),
    ("order", "违反治安管理规定，造成严重后果或者多次违反"),
    ("duties", "违反监督管理规定，造成严重后果或者多次违反"),
)


class _NotBeforeDecision(ActionForm):
    """Days of what follows a decision lie on or after it."""

    later: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        decided = getattr(getattr(self.matter, "non_prosecution", None), "decided_on", None)
        for name in self.later:
            if decided and cleaned.get(name) and cleaned[name] < decided:
                self.add_error(name, "日期不能早于决定日期。")
        return cleaned


class ServeForm(_NotBeforeDecision):
    """送达被害人、被不起诉人等 (规则第377条、第471条)."""

    parties_served_on = DayField(label="送达日期")
    served = forms.CharField(label="受送达人", max_length=120, help_text="被害人或者其近亲属、诉讼代理人，被不起诉人、辩护人及其所在单位等")
    announced = forms.BooleanField(label="已经公开宣布（宣布）并告知权利", required=False)
    detail_fields = ("parties_served_on",)
    later = ("parties_served_on",)


class ReleasedForm(_NotBeforeDecision, PoliceActForm):
    """释放、解除强制措施情况, with its paper."""

    released_on = DayField(label="释放、解除日期")
    own_number = forms.CharField(label="释放证明书、解除决定书文号", max_length=60)
    detail_fields = ("released_on",)
    later = ("released_on",)


class UnfreezeForm(ActionForm):
    """解除查封、扣押、冻结财物通知书 (规则第374条)."""

    contents = Long("应当解除的财物", help_text="写明名称、数量、查封扣押冻结的文书和处理意见")
    unrelated = forms.BooleanField(label="经查明确实与案件无关", required=False, help_text="应当在三日以内解除、退还（刑诉法第145条）")
    detail_fields = ("unrelated",)


class UnfrozenForm(PoliceActForm):
    """解除情况; 依法转为行政案件办理的, 程序规定第293条第1款 leaves the property where it is."""

    outcome = forms.ChoiceField(label="办理情况", choices=(("done", "已经解除"), ("administrative", "依法转为行政案件办理，继续查封、扣押、冻结")))
    unfrozen_on = DayField(label="解除（转为行政案件）日期")
    statement = Long("说明", required=False, rows=3)
    detail_fields = ("unfrozen_on",)


class ExplainForm(ActionForm):
    """不起诉理由说明."""

    reasons = Long("不起诉的事实、证据和理由")


class AppealForm(_NotBeforeDecision):
    """申诉, recorded: 七日以内的由上一级院（酌定不起诉被不起诉人的由本院捕诉部门）复查, later ones by 控申 (规则第381条、第382条、第385条)."""

    appellant = forms.ChoiceField(label="申诉人", choices=Appellant.choices)
    appealed_on = DayField(label="申诉日期")
    contents = Long("申诉理由", required=False, rows=3)
    detail_fields = ("appellant", "appealed_on")
    later = ("appealed_on",)


class AppealResultForm(ActionForm):
    appeal_result = Long("复查决定", rows=3, help_text="作出复查决定的检察院、文号、日期和结论")
    files = FilesField(label="复查决定书", required=False)  # type: ignore[assignment]  # a field, lifted out of the class by the metaclass
    detail_fields = ("appeal_result",)


class TransferForm(ActionForm):
    """移送行政检察: 三个工作日以内, with 审查报告、不起诉决定书、证据材料 (反向衔接指引)."""

    facts = Long("被不起诉人的违法事实、情节和证据")
    advice = Long("刑事检察部门的意见", rows=3, help_text="是否需要给予行政处罚、政务处分或者没收违法所得（规则第373条、第375条）")
    enclosures = Long("移送材料（每行一件）", rows=3, initial="不起诉案件审查报告\n不起诉决定书\n相关证据材料")
    transferred_on = DayField(label="移送日期", widget=forms.HiddenInput, required=False)
    detail_fields = ("transferred_on",)

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "transferred_on": self.today}


class ProbationForm(ActionForm):
    """调整考验期: within six months to one year (规则第470条第2款、第473条)."""

    probation = forms.ChoiceField(label="调整后的考验期", choices=PROBATIONS, help_text="从作出附条件不起诉决定之日起计算")
    reasons = Long("调整的理由", rows=3)
    detail_fields = ("probation",)


class PassedForm(ActionForm):
    """考验期满不起诉 (刑诉法第284条第2款; 规则第477条、第480条)."""

    subject = forms.CharField(label="被不起诉人", max_length=120)
    person = Long("被不起诉人基本情况")
    facts = Long("案件事实和考察情况")
    reasons = Long("不起诉的法律根据和理由", help_text="写明适用的法律条款")
    property_words = Long("涉案财物的处理", required=False, rows=3)
    over = forms.BooleanField(label="考验期已经届满，没有刑诉法第284条第1款规定的情形")
    heard = forms.BooleanField(label="已听取被害人意见（没有被害人的，视为已办理）", help_text="规则第477条第2款")
    probation_outcome = Long("附条件不起诉考察意见", rows=3)
    detail_fields = ("probation_outcome",)

    def prepare(self) -> None:
        detail = getattr(self.matter, "non_prosecution", None)
        if self.matter is None or detail is None:
            return
        self.fields["subject"].initial = detail.subject
        clock = self.matter.deadlines.filter(rule="cond_non_pros_probation", status="running").first()
        if clock is not None:
            self.fields["over"].help_text = f"考验期{detail.probation}，{clock.due_on.year}年{clock.due_on.month}月{clock.due_on.day}日届满"

    def clean(self) -> dict[str, Any]:
        detail = getattr(self.matter, "non_prosecution", None)
        return {**super().clean(), "sort": str(NonProsecution.EXPIRED), "victim": bool(detail and detail.victim)}


class RevokeForm(ActionForm):
    """撤销附条件不起诉决定, 提起公诉 (刑诉法第282条第3款、第284条第1款; 规则第470条、第479条)."""

    ground = forms.ChoiceField(label="情形", choices=REVOKING)
    facts = Long("查明的事实")
    reasons = Long("理由", rows=3)


def _lawful(conclusion: str, plain: str, conditional: str) -> type[DecisionForm]:
    """A ruling's form that knows which article its paper cites: 附条件不起诉 has one of its own (规则第472条)."""

    class Ruling(ruling_form(conclusion)):  # type: ignore[misc]  # made by a function
        """One way a 复议 or 复核 ends."""

        def clean(self) -> dict[str, Any]:
            cleaned: dict[str, Any] = super().clean()
            is_conditional = self.matter is not None and self.matter.variant == NonProsecution.CONDITIONAL
            return {**cleaned, "law": f"{plain}{conditional}" if is_conditional else plain}

    return Ruling


RULES_OF_PROCEDURE = "《人民检察院刑事诉讼规则》"
UpholdForm = _lawful("维持原决定", f"{RULES_OF_PROCEDURE}第三百七十九条", "、第四百七十二条")
ReverseForm = _lawful("撤销原决定", f"{RULES_OF_PROCEDURE}第三百七十九条", "、第四百七十二条")
VaryForm = _lawful("变更原决定", f"{RULES_OF_PROCEDURE}第三百七十九条", "、第四百七十二条")
ReviewUpholdForm = _lawful("维持下级人民检察院的决定", f"{RULES_OF_PROCEDURE}第三百八十条", "、第四百七十二条")
ReviewReverseForm = _lawful("撤销下级人民检察院的决定", f"{RULES_OF_PROCEDURE}第三百八十条", "、第四百七十二条")
ReviewVaryForm = _lawful("变更下级人民检察院的决定", f"{RULES_OF_PROCEDURE}第三百八十条", "、第四百七十二条")
