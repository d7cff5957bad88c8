"""强制措施的流程表 (刑诉法第65条至第100条、第156条至第160条; law.md 2.2): the clocks of one measure have their home here.

Terms only; where the person is, is nobody's business here.
"""

from __future__ import annotations

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import SAME, Action, Decision, Extend, Opens, Start, State, Workflow, register
from office.sides import Actor, Role, Side
from supervision.effects import measure as effects
from supervision.forms import measure as forms
from supervision.models.measure import MeasureDetail
from supervision.papers import measure as papers  # noqa: F401  (fills the catalogue of documents)

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
CASE_MANAGER = Actor(Role.CASE_MANAGER)
LEGAL = Actor(Role.LEGAL)
HEAD = Decision(Role.HEAD)

DETENTION = {"variant": {"detention"}}
ARREST = {"variant": {"arrest"}}
BAIL = {"variant": {"bail"}}
RESIDENCE = {"variant": {"residential", "designated"}}
AT_LARGE = {"variant": {"bail", "residential", "designated"}}
DESIGNATED = {"variant": {"designated"}}
HELD = {"variant": {"detention", "arrest"}}
TOLD = {"variant": {"detention", "arrest", "designated"}}

TERMS = ("request_arrest", "invest_custody_2m", "bail_12m", "rs_6m", "summon_max")
"""The terms within which a measure must end, be changed or be extended."""

CLOCKS = (
    Start("summon_max", "began_at", when={"variant": {"summons"}}),
    Start("detain_to_kss", "began_at", when=DETENTION),
    Start("detain_interrogate", "began_at", when=DETENTION),
    Start("detain_family", "began_at", when=DETENTION),
    Start("request_arrest", "began_on", when=DETENTION),
    Start("arrest_interrogate", "began_at", when=ARREST),
    Start("arrest_family", "began_at", when=ARREST),
    Start("invest_custody_2m", "began_on", when=ARREST),
    Start("extend_custody_request", before="invest_custody_2m", when=ARREST),
    Start("bail_12m", "began_on", when=BAIL),
    Start("bail_handover_warn", before="bail_12m", when=BAIL),
    Start("rs_6m", "began_on", when={"variant": {"residential", "designated"}}),
    Start("rsdl_family", "began_at", when=DESIGNATED),
    Start("rsdl_filing", "began_at", when=DESIGNATED),
)

STATES = (
    State("running", "执行中", Side.POLICE, "公安机关在法定期限内办理", "请在法定期限内办理；解除、变更的，请报送"),
    State("requested", "已提请批准逮捕", "", "审查逮捕在该事项办理；决定以后，公安机关报送变更、解除情况",
          "审查逮捕决定以后，请报送变更、解除情况；撤回提请的，撤回《提请批准逮捕书》，拘留期限继续计算", waits="审查逮捕"),
    State("examining", "精神病鉴定中", Side.POLICE, "等待精神病鉴定意见；鉴定期间不计入羁押期限", "鉴定终结后，请报送并恢复计算羁押期限"),
    State("unidentified", "身份不明，暂不起算", Side.POLICE, "公安机关查清身份，侦查羁押期限自查清之日起算", "请查清身份并报送，不得停止侦查取证"),
    State("transferred", "已移送，继续羁押", "", "侦查羁押期限已经结束；审查起诉、审判期间的期限见有关事项，释放、变更、判决后由公安机关报送",
          "案件已经移送；释放、变更强制措施或者判决生效的，请报送", waits="审查起诉、审判"),
    State("ended", "已解除、变更，办结", "", "已解除、变更", "已解除、变更", closed=True),
)

BEGINNING = (
    Action("register", "登记强制措施", (), "running", (P, ASSISTANT, CASE_MANAGER), "刑诉法第66条至第100条", form=forms.RegisterForm,
           starts=CLOCKS, discloses=True, moves_custody=True, effect=effects.begun, shown="both", done="登记强制措施",
           hint="按决定书和执行记录登记，期限自执行（宣布）之日起算"),
    Action("follow", "变更后的强制措施", (), "running", (LEGAL,), "刑诉法第96条、第97条", starts=CLOCKS, discloses=True, moves_custody=True,
           effect=effects.followed, linked=True, done="变更为本强制措施"),
)

SPECIAL = "中止、重新起算"
"""Heading over what stops custody or counts it anew: not the plain course of a measure."""

HOLDING = ("running", "requested", "examining", "unidentified")

DUTIES = (
    Action("in_house", "报送送看守所情况", HOLDING, SAME, (LEGAL,), "刑诉法第85条第2款、第93条第2款；程序规定第126条、第143条",
           when={**HELD, "kss_done": {"no"}}, form=forms.DoneForm, meets=("detain_to_kss",), at="done_at", sets={"kss_done": True},
           done="已送看守所",
           hint="拘留后至迟二十四小时，逮捕后立即"),
    Action("interrogate", "报送讯问情况", HOLDING, SAME, (LEGAL,), "刑诉法第86条、第94条",
           when={**HELD, "interrogated": {"no"}}, form=forms.DoneForm, meets=("detain_interrogate", "arrest_interrogate"), at="done_at",
           sets={"interrogated": True}, done="已讯问"),
    Action("tell_family", "报送通知家属情况", HOLDING, SAME, (LEGAL,), "刑诉法第85条第2款、第93条第2款、第75条第2款；程序规定第127条、第145条",
           when={**TOLD, "family_told": {"no"}}, form=forms.FamilyForm, meets=("detain_family", "arrest_family", "rsdl_family"),
           at="done_at", done="通知家属情况", hint="无法通知、有碍侦查的情形消失以后，应当立即通知，再行报送"),
    Action("record", "报送备案", ("running",), SAME, (LEGAL,), "指居规定；刑诉法第75条第4款（备案时限待核）",
           when={**DESIGNATED, "recorded": {"no"}}, form=forms.RecordForm, issues=("M06",), decided_by=HEAD,
           meets=("rsdl_filing",), sets={"recorded": True}, done="指定居所监视居住备案"),
    Action("apply", "登记变更、解除申请", ("running", "examining", "unidentified"), SAME, (LEGAL,),
           "刑诉法第97条、第99条；程序规定第160条、第161条", when={"applied": {"no"}}, form=forms.ApplicationForm,
           starts=(Start("change_measure_decide", "applied_on"),), sets={"applied": True},
           done="收到变更、解除强制措施申请", hint="收到申请后三日以内作出决定；不同意的，应当告知申请人并说明理由"),
    Action("answer_application", "报送申请的决定", HOLDING, SAME, (LEGAL,), "刑诉法第97条；程序规定第160条", when={"applied": {"yes"}},
           form=forms.ApplicationAnswerForm, meets=("change_measure_decide",), at="answered_on", sets={"applied": False},
           done="对变更、解除申请作出决定"),
    Action("warn", "提醒受案机关", ("running",), SAME, (LEGAL,), "取保候审规定第26条第3款", when=BAIL, form=forms.WarnedForm,
           meets=("bail_handover_warn",), done="已书面提醒受案机关"),
    Action("hand_over", "登记案件移送下一阶段", ("running",), SAME, (P, ASSISTANT, CASE_MANAGER),
           "取保候审规定第26条第1款；规则第103条、第113条", when={**AT_LARGE, "handed_over": {"no"}}, form=forms.HandedOverForm, shown="both",
           sets={"handed_over": True}, starts=(Start("bail_handover_decide", "handed_on", when=BAIL, shared=False),), done="案件移送受案机关",
           hint="移送审查起诉、审判的，受案机关应当重新决定；取保候审的，在七日内决定"),
    Action("redecide", "登记受案机关重新决定", ("running",), SAME, (P, ASSISTANT, CASE_MANAGER),
           "取保候审规定第26条第1款；规则第103条、第113条", when={**AT_LARGE, "handed_over": {"yes"}}, form=forms.RedecidedForm, shown="both",
           meets=("bail_handover_decide",), drops=("bail_12m", "bail_handover_warn", "rs_6m"), sets={"handed_over": False},
           starts=(Start("bail_12m", "redecided_on", when=BAIL), Start("bail_handover_warn", before="bail_12m", when=BAIL),
                   Start("rs_6m", "redecided_on", when=RESIDENCE)), done="受案机关重新决定强制措施",
           hint="继续取保候审、监视居住的，期限自重新决定之日起计算；变更强制措施的，由公安机关报送解除、变更情况"),
)

EXTENDING = (
    Action("extend_summons", "延长至二十四小时", ("running",), SAME, (LEGAL,), "刑诉法第119条第2款；程序规定第80条、第200条",
           when={"variant": {"summons"}}, within=("summon_max",), form=forms.ExtendSummonsForm, extends=(Extend("summon_max_to_24h"),),
           done="传唤、拘传延长至二十四小时", hint="案情特别重大、复杂，需要采取拘留、逮捕措施的；不得以连续传唤、拘传变相拘禁"),
    Action("extend_days", "延长提请的时间一日至四日", ("running",), SAME, (LEGAL,), "刑诉法第91条第1款；程序规定第129条第1款",
           when=DETENTION, within=("request_arrest",), decided_by=HEAD, form=forms.ExtendDaysForm, issues=("M01",),
           extends=(Extend("request_arrest_plus_4d", "days"),), done="延长提请的时间"),
    Action("extend_thirty", "延长提请的时间至三十日", ("running",), SAME, (LEGAL,), "刑诉法第91条第2款；程序规定第129条第2款",
           when=DETENTION, within=("request_arrest",), decided_by=HEAD, form=forms.ExtendThirtyForm, issues=("M01",),
           extends=(Extend("request_arrest_to_30d"),), done="延长提请的时间至三十日", hint="只限流窜作案、多次作案、结伙作案的重大嫌疑分子"),
    Action("request", "提请批准逮捕", ("running",), "requested", (LEGAL,), "刑诉法第87条、第91条；程序规定第137条", when=DETENTION,
           decided_by=HEAD, form=forms.ArrestRequestForm, issues=("M02",), meets=("request_arrest",), effect=effects.requested),
    Action("request_extension", "提请延长侦查羁押期限", ("running",), SAME, (LEGAL,), "规则第309条；程序规定第148条至第150条",
           when=ARREST, within=("invest_custody_2m",), decided_by=HEAD, form=forms.ExtensionRequestForm, issues=("M03",),
           meets=("extend_custody_request",), hint="最晚在期限届满七日前提请；羁押期限届满后提请的，不予受理"),
    Action("approve_first", "登记批准延长一个月", ("running",), SAME, (P, ASSISTANT, CASE_MANAGER), "刑诉法第156条；规则第309条至第311条；程序规定第148条",
           when={**ARREST, "extended": {"0"}}, form=forms.ExtensionForm, shown="both",
           extends=(Extend("invest_custody_plus_1m"),), drops=("extend_custody_request",), effect=effects.extended,
           starts=(Start("extend_custody_request", before="invest_custody_2m"),), done="批准延长侦查羁押期限一个月",
           hint="由上一级人民检察院批准"),
    Action("approve_second", "登记批准延长二个月", ("running",), SAME, (P, ASSISTANT, CASE_MANAGER), "刑诉法第158条；规则第309条至第311条；程序规定第149条",
           when={**ARREST, "extended": {"1"}}, form=forms.ExtensionForm, shown="both",
           extends=(Extend("invest_custody_plus_2m"),), drops=("extend_custody_request",), effect=effects.extended,
           starts=(Start("extend_custody_request", before="invest_custody_2m"),), done="批准延长侦查羁押期限二个月",
           hint="四类案件，由省级人民检察院批准"),
    Action("approve_third", "登记批准再延长二个月", ("running",), SAME, (P, ASSISTANT, CASE_MANAGER), "刑诉法第159条；规则第309条至第311条；程序规定第150条",
           when={**ARREST, "extended": {"2"}}, form=forms.ExtensionForm, shown="both",
           extends=(Extend("invest_custody_plus_2m_more"),), drops=("extend_custody_request",), effect=effects.extended,
           done="批准再延长侦查羁押期限二个月", hint="可能判处十年有期徒刑以上刑罚，前项延长期限届满，由省级人民检察院批准"),
    Action("refuse_extension", "登记不批准延长", ("running",), SAME, (P, ASSISTANT, CASE_MANAGER), "规则第311条、第312条", when=ARREST,
           form=forms.ExtensionRefusedForm, shown="both", drops=("extend_custody_request",), done="不批准延长侦查羁押期限"),
    Action("recalculate", "重新计算侦查羁押期限", ("running",), SAME, (LEGAL,), "刑诉法第160条第1款；程序规定第151条", when=ARREST,
           decided_by=HEAD, form=forms.RecalculatedForm, issues=("M04",), drops=("invest_custody_2m", "extend_custody_request"),
           starts=(Start("invest_custody_2m", "discovered_on"), Start("extend_custody_request", before="invest_custody_2m")),
           group=SPECIAL, effect=effects.recalculated, hint="另有重要罪行的，自发现之日起重新计算；五日以内报批，并报批准逮捕的人民检察院备案"),
    Action("examine", "送精神病鉴定", ("running",), "examining", (LEGAL,), "刑诉法第149条；规则第222条；程序规定第257条", when=HELD,
           form=forms.ExamineForm, pauses=("request_arrest", "invest_custody_2m"), drops=("extend_custody_request",),
           group=SPECIAL, done="送精神病鉴定，羁押期限中止", hint="只有精神病鉴定的期间不计入羁押期限，其他鉴定都计入"),
    Action("examined", "鉴定终结，恢复计算", ("examining",), "running", (LEGAL,), "刑诉法第149条；规则第222条",
           form=forms.ExaminedForm, resumes=("request_arrest", "invest_custody_2m"),
           starts=(Start("extend_custody_request", before="invest_custody_2m", when=ARREST),), done="精神病鉴定终结，恢复计算羁押期限"),
    Action("unidentified", "身份不明，期限暂不起算", ("running",), "unidentified", (LEGAL,), "刑诉法第160条第2款；程序规定第152条", when=ARREST,
           form=ReasonForm, drops=("invest_custody_2m", "extend_custody_request"), group=SPECIAL, done="身份不明，侦查羁押期限暂不起算",
           hint="犯罪嫌疑人不讲真实姓名、住址的；不得停止对其犯罪行为的侦查取证"),
    Action("identified", "查清身份，起算羁押期限", ("unidentified",), "running", (LEGAL,), "刑诉法第160条第2款；程序规定第152条",
           decided_by=HEAD, form=forms.IdentifiedForm, issues=("M04",),
           starts=(Start("invest_custody_2m", "identified_on"), Start("extend_custody_request", before="invest_custody_2m")),
           effect=effects.recalculated, done="查清身份，侦查羁押期限起算", hint="经县级以上公安机关负责人批准，自查清身份之日起算"),
)

ENDING = (
    Action("transfer", "登记移送审查起诉", ("running", "unidentified"), "transferred", (P, ASSISTANT, CASE_MANAGER),
           "刑诉法第156条、第162条、第172条", when=ARREST, form=forms.HandedOverForm, meets=("invest_custody_2m",),
           drops=("extend_custody_request",), at="handed_on", shown="both", done="案件移送审查起诉，侦查羁押期限结束",
           hint="犯罪嫌疑人继续在押，案件的羁押情况不变；此后的期限见审查起诉事项"),
    Action("end", "报送解除、变更情况", (*HOLDING, "transferred"), "ended", (LEGAL,), "刑诉法第96条、第97条、第99条；程序规定第158条",
           form=forms.EndForm, issues=("M05",), decided_by=HEAD, meets=(*TERMS, "change_measure_decide"), at="ended_on", moves_custody=True,
           effect=effects.ended,
           opens=(Opens("measure", "follow", when={"ending": {"changed"}},
                        carries={"variant": "next_measure", "suspect": "suspect", "began_at": "next_began_at",
                                 "decided_by": "decided_by"}),), done="解除、变更强制措施"),
    Action("correct_overrun", "提出超期纠正", ("running", "requested"), SAME, (P, Actor(Role.EXECUTION)),
           "规则第613条、第618条、第619条", form=forms.OverrunForm,
           when={"corrected": {"no"}}, after=TERMS, sets={"corrected": True},
           opens=(Opens("investigation", "follow", carries={"facts": "facts"}, gives={"fixed": "custody", "source": "casework", "first_item": "v05"}),),
           hint="超期羁押的，应当发出《纠正违法通知书》"),
    Action("review_custody", "启动羁押必要性审查", ("running",), SAME, (P,), "刑诉法第95条；羁押审查规定第6条", when=ARREST, form=None,
           opens=(Opens("custody_review", "start", carries={"suspect": "suspect", "subject": "subject"},
                        gives={"variant": "ten", "source": "own_motion"}),),
           done="启动羁押必要性审查"),
)

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "detail.began_at": "执行时间",
    "detail.number": "决定书文号",
    "detail.decided_by": "决定机关",
    "detail.ended_on": "解除、变更日期",
}

MEASURE = register(
    Workflow(
        kind="measure",
        label="强制措施",
        number_letters="侦监措",
        states=STATES,
        actions=(*BEGINNING, *DUTIES, *EXTENDING, *ENDING),
        variants=forms.MEASURE_WORDS,
        detail="measure",
        detail_model=lambda: MeasureDetail,
        amend_fields=AMENDABLE,
        writes=("spells",),
        place=110,
    )
)
