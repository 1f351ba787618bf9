# Words of the pages on figures, privacy and accessibility.
def-lede = What every figure on this site counts, in plain words. Each figure also says what was left out.
def-people = People
def-people-text =
    __Participant__: somebody who has a place in an edition, has not withdrawn, and was present at least once. A person counts once.

    __High-ranking__: a participant whose official rank, as it was when the place was given, is at or above this rank: { $rank }.

    In public, groups of 1 to 4 people are not counted out: they read as *fewer than 5*, and what they could be worked out from is rounded down. How many were excused is not published.
def-countries = Countries
def-countries-text =
    There are three, and every figure names the one it uses.

    __Delegation__: the country that nominated somebody, or that they gave when applying. **Declared**: what their profile says. **Detected**: where a viewer’s network address lies at that moment. That is approximate, and right about nineteen times in twenty.

    Unknown is a row of its own. Groups of countries have the members they had at the time.
def-sessions = Sessions
def-sessions-text =
    __Session held__: not cancelled, and over. **On-site session**: a visit or an exchange. A session belongs to the year in which it starts in the time zone { $zone }.
def-attendance = Attendance
def-attendance-text =
    __Attended__: present for at least the edition’s share of the session’s length, 80 % unless the edition says otherwise. A mark *present* is the whole length, *late* counts from the minute given. *Excused* takes the session out of what that person must attend.

    __Completed__: all sessions required of that person attended, and required work passed.

    __Attendance__: attended, in per cent of all times that somebody was to attend a session that was held. Who was not recorded has not attended; sessions in which nobody was recorded are left out, and so are the excused.
def-views = Views
def-views-text =
    __Play__: a player was started and its first signal arrived. **View**: a play of at least 10 seconds, begun 60 minutes or more after the last signal of the same visitor’s plays of that length in that session. Sitting through three hours is one view.

    __Watch minutes__: the stretches that were watched, each counted once, never more than the time that passed. Where scripting is off, a video plays and nothing is measured.
def-viewers = Viewers
def-viewers-text =
    __Unique viewer__: one visitor of a session or an edition, told apart by a key that cannot be led back to them. Sums over several editions count somebody once in each, and say so.

    __Engaged viewer__: watched at least half. **Peak concurrent**: the most visitors watching within one minute.
def-reported = Reported views
def-reported-text =
    Counted by other platforms in their own way, and given to us with the session, the period and, where they tell it, the country. They always stand beside our own counts and are never added to them silently.

    No views are counted twice: a session’s days on a platform stand in one report for each country, or in one total. A report that turns out wrong is withdrawn with its reason, and stays in the list.

privacy-lede = What this site keeps of you, why, and for how long.
privacy-account = Your account
privacy-account-text =
    Your name as printed, e-mail address, country and time zone; and, if you enter them, your name in native script, organisation, position, official rank, sex and date of birth. Your password is kept only as a hash from which it cannot be read. We note each sign-in with its time and the kind of browser, so that you can see and end it.
privacy-place = Applications, places and attendance
privacy-place-text =
    Your applications with each step, your places with your country, rank and organisation as they were when the place was given, and whether you were present. Figures are counted from these. What changes is noted with who changed it and when.
privacy-watching = Watching
privacy-watching-text =
    While you watch, the player tells us that it is playing. From your network address we read the country and do not keep the address. To tell visitors apart we use a key made from your account, or from a random number in a cookie, and a secret that is destroyed 30 days after the edition. After that nobody can lead the key back to you.
privacy-cookies = Cookies
privacy-cookies-text =
    One that keeps you signed in for up to 30 days, one that remembers your choice of language, and, where you watch, one with a random number. There is no advertising, and nothing is loaded from other sites, except a recording that the centre has placed elsewhere.
privacy-seen = Who sees what
privacy-seen-text =
    Trainers see the names and countries of people in their own sessions, not addresses. Coordinators see what belongs to their editions. Administrators see everything. Auditors see figures, and the log without names. Of trainers the public sees the name as printed, the organisation, the country, what they write about themselves, and what they teach.
privacy-rights = Your rights
privacy-rights-text =
    You can see and change your profile at any time. To have your data sent to you or deleted, write to the centre that runs this site; it answers for your data.

accessible-lede = These pages are meant to work for everybody, on a phone, over a slow line, and with assistive technology.
accessible-how = What works
accessible-how-text =
    - Every page works with the keyboard alone, and with scripting turned off.
    - Pages have headings, labels and landmarks that screen readers use. Errors are named in words next to the field.
    - Text can be enlarged to 200 % and more without losing anything. Colours follow your light or dark setting and are never the only sign.
    - Charts and maps have a table with the same figures.
    - Every time names its time zone.

    We aim at WCAG 2.2, level AA, and check pages automatically with every change.
accessible-limits = What does not work yet
accessible-limits-text =
    - Recordings have captions only where the centre provides them.
    - Descriptions and materials that trainers upload are as accessible as they made them.
    - We have not had an independent audit yet.
accessible-tell = Tell us
accessible-tell-text =
    If something does not work for you, write to the centre that runs this site. Say which page it was and what you use; it helps everybody after you.
privacy-sources = Where our data comes from
privacy-sources-text =
    Countries of network addresses, approximate: Tor Project’s GeoIP data, derived from IPFire’s location database, under the licence CC BY-SA 4.0, unless this centre uses a file of its own. Land on maps: Natural Earth, public domain. Names of countries: Unicode CLDR.
