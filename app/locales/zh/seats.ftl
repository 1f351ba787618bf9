# 名额：手工选定的人员、更正、选修课名额，以及试算其他限额。

refused-no-seat = 此处已无空余名额：{ $pool }。未作任何更改。
refused-application-over = 该申请已结束：已被拒绝、已退出或已过期。未作任何更改。

pool-picked = 手工选定的人员（在下方为名单命名）
pool-name = 单位，或名单名称
pool-name-hint = 单位按个人资料中的写法，不区分大小写和重音符号；手工选定的名单则使用您在此填写的名称。
picked-people = 名单上的人员
nobody-picked = 目前没有人。请在下方查找申请人。
pick-search = 申请人的姓名或电子邮箱
applicants-found = 查到的申请人
no-applicant-found = 本期没有姓名或电子邮箱同时包含这些字词的申请人。
more-applicants-found = 还有更多：请多输入一些姓名。
pick = 加入
pick-named = 加入名单：{ $name }
unpick = 移出
unpick-named = 移出名单：{ $name }
done-picked = 已加入名单。
done-unpicked = 已移出名单。现在符合条件的候补者已获得名额并收到邮件。

correct = 更正
correct-person = 更正：{ $name }
correct-lede = 名额限制和统计数字都以此处内容为准。已有名额者会立即转入其他名额；若无空余名额，则不作任何更改。本人会收到邮件。
corrections-made = 更正记录
corrected-from-to = { $from } → { $to }
done-corrected = 已更正。本人会收到邮件，现在符合条件的候补者已获得名额。
mail-corrected-subject = 中心更正了您的信息：{ $edition }
mail-corrected-text = 中心更正了您在“{ $edition }”的申请或名额中的信息。
mail-corrected-after = 如果您认为有误，请与中心联系。
mail-kind-corrected = 信息更正

elective-seats = 本选修课的名额与限额
elective-seats-lede = 在本期有名额的人选择该选修课即占用一个名额，退出即归还。选修课没有候补名单。
elective-seats-hint = 留空表示不限。
no-elective-pools-help = 可以添加限额（例如每国两名），或为某一群体保留名额。
done-elective-seats = 名额已设定。
elective-is-full = 该选修课对您已无名额。一旦有人退出，就会有空余名额。

what-if = 试算
try-other-limits = 试算其他限额
what-if-lede = 用现有申请试算其他限额。已有名额或已获邀约者予以保留；其后按顺序录取候补名单，再按申请先后录取尚待决定者。不会更改任何内容。
what-if-inside = 将有 { $then } 人入选；目前为 { $today } 人。
what-if-changes = 有 { $gain } 人目前不能入选而将入选；有 { $lose } 人目前可以入选而将不能入选。
what-if-pools = 将名额数留空，即试算没有该限额的情形。
what-if-pool = 限额
what-if-at-most = 最多：{ $group }
what-if-kept = 保留给：{ $group }
what-if-size-of = 名额数：{ $pool }
what-if-today = 目前
what-if-then = 试算
what-if-taken-of = { $taken } / { $cap }
what-if-gone = 已去掉
what-if-over = 已有 { $taken } 人占用名额，而此限额只允许 { $cap } 人：不能这样设定。
what-if-add = 添加要试算的限额
what-if-try = 试算
what-if-reset = 恢复为现有限额
what-if-gain = 将入选：{ $number } 人
what-if-lose = 将不再入选：{ $number } 人
what-if-outside = 仍不入选：{ $number } 人
what-if-why = 此处无名额
what-if-first = 仅显示前 { $number } 人。
what-if-countries = 按国家
what-if-by-delegation = 按代表国家统计的入选与未入选人数
what-if-out = 未入选

log-did-correct = 更正了申请
log-did-pick-person = 将人员加入名额名单
log-did-unpick-person = 将人员移出名额名单
