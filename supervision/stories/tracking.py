"""After the filing: 催办, 侦查终结, 判决; and a whole matter on paper."""

from cases.demo.people import FOREST, WEST
from cases.demo.script import Due, MonthEnd, On, Step
from supervision.stories.filing import Story, asked, drafted, sent_in, served

STORIES: tuple[Story, ...] = (
    Story(
        "T01", "来信：程序性答复、主动立案，月末收信，三个月内答复结果", "A", "wages", "江某才", "柴某根",
        (Step(0, "register", {"is_letter": "on"}, who="jc.shen"), Step(3, "reply_procedural", who="jc.shen"),
         Step(5, "to_review", who="jc.shen"), Step(5, "reassign", {"to": "jc.wang"}, reason="来信分案"),
         *served(11, "request_a"), *sent_in(16, "file", data={"filed_on": On(15)})),
        MonthEnd(), values={"source": "letter"}, has_case=True,
    ),
    Story(
        "T02", "逾期立案，立案后三个月未侦查终结，可以催办", "A", "mining", "左某河", "青江区自然资源局",
        (*asked(-45), *sent_in(-40, "explain"), *served(-19, "notify_filing"), *sent_in(1, "file", data={"filed_on": On(0)})),
        Due("supervised_case_3m", -6), WEST, has_case=True,
    ),
    Story(
        "T03", "已经催办，公安反馈进展", "A", "network", "甄某东", "",
        (*asked(-45), *sent_in(-40, "explain"), *served(-12, "notify_filing"), *sent_in(1, "file", data={"filed_on": On(0)}),
         Step(97, "urge"), Step(98, "receive"), Step(105, "progress"), Step(106, "receive")),
        Due("supervised_case_3m", -25), handler="jc.zhou", has_case=True,
    ),
    Story(
        "T04", "侦查终结移送起诉，跟踪判决", "A", "judgment", "席某峰", "青江区人民法院",
        (*asked(-150), *sent_in(-145, "explain"), *served(-135, "notify_filing"), *sent_in(-125, "file", data={"filed_on": On(-126)}),
         Step(-50, "concluded", {"transferred_on": On(-52)})), has_case=True,
    ),
    Story(
        "T05", "跟踪至判决，办结", "A", "contract", "关某辉", "温某琴",
        (*asked(-300), *sent_in(-295, "explain"), *served(-285, "notify_filing"), *sent_in(-275, "file", data={"filed_on": On(-276)}),
         Step(-200, "concluded", {"transferred_on": On(-203)}), Step(-60, "conclude", {"judged_on": On(-66)})),
        police=WEST, has_case=True,
    ),
    Story(
        "T06", "森林公安始终以纸质文书办理，跟踪至判决", "A", "timber", "农某贵", "青江区林业局",
        (Step(-200, "take_over"), *drafted(-198, "request_a"), Step(-197, "sign"), Step(-195, "receive", paper=1),
         Step(-190, "explain", paper=1), *drafted(-180, "notify_filing"), Step(-179, "sign"),
         Step(-176, "receive", paper=2), Step(-166, "file", {"filed_on": On(-167)}, paper=2),
         Step(-100, "concluded", {"transferred_on": On(-101)}, who="jc.li"), Step(-20, "conclude", {"judged_on": On(-26)})),
        police=FOREST, handler="jc.zhou",
    ),
)  # fmt: skip
