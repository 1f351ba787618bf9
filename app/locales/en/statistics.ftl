# Figures: how far sessions reached.
year-title = The year { $year } in figures
year-lede = What was held, who took part, and how far the online sessions reached.
year-no-figures = No figures yet
year-no-figures-help = Figures of a year appear here when the year is over and sessions were held in it.
year-nothing-held = Nothing was held in { $year }
year-nothing-held-help = Look at another year.
year-other-years = Years
year-in-all = In all
year-all-figures = All figures of { $year }
year-countries = Countries, by name
year-countries-delegation = Countries that took part
year-countries-delegation-what = The country of each participant’s delegation.
year-countries-detected = Countries from which people watched
year-countries-detected-what = Where the viewer’s address lay at that moment: approximate. Viewers whose country is unknown are in no country.
year-countries-reported = Countries that other platforms report
year-countries-reported-what = As the platform gave them; where it gave none, the views are in no country.
year-footnote = Counted on { $day } from the centre’s own records, by rule { $rule }, in the time of { $zone }. Editions that are drafts or were cancelled are left out.
year-home-participants = { $countries ->
    [one] participants from one country in { $year }
   *[other] participants from { $countries } countries in { $year }
}
year-home-sessions = sessions held in { $year }
year-home-views-measured = views measured here
year-home-views-reported = { $countries ->
    [0] views, reported by other platforms
    [one] views from one country, reported by other platforms
   *[other] views from { $countries } countries, reported by other platforms
}

figures-title = Figures
figures-of-year = Figures of { $year }
figures-mode-in-person = In person
figures-mode-online = Online
figures-mode-hybrid = In person and online
figures-kind-lecture = Lecture
figures-kind-visit = Company visit
figures-kind-exchange = Exchange
figures-kind-online = Online session
figures-partial-editions = You see the editions that you coordinate; others are not in these figures.
figures-partial-sessions = You see the sessions that you train; others are not in these figures.
figures-none = Nothing to count yet
figures-none-help = Figures appear here when sessions were held, rolls taken or recordings watched.

figure-participants = participants
figure-participants-what = Distinct people who are enrolled, have not withdrawn, and were present at least once in a session that was not cancelled. Somebody in several editions counts once.
figure-participant-countries = countries of delegations
figure-participant-countries-what = Distinct countries of the participants’ delegations: the nominating country, else the one given when applying. { $declared } different countries are declared in their profiles; that is another figure.
figure-high-ranking = high-ranking officials
figure-high-ranking-what = Participants whose rank, as it was when they were enrolled, is at or above: { $rank }.
figure-courses = courses
figure-courses-what = Courses that were not cancelled and of which at least one session was held.
figure-sessions = sessions held
figure-sessions-what = Sessions that ended and were not cancelled: { $lectures } lectures, { $visits } visits, { $exchanges } exchanges, { $online } online. A session belongs to the year of its start, in the time of { $zone }.
figure-on-site = on-site sessions
figure-on-site-what = Sessions held that were visits or exchanges.
figure-online-sessions = online sessions
figure-online-sessions-what = Sessions held whose kind is online.
figure-attendance = attendance
figure-attendance-value = { $percent } %
figure-attendance-what = { $attended } of { $due } verdicts say attended: presence over at least the edition’s threshold of the session’s effective length. Left out: { $excused } excused, and people who withdrew.
figure-views = views, measured here
figure-views-what = Plays with at least 10 s watched, begun 60 minutes or more after the same visitor’s last beat in that session; bots are left out. Nothing is measured without scripting, nor on other platforms.
figure-uniques = unique viewers
figure-uniques-edition-what = Distinct visitors of the edition. A visitor is a person who is signed in, else a browser that keeps our cookie; a play that keeps neither counts as a view and not here.
figure-uniques-sum-what = Distinct visitors of each edition, summed over editions: somebody who watched in two editions counts twice.
figure-uniques-sessions-what = Distinct visitors of each session, summed over sessions: somebody who watched two sessions counts twice.
figure-minutes = minutes watched
figure-minutes-what = The stretches watched, each counted once for a viewer and a session; no stretch is longer than the time that passed times the speed of playing.
figure-engaged = engaged viewers
figure-engaged-what = Viewers who watched at least half of the recording, or of the session’s effective length; summed over sessions. Not settled before a session has ended.
figure-peak = most viewers at once
figure-peak-what = The most viewers with a beat within one minute, in any one session.
figure-reported = views, reported by other platforms
figure-reported-what = As other platforms count them, each by its own definition: { $platforms }. A layer of its own, never added to what is measured here.
figure-reported-countries = countries in these reports
figure-reported-countries-what = Distinct countries that the reports name with at least one view. { $unknown } views came without a country.

figures-basis = What was counted, and what was left out
figures-basis-rule = Counting rule { $rule }; days and years in the time of { $zone }.
figures-basis-edition = All sessions of this edition, whenever they were watched.
figures-basis-programme = All editions of this programme that are published or archived; drafts and cancelled editions are left out.
figures-basis-year = Sessions that began in { $year } and whatever was watched of them, whenever it was; editions that are drafts or were cancelled are left out.
figures-basis-period = Only the days from { $from } to { $until } in the chart by day; the other figures are not narrowed.

funnel-title = From plays to unique viewers
funnel-plays = plays
funnel-plays-what = The player started and a first beat arrived.
funnel-long-enough = long enough
funnel-long-enough-what = Left out: { $left } with less than 10 s watched.
funnel-not-bots = not bots
funnel-not-bots-what = Left out: { $left } by programs that say what they are.
funnel-views = views
funnel-views-what = Left out: { $left } that went on with a view begun less than 60 minutes before.
funnel-uniques = unique viewers
funnel-uniques-what = Left out: { $left } by visitors counted already or who cannot be told apart.
funnel-note = A video plays without scripting too; then nothing is measured.

layers-label = Which views
layers-both = Measured and reported, side by side
layers-measured = Measured only
layers-reported = Reported only
layer-measured = measured here
layer-reported = reported by other platforms

map-title = Views by country
map-label = World map of views by country
map-key = The area of a circle is the number of views. Land without borders (Natural Earth).
map-unknown = Unknown country, not on the map: { $measured } measured, { $reported } reported.
map-circle-measured = { $country }: { $views } views measured
map-circle-reported = { $country }: { $views } views reported
map-participants-title = Participants by country
map-participants-label = World map of participants by the country of their delegation
map-circle-participants = { $country }: { $people ->
    [one] one participant
   *[other] { $people } participants
}
map-participants-key = The area of a circle is the number of participants of a delegation. Land without borders (Natural Earth).

column-country = Country
column-country-detected = Country (detected)
column-delegation = By delegation
column-declared = By declared country
column-views = Views
column-views-measured = Measured views
column-views-reported = Reported views
column-uniques = Unique viewers
column-new-viewers = New viewers
column-minutes = Minutes watched
column-minutes-each = Minutes each
column-session = Session
column-number = Number
column-when = When
column-kind = Kind
column-held = Held
column-attended = Attended
column-attendance = Attendance
column-engaged = Engaged
column-peak = At once
column-edition = Edition
column-participants = Participants
column-countries = Countries
column-sessions = Sessions
column-day = Day
column-month = Month
column-platform = Platform
column-period = Period
column-period-from = Period from
column-period-until = Period until
column-definition = Its definition
column-proof = Proof
column-code = Code
column-programme = Programme
column-high-ranking = High-ranking
column-courses = Courses
column-on-site = On-site sessions
column-online-sessions = Online sessions
column-mode = Mode

table-views-what = Country: where the viewer’s address lay when first seen; approximate. Codes that are no country count as unknown. Reported views stand in the country that the platform gave.
table-participants-what = Delegation and declared country are two figures: a row does not say that they are the same people. Somebody who came for two delegations counts in both.
table-behind = The figures behind the chart
table-csv = CSV
table-sessions-title = By session
table-editions-title = By edition
table-no-views = No views yet
table-no-views-help = Nothing was watched here, and no platform has reported anything.
not-yet-held = not held
yes-held = yes
not-held = no

days-title = Watched by day
days-title-month = Watched by month
days-label = Chart of views by day
days-label-month = Chart of views by month
days-what = When it was watched, in the time of { $zone }. A viewer counts on the day on which they were first seen in the edition. Reports of other platforms have no days and are not here.
days-from = From
days-until = Until
days-show = Show
days-none = Nothing was watched in these days.
days-bar = { $day }: { $views } views
days-choose = Choose days to see what was watched on each of them, whichever year it was.
months-title = Views by month of the session
months-label = Chart of views by the month in which the session was held
months-what = Each session stands in the month of its start, in the time of { $zone }, with whatever was watched of it, whenever it was. Measured and reported stand side by side; they are not to be added.
months-bar-measured = { $month }: { $views } views measured
months-bar-reported = { $month }: { $views } views reported

reports-title = Reported views
reports-lede = What other platforms count is written down here with its source and proof. It is shown as a layer of its own and never added to what is measured.
reports-edition = Edition
reports-show = Show
reports-all-editions = All editions
reports-add = Add a report
reports-choose-edition = Choose an edition above to add a report for one of its sessions.
reports-no-sessions = This edition has no sessions yet.
reports-session = Session
reports-session-name = { $number }. { $title }
reports-country = Country
reports-country-hint = Where the platform gives one. One report for each country.
reports-country-none = Not given
reports-platform = Platform
reports-platform-hint = For instance the name of the site, or of the broadcaster.
reports-from = From
reports-until = Until
reports-views = Views
reports-definition = What the platform counts as a view
reports-definition-hint = In its own words, for instance: at least 30 s watched.
reports-proof = Proof
reports-proof-hint = The address of a report or a picture of it.
reports-record = Add the report
reports-withdraw = Withdraw
reports-done-recorded = The report was added.
reports-done-withdrawn = The report was withdrawn; it is in no figure any more.
reports-none = No reports
reports-none-help = Nothing that other platforms count has been written down here yet.
reports-listed = Reports that count
