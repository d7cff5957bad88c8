"""law.md 2.2: 到案、拘留、逮捕与羁押."""

from cases.rules.table import plus, row, to
from office.periods import CPL_CUSTODY, Roll, Rule

R, N, C, X = Roll.R, Roll.N, Roll.C, Roll.X
LONGEST = "刑诉法第79条（最长不得超过）"
IN_FORCE = "措施有效期，从严不顺延（内部约定）"
LATEST = "最迟日，遇节假日提前（内部约定）"
AT_ONCE = "法律要求立即办理，没有固定期限，不能自动判定超期；系统只记录耗时，二十四小时后提醒（内部约定）。"
HEAD = "县级以上公安机关负责人批准"
CUSTODY_END = "不能办结的，予以释放、取保候审或者监视居住（刑诉法第98条）；超期的，应当发出《纠正违法通知书》"

_summon = row(
    "summon_max", "传唤、拘传持续时间", "犯罪嫌疑人到案", "12小时", N, "police", "刑诉法第119条第2款；程序规定第80条、第200条",
    continuous=True, on_expiry="超时的，依规则第567条监督",
)  # fmt: skip
_request = row(
    "request_arrest", "拘留后提请批准逮捕", "公安机关执行拘留", "3日", N, "police", "刑诉法第91条第1款；程序规定第129条第1款",
    roll_basis=CPL_CUSTODY, on_expiry="期满未提请的，应当释放或者变更强制措施",
)  # fmt: skip
_free = row(
    "review_arrest_free", "审查逮捕（未拘留）", "检察机关收到提请批准逮捕书", "15日", R, "procuratorate", "规则第282条", must=True,
    on_expiry="超期的，案管应当提出纠正意见（规则第620条）",
)  # fmt: skip
_custody = row(
    "invest_custody_2m", "逮捕后侦查羁押", "公安机关执行逮捕", "2个月", N, "police", "刑诉法第156条", roll_basis=CPL_CUSTODY, must=True,
    on_expiry=CUSTODY_END,
)  # fmt: skip
_custody_3 = plus(_custody, "1个月", "侦查羁押延长一个月（案情复杂，上一级检察院批准）", key="invest_custody_plus_1m")
_custody_5 = plus(
    _custody_3, "2个月", "侦查羁押再延长二个月（四类案件，省级检察院批准）", "刑诉法第158条", key="invest_custody_plus_2m"
)
_fund = row(
    "freeze_expiry_fund", "冻结存款、汇款、证券交易结算资金、期货保证金等", "公安机关冻结财产", "6个月", N, "police",
    "程序规定第243条", roll_basis=IN_FORCE, on_expiry="期满不续冻的，自动解除；超期冻结依规则第567条监督",
)  # fmt: skip
_security = row(
    "freeze_expiry_security", "冻结债券、股票、基金份额等证券", "公安机关冻结财产", "2年", N, "police", "程序规定第244条",
    roll_basis=IN_FORCE, on_expiry="期满不续冻的，自动解除；超期冻结依规则第567条监督",
)  # fmt: skip
_equity = row(
    "freeze_expiry_equity", "冻结股权、保单权益、投资权益", "公安机关冻结财产", "6个月", N, "police", "程序规定第245条",
    roll_basis=IN_FORCE, on_expiry="期满不续冻的，自动解除；超期冻结依规则第567条监督",
)  # fmt: skip
_tech = row(
    "tech_invest_3m", "技术侦查批准决定有效期", "批准决定签发", "3个月", N, "police", "刑诉法第151条；程序规定第266条",
    roll_basis=IN_FORCE, must=True, on_expiry="有效期限届满，应当立即解除",
)  # fmt: skip
_recusal = row("recusal_decide", "回避申请决定", "公安机关收到回避申请", "2日", R, "police", "程序规定第36条第1款")

CUSTODY_TERMS = frozenset(
    {
        "request_arrest", "invest_custody_2m", "extend_custody_request", "kss_expiry_notice", "recalc_custody_approve",
        "detain_to_kss", "detain_interrogate", "detain_family", "arrest_interrogate", "arrest_family", "cust_advice_reply",
        "supp_return",
    }
)  # fmt: skip
"""Periods of custody: while a suspect is held their alerts go to 刑事执行检察部门 too (规则第613条)."""

ROWS: tuple[Rule, ...] = (
    _summon,
    to(_summon, "24小时", "传唤、拘传持续时间（案情特别重大、复杂且需要拘留、逮捕，经批准）"),
    row("detain_to_kss", "拘留后送看守所", "公安机关执行拘留（异地的，宣布拘留）", "24小时", N, "police",
        "刑诉法第85条第2款；程序规定第126条", must=True, on_expiry="应当立即送看守所，至迟不超过二十四小时"),
    row("detain_interrogate", "拘留后讯问", "公安机关执行拘留", "24小时", N, "police", "刑诉法第86条；程序规定第128条"),
    row("detain_family", "拘留通知家属", "公安机关执行拘留", "24小时", N, "police", "刑诉法第85条第2款；程序规定第127条",
        on_expiry="无法通知，或者危害国家安全、恐怖活动犯罪通知可能有碍侦查的除外"),
    row("arrest_family", "逮捕通知家属", "公安机关执行逮捕", "24小时", N, "police", "刑诉法第93条第2款；程序规定第145条",
        on_expiry="无法通知的除外"),
    row("arrest_interrogate", "逮捕后讯问", "公安机关执行逮捕", "24小时", N, "police", "刑诉法第94条；程序规定第144条"),
    row("arrest_to_kss", "逮捕后送看守所", "公安机关执行逮捕", "", N, "police", "刑诉法第93条第2款；程序规定第143条", note=AT_ONCE),
    _request,
    plus(_request, "4日", f"拘留后提请批准逮捕（特殊情况延长一日至四日，{HEAD}）", "程序规定第129条第1款；刑诉法第91条第1款",
         longest="4日"),
    to(_request, "30日", f"拘留后提请批准逮捕（流窜、多次、结伙作案重大嫌疑，{HEAD}）", "刑诉法第91条第2款；程序规定第129条第2款"),
    row("review_arrest_detained", "审查逮捕（已拘留）", "检察机关收到提请批准逮捕书", "7日", N, "procuratorate",
        "刑诉法第91条第3款；规则第282条", roll_basis=CPL_CUSTODY, must=True, on_expiry="超期的，案管应当提出纠正意见（规则第620条）"),
    _free,
    to(_free, "20日", "审查逮捕（未拘留，重大、复杂案件，不超过二十日）", longest="20日"),
    row("release_after_no_arrest", "不批准逮捕后释放或者变更强制措施", "公安机关收到不批准逮捕决定书", "", X, "police",
        "刑诉法第91条第3款；规则第286条第2款", "1日", mark="D", nature="reminder", must=True,
        on_expiry="不立即释放或者变更的，应当提出纠正意见；法律没有固定期限，不能自动判定超期，一日为内部提醒"),
    row("no_arrest_receipt", "不批准逮捕执行回执", "公安机关收到不批准逮捕决定书", "3日", R, "police", "规则第286条第2款；程序规定第140条",
        on_expiry="程序规定自执行完毕起算，按较早者预警；逾期催要"),
    row("arrest_receipt", "批准逮捕执行回执", "公安机关执行完毕或者未能执行", "3日", R, "police", "程序规定第142条；规则第286条第1款",
        on_expiry="逾期催要；未能执行的也应当送达回执"),
    row("no_arrest_reconsider_file", "对不批准逮捕要求复议", "公安机关收到不批准逮捕决定书", "5日", R, "police", "程序规定第141条第1款",
        nature="right", on_expiry="须先释放被拘留人（刑诉法第92条）；逾期的标注"),
    row("no_arrest_reconsider_decide", "对不批准逮捕复议的决定", "检察机关收到要求复议意见书和案卷材料", "7日", R, "procuratorate",
        "规则第290条", on_expiry="另行指派检察官审查，经检察长批准"),
    row("no_arrest_review_file", "对不批准逮捕提请复核", "公安机关收到复议决定书", "5日", R, "police", "程序规定第141条第2款", nature="right"),
    row("no_arrest_review_decide", "上一级检察院复核不批准逮捕", "上一级检察院收到提请复核意见书和案卷材料", "15日", R, "superior",
        "规则第291条；刑诉法第92条", on_expiry="刑诉法要求立即复核，十五日是上限"),
    row("no_arrest_15d", "不构成犯罪不批准逮捕后撤销案件或者终止侦查", "公安机关收到不批准逮捕决定书", "15日", R, "police", "规则第287条",
        must=True, on_expiry="超过十五日未要求复议、提请复核，也不撤销案件或者终止侦查的，应当发出《纠正违法通知书》；"
        "仍不纠正的，报上一级人民检察院协商同级公安机关处理"),
    row("no_arrest_reasons", "说明不批准逮捕的理由", "检察机关收到要求说明理由书", "", X, "procuratorate", "程序规定第139条", "3日", mark="D",
        on_expiry="条文没有规定期限，三日为内部约定"),
    row("supp_no_arrest", "不批准逮捕后补充侦查", "公安机关收到补充侦查提纲", "", X, "police", "规则第285条、第292条；程序规定第138条",
        "2个月", mark="D", nature="reminder", on_expiry="无法定期限，不能自动判定超期，二个月为内部提醒；"
        "补充侦查完毕符合条件的应当重新提请，应当提请而不提请的，要求提请或者直接决定逮捕"),
    row("continue_invest", "批准逮捕后继续侦查", "公安机关收到继续侦查提纲", "", X, "police", "规则第284条、第257条", mark="D",
        on_expiry="受侦查羁押期限约束；二个月以内未有效侦查的，可以不批准延长羁押期限（规则第312条第1款）"),
    _custody,
    _custody_3,
    _custody_5,
    plus(_custody_5, "2个月", "侦查羁押又延长二个月（可能判处十年有期徒刑以上，省级检察院批准）", "刑诉法第159条",
         key="invest_custody_plus_2m_more"),
    row("extend_custody_request", "提请延长侦查羁押期限", "侦查羁押期限届满之日", "7日", N, "police", "规则第309条；程序规定第148条至第150条",
        backward=True, roll_basis=LATEST, on_expiry="羁押期限届满后提请的，不予受理；晚于届满七日前的，受理并记录（内部约定）"),
    row("recalc_custody_approve", "另有重要罪行重新计算羁押期限报批备案", "公安机关发现另有重要罪行", "5日", N, "police", "程序规定第151条",
        roll_basis=f"{CPL_CUSTODY}，从严约定", on_expiry="检察机关认为不当的，提出纠正意见（规则第317条）"),
    row("kss_expiry_notice", "发出羁押期限即将届满通知书", "羁押期限届满之日", "7日", N, "detention_house", "规则第615条第2项", backward=True,
        window=True, roll_basis=LATEST, on_expiry="届满前七日以内未通知办案机关的，提出纠正意见"),
    row("over_custody", "纠正超期羁押", "羁押期限届满", "", N, "procuratorate", "规则第613条、第618条、第619条", must=True,
        on_expiry="应当发出《纠正违法通知书》；不回复或者继续超期的，及时报上一级人民检察院", note=AT_ONCE),
    row("custody_notice_internal", "延押、鉴定、改变管辖、退补等通知本院监督部门", "作出或者收到决定", "10日", R, "procuratorate", "规则第614条"),
    row("change_after_arrest_notice", "捕后释放、变更强制措施、撤案通知原批捕检察院", "公安机关释放、变更强制措施或者撤销案件", "", X, "police",
        "刑诉法第96条、第163条；程序规定第158条、第187条第2款", "3日", mark="D", nature="reminder",
        on_expiry="条文只写应当通知，三日为内部提醒；未通知的，依规则第567条监督"),
    row("leak_arrest_request", "要求公安机关提请批准逮捕（漏捕）", "公安机关收到要求", "", X, "police", "规则第288条", "7日", mark="D", must=False,
        on_expiry="不提请或者理由不成立的，可以直接作出逮捕决定，送达公安机关执行"),
    row("bail_12m", "取保候审最长期限", "执行（宣布）取保候审", "12个月", N, "decider", "刑诉法第79条；规则第102条；取保候审规定第24条",
        roll_basis=LONGEST, on_expiry="期满应当解除或者变更；移送下一机关重新决定的，期限重新计算"),
    row("rs_6m", "监视居住最长期限", "执行（宣布）监视居住", "6个月", N, "decider", "刑诉法第79条；规则第112条；程序规定第122条",
        roll_basis=LONGEST, on_expiry="期满应当解除或者变更；移送下一机关重新决定的，期限重新计算"),
    row("bail_deposit", "交纳保证金", "责令交纳保证金", "3日", R, "suspect", "取保候审规定第11条"),
    row("bail_report", "到执行机关报到", "收到取保候审决定书", "5日", R, "suspect", "取保候审规定第12条", on_expiry="未报到的，责令说明并依法处理"),
    row("bail_feedback", "执行机关反馈报到情况", "被取保候审人报到", "3日", R, "police", "取保候审规定第17条第2款"),
    row("bail_exec_assign", "指定派出所执行取保候审", "公安机关收到检察院、法院法律文书", "24小时", N, "police",
        "程序规定第92条；取保候审规定第20条第3款"),
    row("bail_handover_decide", "移送下一阶段后重新决定强制措施", "受案机关收到案件", "7日", R, "decider", "取保候审规定第26条第1款"),
    row("bail_handover_warn", "提醒受案机关取保候审即将届满", "取保候审期限届满之日", "15日", N, "decider", "取保候审规定第26条第3款",
        backward=True, roll_basis=LATEST),
    row("rsdl_family", "指定居所监视居住通知家属", "执行指定居所监视居住", "24小时", N, "decider", "刑诉法第75条第2款；程序规定第113条",
        on_expiry="无法通知的除外；依规则第120条监督"),
    row("rsdl_filing", "指定居所监视居住向检察机关备案", "公安机关决定指定居所监视居住", "", X, "police", "指居规定；刑诉法第75条第4款", "24小时",
        mark="M", on_expiry="具体时限未见公开原文；不批准逮捕后不得再适用指定居所监视居住（指居规定第5条第2款）"),
    row("change_measure_decide", "变更、解除强制措施申请的决定", "收到变更或者解除强制措施申请", "3日", C, "decider",
        "刑诉法第97条；程序规定第160条；规则第151条", on_expiry="不同意的，应当告知申请人并说明理由"),
    row("cust_review_10d", "羁押必要性审查（侦查、审判阶段）", "检察机关收到申请或者看守所建议", "10日", C, "procuratorate",
        "羁押审查规定第19条第1款", on_expiry="鉴定、听证等期间不计入"),
    row("cust_review_3d", "羁押必要性审查（审查起诉阶段）、公安机关评估（侦查阶段）", "收到变更强制措施申请", "3日", C, "decider",
        "羁押审查规定第19条第2款", on_expiry="鉴定、听证等期间不计入"),
    row("cust_app_forward", "羁押必要性审查申请移送捕诉部门", "控申或者案管部门收到申请", "当日", N, "procuratorate",
        "规则第576条第1款；羁押审查规定第10条"),
    row("cust_app_forward_2d", "羁押必要性审查申请转送管辖检察院", "其他检察院收到申请", "2日", N, "procuratorate", "规则第576条第2款"),
    row("cust_advice_reply", "羁押必要性审查建议回复", "公安机关收到羁押必要性审查建议书", "10日", C, "police",
        "刑诉法第95条；规则第581条；程序规定第159条；羁押审查规定第22条", must=True, on_expiry="十日以内未通知处理情况的，应当依法提出监督纠正意见"),
    row("cust_pre_indict", "提起公诉前依职权审查羁押必要性", "提起公诉前", "", N, "procuratorate", "羁押审查规定第6条第2款", nature="reminder",
        note="可能判处三年以下有期徒刑的在押人员，提起公诉前至少审查一次，没有固定日数。"),
    row("seal_release", "解除与案件无关财物的查封、扣押、冻结", "查明与案件无关", "3日", R, "decider",
        "刑诉法第145条；程序规定第233条、第247条", on_expiry="应当解除不解除的，依规则第567条监督"),
    _fund,
    to(_fund, "1年", "冻结存款等（重大、复杂案件，设区的市一级以上公安机关负责人批准）"),
    plus(_fund, "6个月", "续行冻结存款等（每次不超过六个月）", longest="6个月"),
    _security,
    plus(_security, "2年", "续行冻结证券（每次不超过二年）", longest="2年"),
    _equity,
    plus(_equity, "6个月", "续行冻结股权等（每次不超过六个月）", longest="6个月"),
    _tech,
    plus(_tech, "3个月", "技术侦查有效期延长（复杂、疑难案件，每次不超过三个月）", longest="3个月"),
    _recusal,
    to(_recusal, "5日", f"回避申请决定（情况复杂，{HEAD}）"),
    row("recusal_reconsider_file", "对驳回申请回避决定申请复议", "当事人收到驳回申请回避决定书", "5日", R, "complainant", "程序规定第37条第1款",
        nature="right"),
    row("recusal_reconsider_decide", "对驳回申请回避决定的复议决定", "公安机关收到复议申请", "5日", R, "police", "程序规定第37条第2款"),
    row("lawyer_meeting", "安排辩护律师会见", "看守所查验会见手续", "48小时", N, "detention_house", "程序规定第53条",
        on_expiry="依规则第567条监督"),
    row("lawyer_meeting_permit", "危害国家安全、恐怖活动犯罪案件会见许可", "办案部门收到会见申请", "3日", R, "police", "程序规定第52条"),
    row("legal_aid_notice", "通知法律援助机构指派律师", "公安机关发现应当提供法律援助的情形", "3日", R, "police", "程序规定第46条",
        on_expiry="依规则第567条监督"),
)  # fmt: skip
