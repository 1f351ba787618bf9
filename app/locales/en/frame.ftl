# Words of the frame: navigation, forms, refusals, dates.
months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
weekdays = Mon Tue Wed Thu Fri Sat Sun
# Steps from which a number is said in short, `from/unit` where the two differ; and their names, in the same order.
number-steps = 10000/1000 1000000 1000000000
number-names = k M bn
short-number-form = { $number } { $scale }
date-long = { $day } { $month } { $year }
date-of-week = { $weekday } { $day } { $month }
dates-in-month = { $day }–{ $until } { $month } { $year }
dates-in-year = { $day } { $month } – { $until } { $end-month } { $year }
dates-over-years = { $from } – { $until }
date-and-time = { $weekday } { $date }, { $time }
month-and-year = { $month } { $year }
day-and-month = { $day } { $month }
place-and-offset = { $place }, { $offset }
skip-to-content = Skip to the content
programmes = Programmes
my-timetable = Timetable
year-in-figures = The year in figures
staff = Staff
sign-in = Sign in
sign-out = Sign out
my-account = My account
footer-times = Times name their zone
footer-definitions = Definitions
footer-privacy = Privacy
footer-accessibility = Accessibility
main-navigation = Main
you-are-here = You are here
choose-language = Language
seats-left = { $left } of { $size } seats left
no-limit = No limit
required = required
optional = optional
choose = Choose …
save = Save
cancel = Cancel
refused-heading = This was not done
previous-page = Previous
next-page = Next
pages = Pages
page-of = Page { $page } of { $pages }
unknown = Unknown
time-in = { $time } in { $place }
search = Search
labelled = { $label }: { $value }
what-counts = What counts?

error-not-found = There is no such page
error-not-found-help = The address may be mistyped, or what was here is not for everybody. Look for it among the programmes.
error-not-allowed = This page is not open to you
error-not-allowed-help = You are signed in, but your role does not include this. Ask the centre if you think it should.
error-sign-in = Please sign in first
error-sign-in-help = This page belongs to somebody. Sign in, and you come back to it.
error-fault = Something went wrong on our side
error-fault-help = Nothing you entered was half saved. Try again in a moment; if it happens again, tell the centre this number: { $request }.
error-too-many = Too many requests
error-too-many-help = { $minutes ->
    [one] Please wait one minute and try again.
   *[other] Please wait { $minutes } minutes and try again.
}
error-refused = This could not be done
error-refused-help = Nothing was changed. Go back and try it from the page itself.
error-signed-out = Your sign-in has ended
error-signed-out-help = Nothing was saved, and nothing is lost: this page keeps what you typed. Sign in beside it, then come back here and send it again.
error-sign-in-beside = Sign in (opens beside)
error-send-again = Send it again
error-too-large = That is too much at once
error-too-large-help = What was sent is larger than is taken here. Nothing of it was kept. Go back: what you typed is usually still there.
error-other-site = This did not come from our own page
error-other-site-help = Another site tried to send a form in your name, and it was refused. Nothing was changed. If you meant to do it, do it on the page itself.
error-home = Go to the start page

refused-fields = Some fields need another look. Everything you typed is still here.
refused-our-fault = Something went wrong on our side. Nothing was half saved, and what you typed is still here. Please try again in a moment.
refused-unreadable = The form arrived incomplete. Please send it again.
refused-not-found = There is no such thing, or it is not open to you.
refused-not-allowed = Your role does not include this.
refused-sign-in-first = Please sign in first.
refused-wrong-password = Address and password do not fit together. If you have just registered, open the link in our mail first.
refused-link-spent = This link was used already or has expired. Ask for a new one.
refused-too-many-tries = { $minutes ->
    [one] Too many tries. Please wait one minute and try again.
   *[other] Too many tries. Please wait { $minutes } minutes and try again.
}
refused-not-open-yet = Enrolment has not opened yet.
refused-closed = Enrolment has closed.
refused-another-way-in = This edition admits people in another way.
refused-already-applied = You have applied here already.
refused-nothing-to-withdraw = There is nothing to withdraw.
refused-below-reserved = Fewer seats in all than are kept for groups: make those pools smaller first.
refused-reserve-without-total = Seats can be kept for a group only where the edition has a number of seats in all.
refused-below-taken = { $taken ->
    [one] One seat is taken; the size cannot be lower.
   *[other] { $taken } seats are taken; the size cannot be lower.
}
refused-nothing-changed = Nothing is different from what stands here already.
refused-no-such-step = The application has moved on in the meantime. Look at it again.
refused-not-oneself = Nobody decides on, marks or certifies themselves.
refused-not-now = This is not possible at this time.
refused-editions-to-come = Published editions of this programme are still to come. Cancel or archive them first; the people in them are told.
refused-programme-not-on-offer = Its programme is cancelled or archived. Publish the programme first.
refused-changed-meanwhile = Somebody else changed this while you were writing. What you typed is still here; look at the page in another window, then save again.
refused-last-administrator = This is the last administrator; name another first.
refused-file-too-large = The file is larger than { $most } MB.
refused-file-wrong-kind = We take MP4 files only, and look at the content, not at the name.
refused-file-broken = The file ended before it was whole. Please send it again.

reason-missing = Please fill this in.
reason-too-long = At most { $most } characters.
reason-too-short = At least { $fewest } characters.
reason-not-an-address = Please enter an e-mail address, for instance name@example.org.
reason-not-a-number = Please enter a whole number from { $least } to { $most }.
reason-not-a-date = Please enter a date, for instance 2027-05-06.
reason-not-a-time = Please enter a time, for instance 09:30.
reason-not-a-choice = Please choose one of the list.
reason-unknown-zone = There is no such time zone. Try the nearest large city, for instance Africa/Nairobi.
reason-not-a-slug = Lower-case letters, digits and hyphens only, for instance marine-economy.
reason-taken = This is taken already.
reason-not-a-link = Please enter an address that begins with https:// or http://.
reason-ends-before-start = The end lies before the start.
reason-skipped-by-the-clock = The clock skips this time on that day. Choose another.
reason-shown-twice-by-the-clock = The clock shows this time twice on that day. Say below which one you mean.
reason-passwords-differ = The two passwords differ.
reason-password-too-common = This is among the passwords everybody tries first.
reason-wrong-password = That is not the password.
reason-outside-the-edition = This lies outside the edition’s dates.
reason-not-ahead = It must lie ahead, and before the edition ends.
reason-nobody-known = Nobody with this address has an account.
reason-days-reported = Views of some of these days stand in another report of this session, platform and country already. Withdraw that one first, or choose other days.
reason-total-beside-countries = A total without a country and views by country would be counted twice. Withdraw the one that stands for these days first.
reason-line-not-two-cells = Line { $line }: not a country, a comma and a number.
reason-line-not-a-country = Line { $line }: no country has this code or name.
reason-line-not-a-number = Line { $line }: the views are not a whole number of 0 or more.
reason-line-twice = Line { $line }: this country stands in a line above already.
reason-line-days-reported = Line { $line }: views of some of these days stand in another report of this country already.
reason-line-total-beside-countries = Line { $line }: a total without a country and views by country would be counted twice.
