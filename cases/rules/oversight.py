"""law.md 2.4: 监督意见、检察建议、行刑衔接、控告申诉."""

from cases.rules.table import plus, row
from office.periods import Roll, Rule

R, N, X, W = Roll.R, Roll.N, Roll.X, Roll.W

_administrative = row(
    "rev_review", "行刑反向衔接审查", "行政检察部门登记受理", "10个工作日", W, "procuratorate", "反向衔接指引第12条、第13条", mark="V2",
    on_expiry="检察长可以批准延长；征求异地检察院意见的期间不计入",
)  # fmt: skip

ROWS: tuple[Rule, ...] = (
    row("correction_reply", "回复《纠正违法通知书》", "公安机关收到《纠正违法通知书》", "", X, "police", "规则第553条；刑诉法第100条", "15日",
        mark="D", must=True, on_expiry="没有回复纠正情况的，应当督促回复；经督促仍不回复或者没有正当理由不纠正的，应当向上一级人民检察院报告"),
    row("second_term", "督促后回复", "公安机关收到督促回复文书", "", X, "police", "规则第553条", "15日", mark="D", must=True,
        on_expiry="经督促仍不回复或者没有正当理由不纠正的，应当向上一级人民检察院报告"),
    row("correction_recheck", "复查纠正意见", "检察机关收到公安机关的书面意见", "7日", R, "procuratorate", "规则第554条第1款",
        on_expiry="意见正确的，及时向上一级人民检察院报告；错误的，及时撤销"),
    row("correction_recheck_file", "对纠正意见申请复查", "公安机关收到纠正意见", "", X, "police", "规则第554条", "15日", mark="D", nature="right",
        on_expiry="无法定期限，默认与通知书的回复期限相同（内部约定）"),
    row("correction_upper", "上一级检察院审查纠正意见", "上一级检察院收到报告", "", X, "superior", "规则第554条第2款", mark="D", nature="reminder",
        on_expiry="意见正确的，通报被监督单位的上级机关并建议督促；错误的，书面通知撤销"),
    row("oral_correction", "口头纠正意见跟踪", "检察机关提出口头纠正意见", "", X, "police", "规则第552条", "7日", mark="D",
        nature="reminder",
        on_expiry="无法定期限，不能自动判定超期，七日为内部跟踪；未改正的，可以改用书面形式（内部约定）；规则第624条的七日只适用于刑罚执行和监管执法"),
    row("invest_supervision_notice", "回复《侦查活动监督通知书》", "公安机关收到《侦查活动监督通知书》", "", X, "police",
        "规则第551条、第567条", "15日", mark="D", on_expiry="可以升格为《纠正违法通知书》（内部约定）"),
    row("advice_reply", "检察建议整改并书面回复", "被建议单位收到《检察建议书》", "2个月", R, "agency", "检察建议规定第19条、第25条", mark="V2",
        must=False, adjustable=True,
        on_expiry="督促；经督促无正当理由不整改或者整改不到位的，经检察长决定，可以报告上级检察院、通报其上级机关或者主管部门"),
    row("advice_objection", "对检察建议提出异议", "被建议单位收到《检察建议书》", "", X, "agency", "检察建议规定第23条", mark="V2",
        nature="right", on_expiry="异议提出的，检察官应当立即复核"),
    row("advice_objection_review", "复核检察建议的异议", "检察机关收到异议", "", X, "procuratorate", "检察建议规定第23条", "3日", mark="D",
        nature="reminder", on_expiry="应当立即复核；法律没有固定期限，不能自动判定超期，三日为内部提醒"),
    row("advice_filing_up", "检察建议书报上一级检察院备案", "发出《检察建议书》", "5日", R, "procuratorate", "检察建议规定第21条", mark="M"),
    row("advice_investigate", "检察建议事项调查核实", "检察长决定调查核实", "2个月", R, "procuratorate", "检察建议规定第15条", mark="M"),
    row("rev_transfer", "不起诉案件移送行政检察部门", "检察机关作出不起诉决定", "3个工作日", W, "procuratorate", "反向衔接指引", mark="V2",
        on_expiry="流程监控"),
    _administrative,
    # 指引 gives no length: the paper of the 检察长 says how many 工作日
    plus(_administrative, "10个工作日", "行刑反向衔接审查延长（案情重大、疑难、复杂，经检察长批准）", "反向衔接指引第12条", mark="V2",
         adjustable=True),
    row("opinion_service", "检察意见书连同不起诉决定书送达", "检察机关作出不起诉决定", "3日", R, "procuratorate", "行刑衔接规定第8条", mark="M",
        on_expiry="与反向衔接指引不一致的，以后者为准"),
    row("opinion_reply", "检察意见回复", "主管机关收到《检察意见书》", "2个月", R, "agency", "行刑衔接规定第9条、第11条；刑诉法第177条第3款",
        mark="M", must=False, on_expiry="不回复或者无正当理由不处理的，经检察长决定，可以通报同级司法行政机关或者提请上级院通报"),
    row("opinion_transfer_case", "按检察意见移送涉嫌犯罪案件", "行政执法机关收到《检察意见书》", "", X, "agency", "规则第557条第3款",
        on_expiry="仍不移送的，书面通知公安机关（行刑衔接规定第7条，待核）"),
    row("written_consult_reply", "书面咨询答复", "检察机关收到书面咨询", "7日", R, "procuratorate", "行刑衔接规定第13条", mark="M"),
    row("complaint_7d", "报案、控告、举报、申诉审查处理", "检察机关接受报案、控告、举报、申诉", "7日", R, "procuratorate", "规则第161条",
        on_expiry="受理、移送或者告知；情况不明的，先行调查核实"),
    row("letter_procedural_7d", "群众来信程序性答复", "检察机关收到来信", "7日", R, "procuratorate", "规则第163条"),
    row("letter_result_3m", "群众来信办理进展或者结果答复", "检察机关收到来信", "3个月", R, "procuratorate", "规则第163条"),
    row("lead_term", "核查线索的限期", "线索指派核查", "", X, "procuratorate", "规则第161条、第551条", "15日", mark="D", nature="reminder",
        on_expiry="尽快核查并提出处理意见，或者说明理由延长限期（内部约定）"),
    row("lead_transfer_reply", "答复移送的线索", "公安机关收到线索移送函", "", X, "police", "刑诉法第110条第3款", "15日", mark="D",
        on_expiry="检察机关可以收回，自行审查（内部约定）"),
    row("complaint_117_review", "对违法侦查行为申诉控告的审查意见", "检察机关受理，或者收到有关机关的说明", "15日", R, "procuratorate",
        "规则第556条第2款；刑诉法第117条", on_expiry="属实的，通知有关机关纠正，并书面答复"),
    row("complaint_117_police", "公安机关处理违法侦查行为申诉控告", "公安机关收到申诉、控告", "30日", R, "police", "程序规定第196条第2款",
        on_expiry="未按时答复的，当事人可以向同级人民检察院申诉（规则第555条）"),
    row("lawyer_rights_10d", "阻碍律师执业权利控告办理", "检察机关受理", "10日", R, "procuratorate", "规则第57条、第58条",
        on_expiry="属实的，通知有关机关纠正，并书面答复；起算点条文未写，按受理起算（内部约定）"),
    row("flow_monitor_reply", "回复案件流程监控通知书", "办案部门收到流程监控通知书", "10日", R, "procuratorate", "规则第665条",
        on_expiry="情节严重的，报告检察长"),
    row("supp_report_3d", "本地会签文件另定的内部期限", "本地会签文件写明的起点", "", X, "both", "协作配合意见（本地会签文件）", mark="D",
        nature="reminder", on_expiry="按本地会签文件"),
)  # fmt: skip
