# Words of deciding on applications: the review list, decisions, offers.
review = Applications
review-of = Applications: { $title }
applications-heading = Everybody who asks for a place
review-all = All
review-search = Name or organisation
review-group = Country group
review-pool = Pool
review-keys = Keys, on a box: j and k lead down and up, x chooses, a chooses all or none.
review-columns = Columns
review-in-order = Order
review-order-came = As they came
review-order-name = Name
review-by-pool = What each pool has, and who asks for its seats
review-by-delegation = { $number ->
    [one] One delegation
   *[other] { $number } delegations
}
review-taken = Seats
review-open = To decide
review-waiting = Waiting
review-inside = In or offered
pool-is-full = full
review-found = { $number ->
    [one] One application.
   *[other] { $number } applications.
}
review-choose = Choose
review-choose-one = Choose { $name }
review-applied = Applied
review-standing = Stands as
review-position = Number { $position } on the waiting list
review-country-order = In the country’s own order
review-nobody-help = No application is like this. Other filters find others.
decide-heading = Decide
decide-chosen = With the chosen applications
decide-on-found = { $number ->
    [one] The one that the filter finds, instead of those chosen
   *[other] All { $number } that the filter finds, instead of those chosen
}
decide-admit = Offer a place
decide-read = Mark as being read
decide-decline = Decline
decide-preview-first = You see first what it causes; nothing happens before you confirm.
decline-reason-label = Reason for declining
decline-reason-missing = Choose why they are declined: people are told.
decline-is-told-as = Each of them reads:
decline-seats = More good applications than seats
decline-country-share = The country has its share of the seats
decline-profile = Meant for other duties or experience
decline-language = The languages of the edition
decline-incomplete = Something that was asked for is missing
decline-late = It came too late
decline-other = Another reason
told-seats = There were more good applications than seats.
told-country-share = The seats that we can give to your country are taken.
told-profile = This edition is meant for people with other duties or another experience.
told-language = The languages in which this edition is held did not fit.
told-incomplete = Something that we asked for was missing.
told-late = It came too late for this edition.
told-other = We could not offer you a place this time. Write to us if you would like to know more.
decide-would = If you confirm:
decide-offers = { $number ->
    [one] one person is offered a place, and a seat is held for them
   *[other] { $number } people are offered a place, and a seat is held for each
}
decide-waits = { $number ->
    [one] one person goes on the waiting list: no seat is free for them
   *[other] { $number } people go on the waiting list: no seats are free for them
}
decide-declines = { $number ->
    [one] one application is declined
   *[other] { $number } applications are declined
}
decide-reads = { $number ->
    [one] one application is marked as being read; nobody is told
   *[other] { $number } applications are marked as being read; nobody is told
}
decide-mails = { $number ->
    [one] one mail is sent
   *[other] { $number } mails are sent
}
decide-stays = { $number ->
    [one] one application stays as it is
   *[other] { $number } applications stay as they are
}
decide-nobody = Nobody is chosen.
decide-note = Note
decide-note-hint = It stays in the history of each application, and the person can read it.
decide-confirm = { $number ->
    [one] Confirm for one application
   *[other] Confirm for { $number } applications
}
decide-each = What happens to each.
decide-effect = What happens
decide-no-address = No address to write to
effect-offered = A place is offered until { $when }
effect-waits = Waiting list, number { $position }
effect-no-seat = Nothing: no seat is free for them, and the edition has begun
effect-oneself = Nothing: nobody decides on themselves
effect-not-endorsed = Nothing: the country has not endorsed them yet
effect-stays = Nothing: stands as “{ $standing }”
back-to-list = Back to the list
done-decided = Decided. Whoever is concerned has a mail.
done-decided-one = Decided.
step-by = by { $name }
offers-heading = Offers
offers-lede = A seat is held while an offer is open. An offer never runs out in somebody’s night, between ten in the evening and eight, and one that is made before the edition begins not after that. Whoever does not answer loses it, and the next in line gets one.
offer-hours = Hours for which an offer is open
offer-open-until = open until { $when }
offer-until = Please answer until
place-is-offered = A place is offered to you
offer-means = A seat is held for you until then. If you do not answer, it goes to the next in line.
waiting-for-an-offer = When a seat is free for you, we offer it to you by mail, with a day until which to answer.
offer-of = Your offer: { $title }
answer-offer = Answer the offer
accept-offer = Accept the place
decline-offer = I cannot take it
decline-offer-lede = The seat that is held for you goes to the next in line at once. Your application ends with it.
done-accepted = You have accepted. The place is yours.
refused-no-offer = No place is offered to you here.
refused-offer-over = The offer ran out on { $when } (UTC).
mail-offered-subject = A place is offered to you: { $title }
mail-offered-text = We are glad to offer you a place in { $title }. A seat is held for you; please say whether you take it.
mail-offered-from-list = A seat has become free, and it is your turn: we are glad to offer you a place in { $title }. Please say whether you take it.
mail-offered-until = Please answer until
mail-offered-way = Answer the offer
mail-offered-after = If you do not answer in time, the seat goes to the next in line.
mail-offer-expired-subject = Your offer has run out: { $title }
mail-offer-expired-text = We held a seat for you in { $title }, but had no answer in time. It has gone to the next in line, and your application has ended.
mail-declined-subject = Your application: { $title }
mail-declined-text = Thank you for applying to { $title }. We are sorry that we cannot offer you a place this time.
mail-declined-after = We would be glad to see you apply again for another edition.
mail-declined-way = See what else is offered
mail-kind-place-offered = Place offered
mail-kind-offer-expired = Offer ran out
mail-kind-declined = Application declined
log-did-decide = decided on an application
log-did-set-offer-hours = said how long offers are open
did-set-offer-hours = { $hours ->
    [one] Offers are open for one hour
   *[other] Offers are open for { $hours } hours
}
invariant-offers = No offer is open longer than it was made for
broken-offer-run-out = Application { $application } has an offer that ran out more than an hour ago.
late = Let somebody in late
late-lede = After the deadline nobody can apply or enrol by themselves. Here you let single people in, for a reason that stays in the history.
late-until = Last day
late-reason-hint = For the history; the person does not read it.
let-in-late = Let in
late-list = Let in late
late-open-until = until
nobody-late = Nobody is let in late
nobody-late-help = Whoever misses the deadline can be let in with the form above.
take-back = Take back
done-let-in-late = Let in. If an account has this address, its owner gets a mail; else tell them to register with it.
done-taken-back-late = Taken back.
mail-kind-let-in-late = Let in late
mail-late-subject = You can still apply: { $title }
mail-late-text = The deadline of { $title } is over, but the centre lets you in late. Please go to its page in time.
mail-late-until = Until
log-did-let-in-late = let somebody in late
log-did-take-back-late = took a late admission back
did-let-in-late = Somebody is let in late
did-take-back-late = A late admission is taken back
csv-offer-until = Offer open until
reason-people-have-applied = People have applied or begun to: the way in stays as it is.
