"""强制措施的文书: the police's own papers."""

from __future__ import annotations

from cases.matters.papers.parts import theirs
from cases.matters.table.workflow import register_documents
from cases.models import Addressee

register_documents(
    (
        theirs("M01", "detention_extension", "延长拘留期限通知书", "程序规定第129条", Addressee.PROCURATORATE),
        theirs("M02", "arrest_request", "提请批准逮捕书", "程序规定第137条"),
        theirs("M03", "custody_extension_request", "提请批准延长侦查羁押期限意见书", "程序规定第148条"),
        theirs("M04", "custody_recalculation", "变更羁押期限通知书", "程序规定第151条、第152条"),
        theirs("M05", "measure_ended", "释放、解除、变更强制措施通知书", "刑诉法第96条；程序规定第158条"),
        theirs("M06", "designated_record", "指定居所监视居住备案材料", "指居规定；刑诉法第75条第4款"),
    )
)
