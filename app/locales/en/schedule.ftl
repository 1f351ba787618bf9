# Words of sessions and timetables.
schedule-kind = Kind
schedule-kind-lecture = Lecture
schedule-kind-visit = Company visit
schedule-kind-exchange = Exchange
schedule-kind-online = Online session
schedule-audience = Who may join and watch
schedule-audience-public = Everybody
schedule-audience-signed-in = Everybody with an account
schedule-audience-enrolled = People with a place
schedule-required = Required
schedule-optional = Optional
schedule-cancelled = Cancelled
schedule-now = Now
schedule-recorded = Recording

schedule-timetable-lede = Your sessions, and those you train. Every time names its zone; yours stands beside it where it differs.
schedule-days-in = Days as in { $zone }
schedule-column-when = When
schedule-column-what = What
schedule-column-where = Where
schedule-column-can = What you can do
schedule-coming = Coming
schedule-past = Past
schedule-period = Period
schedule-take-along = Take it along as a calendar file
schedule-nothing-coming = Nothing lies ahead
schedule-nothing-coming-help = As soon as you have a place in an edition with sessions, they stand here.
schedule-nothing-past = Nothing lies behind
schedule-nothing-past-help = Sessions move here when their day is over.
schedule-find-programme = Find a programme
schedule-empty = No sessions yet
schedule-empty-help = The timetable appears here as soon as sessions are planned.
schedule-join = Join
schedule-watch = Watch
schedule-edit = Edit
schedule-copy = Copy
schedule-roll = Roll
schedule-online = Online

schedule-when = When
schedule-took-place = Took place
schedule-where = Where
schedule-host = Host
schedule-course = Course
schedule-trainers = Trainers
schedule-link = Link
schedule-open-link = Open the meeting
schedule-is-cancelled = This session does not take place.
schedule-for-signed-in = To join and watch, please sign in.
schedule-for-enrolled = This session is for people with a place in this edition.
schedule-to-edition = To the edition

schedule-sessions = Sessions
schedule-sessions-of = Sessions of { $edition }
schedule-add = Add a session
schedule-add-to = Add a session to { $edition }
schedule-edit-session = Edit session { $number }
schedule-title-en = Title in English
schedule-title-hint = One language is needed, both are better.
schedule-title-zh = Title in Chinese
schedule-description-en = Description in English
schedule-description-zh = Description in Chinese
schedule-description-hint = Markdown: **bold**, lists, links.
schedule-required-hint = Required of everybody with a place
schedule-no-course = No course: for the whole edition
schedule-date = Date
schedule-start = Start
schedule-start-hint = As the clock shows it in the zone below.
schedule-length = Length in minutes
schedule-zone = Time zone
schedule-fold = The clock shows this time twice on that day. Which one?
schedule-fold-earlier = The first one, before the clock is turned back
schedule-fold-later = The second one, after the clock is turned back
schedule-venue = Venue
schedule-no-venue = No venue
schedule-visited-host = Visited host
schedule-no-host = No host
schedule-meeting-link = Link to the online meeting
schedule-meeting-link-hint = Shown only to those who may join.
schedule-trainers-hint = They may edit this session and take its roll.
schedule-trainer-email = One more trainer, by e-mail address
schedule-trainer-email-hint = Somebody with an account who has not trained before.
schedule-meetings = Weekly meetings
schedule-meetings-hint = How many in all, one a week at the same time on the clock. Leave empty for one.
schedule-moving-mails = If you change time or venue, everybody with a place and the trainers get a mail.

schedule-done-added = { $count ->
    [one] The session is in the timetable.
   *[other] { $count } sessions are in the timetable.
}
schedule-done-cancelled = The session is cancelled. Those concerned get a mail.
schedule-clash-trainer = { $who } is busy at that time: { $what }.
schedule-clash-venue = { $who } is taken at that time: { $what }.
schedule-clash-hidden = another session
schedule-clashes = Please look at this
schedule-awake = { $count ->
    [one] It starts between 23:00 and 6:00 for one person with a place.
   *[other] It starts between 23:00 and 6:00 for { $count } people with a place.
}
schedule-effective = If it ran differently
schedule-effective-lede = Attendance is measured by the time a session really took, in { $zone } time. Leave both times empty to go by the plan.
schedule-effective-start = Really began
schedule-effective-end = Really ended
schedule-effective-reason = Reason
schedule-record = Record
schedule-cancel-heading = Cancel this session
schedule-cancel-lede = It stays in the timetable, marked as cancelled. Everybody with a place and the trainers get a mail. This cannot be undone.
schedule-cancel-sure = Cancel the session
schedule-history = History
schedule-did-add = added
schedule-did-edit = edited: { $fields }
schedule-did-edit-nothing = saved without a change
schedule-did-cancel = cancelled
schedule-did-effective = effective time recorded
schedule-by = { $what } by { $who }
schedule-by-egret = { $what }
schedule-field-words = words
