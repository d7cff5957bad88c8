"""分支C 逾期不作出是否立案决定: the police still in time, then silent, then answering late; C becomes A on a refusal."""

from cases.demo.people import WEST
from cases.demo.script import Due, On, Step
from supervision.stories.filing import Story, asked, opened, sent_in, served

SINCE = {"police_accepted_on": On(0)}
PASSED = {"police_accepted_on": On(0), "term": "30"}

STORIES: tuple[Story, ...] = (
    Story(
        "C01", "尚在立案审查期限内，移送公安处理", "C", "goods", "乐某生", "青江区市场监督管理局",
        (*opened(12, "register"), Step(15, "pass_to_police", PASSED), Step(16, "receive")),
        Due("filing_review", 4, "30日"), values=SINCE,
    ),
    Story(
        "C02", "立案审查超期，可以转入审查", "C", "privacy", "丛某林", "党某梅",
        (*opened(12, "register"), Step(15, "pass_to_police", PASSED), Step(16, "receive")),
        Due("filing_review", -3, "30日"), WEST, "jc.zhou", SINCE,
    ),
    Story(
        "C03", "公安在期限内不予立案，转为应立不立，待说明理由", "C", "theft", "栾某宇", "厉某珠",
        (*opened(-30, "register"), Step(-27, "pass_to_police", {"police_accepted_on": On(-34), "term": "30"}), Step(-26, "receive"),
         *sent_in(-12, "decided"), *served(-2, "request_a")), values={"police_accepted_on": On(-34)},
    ),
    Story(
        "C04", "超期未决定，待公安说明逾期理由", "C", "injury", "沙某亮", "巩某兰",
        (*opened(-40, "register"), Step(-36, "pass_to_police", {"police_accepted_on": On(-44), "term": "7"}), Step(-35, "receive"),
         Step(-12, "police_silent"), *served(0, "request_c")),
        Due("explain_overdue", 2), WEST, values={"police_accepted_on": On(-44)},
    ),
    Story(
        "C05", "逾期不说明也不决定，期限检查代拟纠正违法通知书", "C", "wages", "池某兴", "青江区人力资源和社会保障局",
        asked(0, "c"), Due("explain_overdue", -1), handler="jc.zhou", values={"police_accepted_on": On(-48)},
    ),
    Story(
        "C06", "纠正后公安说明逾期理由，审查理由", "C", "network", "蒲某泽", "",
        (*asked(-42, "c"), *served(-20, "correct_silence"), *sent_in(-6, "explain_late")), police=WEST,
        values={"police_accepted_on": On(-80)},
    ),
    Story(
        "C07", "纠正后公安不予立案，转为应立不立，通知立案", "C", "farmland", "庞某山", "青江区自然资源局",
        (*asked(-60, "c"), *served(-38, "correct_silence"), *sent_in(-28, "decide_no_filing"), *served(0, "notify_filing")),
        Due("file_after_notice", 9), values={"police_accepted_on": On(-95)},
    ),
)  # fmt: skip
