# Seats: people picked by hand, corrections, electives' own seats, and other limits tried out.

refused-no-seat = No seat is free here: { $pool }. Nothing was changed.
refused-application-over = This application is over: it was declined, withdrawn or ran out. Nothing was changed.

pool-picked = People picked by hand (name the list below)
pool-name = Organisation, or name of the list
pool-name-hint = An organisation as people write it in their profile; capitals and accents make no difference. A list of people picked by hand has the name you give it here.
picked-people = Who is on the list
nobody-picked = Nobody yet. Search for an applicant below.
pick-search = Name or e-mail of an applicant
applicants-found = Applicants found
no-applicant-found = No applicant of this edition has all these words in name or e-mail.
more-applicants-found = There are more: type more of the name.
pick = Add
pick-named = Add to the list: { $name }
unpick = Take off
unpick-named = Take off the list: { $name }
done-picked = On the list now.
done-unpicked = Off the list. Whoever now fits in has a place and a mail.

correct = Correct
correct-person = Correct: { $name }
correct-lede = Limits on seats and figures go by what stands here. Somebody with a place moves to other seats at once; where none is free, nothing is changed. The person gets a mail.
corrections-made = Corrections
corrected-from-to = { $from } → { $to }
done-corrected = Corrected. The person gets a mail, and whoever now fits in has a place.
mail-corrected-subject = The centre has corrected your entry: { $edition }
mail-corrected-text = The centre has corrected what stands in your application or place for { $edition }.
mail-corrected-after = If you think that this is a mistake, please write to the centre.
mail-kind-corrected = Entry corrected

elective-seats = Seats and limits of this elective
elective-seats-lede = Whoever has a place in the edition takes a seat here by choosing the elective, and gives it back by leaving it. There is no waiting list.
elective-seats-hint = Leave it empty for no limit.
no-elective-pools-help = Add a limit, such as two per country, or keep seats for a group.
done-elective-seats = The seats are set.
elective-is-full = This elective is full for you. A seat is free again as soon as somebody leaves it.

what-if = What if
try-other-limits = Try other limits
what-if-lede = Try other limits against the applications there are. Those who have a place or an offer keep it; then the waiting list is let in in its order, then those who are still to be decided on, as they came. Nothing is changed.
what-if-inside = { $then ->
    [one] One person would be in
   *[other] { $then } people would be in
}; today it is { $today }.
what-if-changes = { $gain ->
    [one] One person would get in who does not today
   *[other] { $gain } people would get in who do not today
}; { $lose ->
    [one] one person would stay out who gets in today.
   *[other] { $lose } people would stay out who get in today.
}
what-if-pools = Leave a size empty to try without that limit.
what-if-pool = Limit
what-if-at-most = At most: { $group }
what-if-kept = Kept for: { $group }
what-if-size-of = Seats: { $pool }
what-if-today = Today
what-if-then = With this
what-if-taken-of = { $taken } of { $cap }
what-if-gone = taken away
what-if-over = { $taken } have a seat already and only { $cap } would be let in: it cannot be set like this.
what-if-add = Add a limit to try
what-if-try = Try it
what-if-reset = Back to the limits as they are
what-if-gain = Would get in: { $number }
what-if-lose = Would not get in any more: { $number }
what-if-outside = Stay out: { $number }
what-if-why = No seat here
what-if-first = The first { $number } are shown.
what-if-countries = By country
what-if-by-delegation = People in and out, by delegation
what-if-out = Out

log-did-correct = corrected an application
log-did-pick-person = put a person on a list for seats
log-did-unpick-person = took a person off a list for seats
