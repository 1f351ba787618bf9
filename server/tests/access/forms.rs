//! A form for every action, filled so that whoever may do it gets it done.

use crate::world::World;

/// Names and values; a value `{name}` stands for what the object calls that.
pub struct Form(&'static [(&'static str, &'static str)]);

impl Form {
    /// Whether a field names a thing.
    pub fn depends_on_a_thing(&self) -> bool {
        self.0.iter().any(|(_, value)| value.starts_with('{'))
    }

    /// The fields, filled in from an object.
    pub fn filled(&self, world: &World, object: &str) -> Vec<(String, String)> {
        self.0
            .iter()
            .map(|(name, value)| {
                let value = match value
                    .strip_prefix('{')
                    .and_then(|value| value.strip_suffix('}'))
                {
                    Some(thing) => world.thing(object, thing),
                    None => (*value).to_owned(),
                };
                let name = match name.split_once('{') {
                    Some((start, rest)) => {
                        let (thing, end) = rest.split_once('}').unwrap_or((rest, ""));
                        format!("{start}{}{end}", world.thing(object, thing))
                    }
                    None => (*name).to_owned(),
                };
                (name, value)
            })
            .collect()
    }
}

/// The form of an action.
pub fn of(action: &str) -> Option<Form> {
    let fields: &[(&str, &str)] = match action.strip_prefix("/api/")? {
        "register" => &[
            ("email", "new@example.org"),
            ("password", "three egrets on a rock"),
            ("printed_name", "New Person"),
            ("country", "KE"),
            ("zone", "Africa/Nairobi"),
        ],
        "confirm" => &[
            ("secret", "no-such-secret"),
            ("password", "three egrets on a rock"),
        ],
        "end_other_sign_ins" => &[],
        "sign_in" => &[
            ("email", "nobody@example.org"),
            ("password", "not it"),
            ("next", "/"),
        ],
        "sign_out" => &[],
        "ask_for_reset" => &[("email", "nobody@example.org")],
        "reset_password" => &[
            ("secret", "no-such-secret"),
            ("password", "three egrets on a rock"),
            ("again", "three egrets on a rock"),
        ],
        "change_password" => &[
            ("present", "not it"),
            ("password", "three egrets on a rock"),
            ("again", "three egrets on a rock"),
        ],
        "edit_profile" => &[
            ("printed_name", "A Person"),
            ("native_name", ""),
            ("country", "KE"),
            ("organisation", ""),
            ("position", ""),
            ("rank", "none"),
            ("sex", "unknown"),
            ("birth_date", ""),
            ("zone", "Africa/Nairobi"),
            ("language", "en"),
        ],
        "end_sign_in" => &[("sign_in", "00")],
        "check_invariants" => &[],
        "decide" => &[
            ("edition", "{edition_id}"),
            ("applications", "{application_id}"),
            ("decision", "decline"),
            ("decline_reason", "seats"),
            ("note", ""),
            ("seen", "something else"),
        ],
        "let_in_late" => &[
            ("edition", "{edition_id}"),
            ("email", "late@example.org"),
            ("until", "2026-12-10"),
            ("reason", "The post was slow."),
        ],
        "take_back_late" => &[("edition", "{edition_id}"), ("email", "nobody@example.org")],
        "set_offer_hours" => &[("edition", "{edition_id}"), ("hours", "72")],
        "accept_offer" => &[("edition", "{edition_id}")],
        "choose_language" => &[("language", "en")],
        "send_all_mail_again" => &[],
        "send_mail_again" => &[("mail", "{mail_id}")],
        "record_reported_view" => &[
            ("session", "{session_id}"),
            ("country", "KE"),
            ("platform", "Bilibili"),
            ("period_from", "2026-12-08"),
            ("period_until", "2026-12-31"),
            ("views", "100"),
            ("definition", "started"),
            ("proof", ""),
        ],
        "choose_elective" => &[("course", "{elective}")],
        "leave_elective" => &[("course", "{elective}")],
        "record_reported_table" => &[
            ("session", "{session_id}"),
            ("platform", "Bilibili"),
            ("period_from", "2026-12-08"),
            ("period_until", "2026-12-31"),
            ("definition", "started"),
            ("proof", ""),
            ("table", "KE,100"),
        ],
        "withdraw_reported_view" => &[("report", "{report}"), ("because", "a slip")],
        "create_portfolio" => &[
            ("title", "A portfolio"),
            ("language", "en"),
            ("slug", "new-portfolio"),
            ("place", "1"),
        ],
        "edit_portfolio" => &[
            ("portfolio", "{portfolio_id}"),
            ("slug", "renamed"),
            ("place", "1"),
        ],
        "create_programme" => &[
            ("portfolio", "{portfolio_id}"),
            ("title", "A programme"),
            ("language", "en"),
            ("slug", "new-programme"),
        ],
        "edit_programme" => &[
            ("programme", "{programme_id}"),
            ("portfolio", "{portfolio_id}"),
            ("slug", "renamed"),
        ],
        "publish_programme" => &[("programme", "{programme_id}"), ("publication", "archived")],
        "create_edition" => &[
            ("programme", "{programme_id}"),
            ("title", "An edition"),
            ("language", "en"),
            ("slug", "new-edition"),
            ("kind", "seminar"),
            ("mode", "in_person"),
            ("starts_on", "2027-05-06"),
            ("ends_on", "2027-05-26"),
            ("zone", "Asia/Shanghai"),
            ("place", "Xiamen"),
            ("admission_way", "open"),
        ],
        "edit_edition" => &[
            ("edition", "{edition_id}"),
            ("version", "1"),
            ("slug", "2026"),
            ("kind", "seminar"),
            ("mode", "in_person"),
            ("starts_on", "2026-12-07"),
            ("ends_on", "2026-12-18"),
            ("zone", "Asia/Shanghai"),
            ("place", "Lagos"),
            ("admission_way", "open"),
            ("attendance_threshold", "80"),
        ],
        "publish_edition" => &[
            ("edition", "{edition_id}"),
            ("version", "1"),
            ("publication", "archived"),
        ],
        "cancel_edition" => &[
            ("edition", "{edition_id}"),
            ("version", "1"),
            ("reason", "A storm"),
        ],
        "edit_words" => &[
            ("thing", "editions"),
            ("id", "{edition_id}"),
            ("language", "zh"),
            ("version", "1"),
            ("title", "海洋经济"),
        ],
        "add_edition_host" => &[("edition", "{edition_id}"), ("host", "{other_host_id}")],
        "remove_edition_host" => &[("edition", "{edition_id}"), ("host", "{host_id}")],
        "add_course" => &[
            ("edition", "{edition_id}"),
            ("title", "Ships"),
            ("language", "en"),
            ("slug", "ships"),
            ("place", "2"),
        ],
        "edit_course" => &[
            ("course", "{course_id}"),
            ("version", "1"),
            ("slug", "harbours"),
            ("place", "2"),
        ],
        "cancel_course" | "reinstate_course" => &[("course", "{course_id}")],
        "assign_trainer" => &[("course", "{course_id}"), ("email", "{email}")],
        "remove_trainer" => &[("course", "{course_id}"), ("person", "{printed_trainer}")],
        "add_host" => &[("name", "A host"), ("country", "KE")],
        "edit_host" => &[("host", "{host_id}"), ("name", "A host"), ("country", "KE")],
        "add_venue" => &[
            ("name", "A hall"),
            ("country", "KE"),
            ("zone", "Africa/Nairobi"),
        ],
        "edit_venue" => &[
            ("venue", "{venue_id}"),
            ("name", "A hall"),
            ("country", "KE"),
            ("zone", "Africa/Nairobi"),
        ],
        "add_session" => &[
            ("edition", "{edition_id}"),
            ("course", "{course_id}"),
            ("title_en", "Ports of the south"),
            ("kind", "lecture"),
            ("audience", "enrolled"),
            ("date", "2026-12-09"),
            ("time", "09:00"),
            ("minutes", "90"),
            ("zone", "Asia/Shanghai"),
        ],
        "edit_session" => &[
            ("session_id", "{session_id}"),
            ("version", "1"),
            ("course", "{course_id}"),
            ("title_en", "Ports of the south"),
            ("kind", "lecture"),
            ("audience", "enrolled"),
            ("date", "2026-12-09"),
            ("time", "09:00"),
            ("minutes", "90"),
            ("zone", "Asia/Shanghai"),
        ],
        "record_effective_length" => &[
            ("session_id", "{session_id}"),
            ("version", "1"),
            ("effective_start", "2026-12-08T09:00"),
            ("effective_end", "2026-12-08T10:00"),
            ("effective_reason", "A power cut"),
        ],
        "cancel_session" => &[
            ("session_id", "{session_id}"),
            ("version", "1"),
            ("reason", "A storm."),
        ],
        "take_up_session" => &[("session_id", "{session_id}"), ("version", "1")],
        "vouch_for_email" => &[("person", "{newcomer}")],
        "enrol" => &[("edition", "{edition_id}"), ("delegation", "KE")],
        "apply" => &[
            ("edition", "{edition_id}"),
            ("version", "1"),
            ("delegation", "KE"),
            ("press", "save"),
        ],
        "add_question" => &[
            ("edition", "{edition_id}"),
            ("kind", "short_text"),
            ("language", "en"),
            ("label", "Years of service"),
            ("help", ""),
            ("options", ""),
            ("condition", ""),
            ("readers", "coordinators"),
        ],
        "edit_question" => &[
            ("edition", "{edition_id}"),
            ("question", "motivation"),
            ("language", "en"),
            ("label", "Why"),
            ("help", ""),
        ],
        "move_question" | "remove_question" => {
            &[("edition", "{edition_id}"), ("question", "motivation")]
        }
        "withdraw" => &[("edition", "{edition_id}")],
        "withdraw_somebody" => &[
            ("application", "{application_id}"),
            ("reason", "No visa in time."),
        ],
        "add_seat_pool" => &[
            ("edition", "{edition_id}"),
            ("rule", "maximum"),
            ("whom", "country:IN"),
            ("name", ""),
            ("size", "5"),
            ("release_on", ""),
        ],
        "resize_seat_pool" => &[("pool", "{seat-pool_id}"), ("size", "8")],
        "release_seat_pool" | "remove_seat_pool" => &[("pool", "{seat-pool_id}")],
        "pick_person" | "unpick_person" => &[("pool", "{picked-pool}"), ("person", "{person}")],
        "correct_application" => &[
            ("application", "{application_id}"),
            ("seen", "0"),
            ("delegation", "SD"),
            ("organisation", "Port authority"),
            ("rank", "director"),
            ("sex", "female"),
            ("reason", "Her embassy named another country."),
        ],
        "set_elective_seats" => &[("course", "{elective}"), ("size", "20")],
        "add_elective_pool" => &[
            ("course", "{elective}"),
            ("rule", "maximum"),
            ("whom", "country:IN"),
            ("name", ""),
            ("size", "5"),
            ("release_on", ""),
        ],
        "set_seats" => &[("edition", "{edition_id}"), ("size", "30")],
        "set_recording_address" => &[
            ("session", "{session_id}"),
            ("kind", "link"),
            ("address", "https://films.example/1"),
        ],
        "remove_recording" => &[("session", "{session_id}")],
        "nominate" => &[
            ("edition", "{edition_id}"),
            ("printed_name", "New Nominee"),
            ("email", "nominee@example.org"),
            ("organisation", ""),
            ("position", ""),
            ("rank", "none"),
        ],
        "nominate_lines" => &[
            ("edition", "{edition_id}"),
            ("lines", "New Nominee;nominee@example.org"),
        ],
        "order_nominee" => &[("application", "{nomination_id}"), ("direction", "up")],
        "endorse" | "renew_nomination_link" => &[("application", "{nomination_id}")],
        "withdraw_nominee" => &[
            ("application", "{nomination_id}"),
            ("reason", "Cannot travel"),
        ],
        "substitute_nominee" => &[
            ("application", "{nomination_id}"),
            ("printed_name", "New Nominee"),
            ("email", "nominee@example.org"),
            ("organisation", ""),
            ("position", ""),
            ("rank", "none"),
        ],
        "complete_nomination" => &[
            ("application", "{nomination_id}"),
            ("printed_name", "A Nominee"),
            ("native_name", ""),
            ("organisation", "Ports"),
            ("position", "Officer"),
            ("rank", "none"),
        ],
        "take_up_nomination" => &[("secret", "no-such-secret")],
        "sign_in_nominee" => &[("secret", "no-such-secret"), ("password", "not it")],
        "register_nominee" => &[
            ("secret", "no-such-secret"),
            ("printed_name", "A Nominee"),
            ("password", "three egrets on a rock"),
            ("country", "KE"),
            ("zone", "Africa/Nairobi"),
        ],
        "give_role" => &[
            ("email", "{email}"),
            ("role", "trainer"),
            ("edition", "{edition_id}"),
            ("place", "{course_place}"),
        ],
        "take_role_back" => &[("grant", "{grant}")],
        "take_roll" => &[
            ("session", "{session_id}"),
            ("page", "1"),
            ("mark[of-{enrolment}]", "present"),
        ],
        "beat" => &[
            ("token", "forged"),
            ("sequence", "1"),
            ("from_ms", "0"),
            ("to_ms", "0"),
            ("rate", "100"),
        ],
        _ => return None,
    };
    Some(Form(fields))
}
