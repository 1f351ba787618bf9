# 管理用语：人员、角色、日志。
admin-people = 人员
admin-roles = 角色
admin-log = 日志
admin-mail = 邮件
admin-pages = 管理
admin-masked-person = 人员 { $code }
admin-masked-note = 姓名和邮箱对您隐藏。同一代码始终代表同一人。
admin-nobody-in-particular = 系统自动

admin-role-trainer = 培训师
admin-role-coordinator = 协调员
admin-role-focal-point = 联络人
admin-role-auditor = 审计员
admin-role-administrator = 管理员

admin-find-person = 姓名或电子邮箱
admin-any-country = 所有国家
admin-people-found = { $found ->
    [0] 没有找到
   *[other] 共 { $found } 人
}
admin-people-empty = 没有找到
admin-people-empty-help = 请尝试姓名或邮箱的一部分，或选择其他国家。
admin-unconfirmed = 邮箱未确认
admin-without-password = 尚未设置密码
admin-vouch = 准予登录
admin-vouched = { $email } 视为已确认，此前用它填写的内容一律作废。
admin-link = 请转交此链接
admin-link-lede = 请以可靠的方式亲自把此链接交给 { $name }。持有链接者即可设置密码。
admin-link-copy = 只能使用一次，三天内有效
admin-since = 注册时间
admin-holds = 角色

admin-role = 角色
admin-role-edition = 期次
admin-no-edition = 无（管理员和审计员）
admin-role-next = 下一步
admin-give-role = 授予角色
admin-give-lede = 先选择角色和期次，再填写授予对象。
admin-give-role-as = 授予角色：{ $role }
admin-needs-edition = 此角色须指定期次，请在上方选择。
admin-role-email = 对方的电子邮箱
admin-role-email-hint = 对方须先有账户。
admin-role-place = 课程或活动
admin-role-country = 国家
admin-role-first = 起始日期
admin-role-first-hint = 不填则立即生效。
admin-role-until = 截止日期
admin-role-until-hint = 不填则在收回之前一直有效。
admin-give = 授予
admin-take-back = 收回
admin-role-given = 角色已授予，对方打开下一个页面时生效。
admin-role-taken = 角色已收回。
admin-roles-held = 有效的角色
admin-roles-coming = 尚未生效的角色
admin-roles-over = 已结束的角色
admin-roles-over-help = 最近一百条。
admin-taken-back = 已收回
admin-roles-empty = 尚无角色
admin-roles-empty-help = 此处尚未授予任何角色。
admin-everywhere = 全部范围
admin-place-course = { $course }（{ $edition }）
admin-place-session = 活动：{ $session }（{ $edition }）
admin-place-country = { $country }（{ $edition }）
admin-place-a-session = 活动：{ $session }
admin-role-where = 范围
admin-role-from = 起始
admin-role-ends = 截止
admin-role-by = 授予人
admin-no-end = 长期
admin-command-line = 命令行

admin-log-lede = 谁在何时改了什么。日志内容无法更改。
admin-log-action = 操作
admin-log-any-action = 全部
admin-log-from = 从
admin-log-until = 到
admin-log-filter = 显示
admin-log-when = 时间
admin-log-who = 操作人
admin-log-what = 对象
admin-log-detail = 详情
admin-log-caption = 最新的在前。时间为 { $zone } 时间。
admin-log-empty = 没有找到
admin-log-empty-help = 没有符合条件的操作，请尝试其他日期。
