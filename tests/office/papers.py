"""Papers to print in tests. All persons and bodies are fictitious."""

from datetime import date

from office.blocks import (
    Addressee,
    Attachments,
    CopyMark,
    Counterfoil,
    Edition,
    Figure,
    Heading,
    Note,
    Number,
    Organ,
    Paragraph,
    ReceiptSlip,
    RedMasthead,
    ServiceReceipt,
    Signature,
    Table,
    Title,
)

ORGAN, POLICE, NAME, NUMBER = "临江区人民检察院", "临江市公安局临江分局", "要求说明不立案理由通知书", "临检刑不立通〔2026〕15号"

LEGAL = [
    Organ(ORGAN),
    Title(NAME),
    CopyMark("正本"),
    Number(NUMBER),
    Addressee(POLICE),
    Paragraph("你局对王喆堃控告的“李珺玥涉嫌合同诈骗”一案未予立案，涉案金额368000元。\n经审查，可能应当立案。"),
    Paragraph("根据《中华人民共和国刑事诉讼法》第一百一十三条的规定，请你局在收到本通知书后七日以内书面说明不立案的理由。"),
    Attachments(("控告材料复印件",)),
    Signature(ORGAN, date(2026, 1, 9), seal="（院印）"),
    ReceiptSlip(ORGAN, NAME, NUMBER, POLICE),
    ServiceReceipt(ORGAN, NAME, NUMBER, POLICE),
    Counterfoil(ORGAN, NAME, NUMBER, (("案件名称", "李珺玥涉嫌合同诈骗案"), ("填发时间", "2026年1月9日"))),
]

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 160" width="600" height="160">'
    '<rect x="40" y="40" width="60" height="100" fill="#b5121b"/><rect x="500" y="90" width="60" height="50" fill="#b5121b"/></svg>'
)

OFFICIAL = [
    RedMasthead("侦查监督与协作配合办公室", "侦监协通〔2026〕17号", ("王喆堃",)),
    Title("关于2026年第三季度侦查监督与协作配合\n工作情况的通报"),
    Addressee("各县（区）人民检察院、公安局"),
    Paragraph("2026年第三季度，共受理各类线索448件，同比上升12.5%。"),
    Heading("一、总体情况"),
    Heading("（一）立案监督情况", 2),
    Heading("1.应当立案而不立案", 3),
    Table(("单位", "受理（件）"), (("东城分局", "81"), ("合计", "448")), (2, 1), "表1　各单位线索办理情况"),
    Figure(SVG, "图1　各单位立案监督件数", "柱状图：东城分局10件，西河分局5件。"),
    Attachments(("线索办理情况统计表", "典型案例选编")),
    Signature("临江市侦查监督与协作配合办公室", date(2026, 10, 9)),
    Note("此件发至县级"),
    Edition(("省人民检察院", "省公安厅"), "临江市侦查监督与协作配合办公室", date(2026, 10, 9)),
]

REGISTER = [
    Title("线索办理情况台账"),
    Table(
        ("序号", "事项", "件数"),
        tuple((str(n), f"第{n}号线索，涉嫌合同诈骗，正在审查办理之中", str(n * 7)) for n in range(1, 61)),
        (1, 6, 1),
    ),
]
