# Words of administration: people, roles, the log.
admin-people = People
admin-roles = Roles
admin-log = Log
admin-mail = Mail
admin-pages = Administration
admin-masked-person = Person { $code }
admin-masked-note = Names and addresses are hidden from you. The same code is the same person everywhere.
admin-nobody-in-particular = Egret itself

admin-role-trainer = Trainer
admin-role-coordinator = Coordinator
admin-role-focal-point = Focal point
admin-role-auditor = Auditor
admin-role-administrator = Administrator

admin-find-person = Name or e-mail address
admin-any-country = Any country
admin-people-found = { $found ->
    [0] Nobody found
    [one] One person
   *[other] { $found } people
}
admin-people-empty = Nobody found
admin-people-empty-help = Try a part of the name or of the address, or another country.
admin-unconfirmed = Address not confirmed
admin-without-password = No password yet
admin-vouch = Let them in
admin-vouched = { $email } counts as confirmed. Whatever was typed with it before counts no more.
admin-link = A link to hand over
admin-link-lede = Give this link to { $name } yourself, in a way you trust. Whoever has it chooses the password.
admin-link-copy = It works once, for three days
admin-since = Since
admin-holds = Roles

admin-role = Role
admin-role-edition = Edition
admin-no-edition = None (administrators and auditors)
admin-role-next = Next
admin-give-role = Give a role
admin-give-lede = First which role and in which edition, then to whom.
admin-give-role-as = Give a role: { $role }
admin-needs-edition = This role is given in an edition. Choose one above.
admin-role-email = E-mail address of the person
admin-role-email-hint = They need an account first.
admin-role-place = Course or session
admin-role-country = Country
admin-role-first = First day
admin-role-first-hint = Left empty: from now on.
admin-role-until = Last day
admin-role-until-hint = Left empty: until it is taken back.
admin-give = Give the role
admin-take-back = Take back
admin-role-given = The role is given. It holds from the next page they open.
admin-role-taken = The role is taken back.
admin-roles-held = Roles that hold
admin-roles-coming = Roles that begin later
admin-roles-over = Roles that have ended
admin-roles-over-help = The last hundred.
admin-taken-back = Taken back
admin-roles-empty = No roles yet
admin-roles-empty-help = Nobody has been given a role here.
admin-everywhere = Everywhere
admin-place-course = { $course } ({ $edition })
admin-place-session = Session: { $session } ({ $edition })
admin-place-country = { $country } ({ $edition })
admin-place-a-session = Session: { $session }
admin-role-where = Where
admin-role-from = Since
admin-role-ends = Until
admin-role-by = Given by
admin-no-end = no end
admin-command-line = Command line

admin-log-lede = Who changed what, and when. Nothing in it can be changed.
admin-log-action = What was done
admin-log-any-action = Everything
admin-log-from = From
admin-log-until = To
admin-log-filter = Show
admin-log-when = When
admin-log-who = Who
admin-log-what = To what
admin-log-detail = Detail
admin-log-caption = Newest first. Times in { $zone }.
admin-log-empty = Nothing found
admin-log-empty-help = Nothing was done that fits. Try other days.
