//! A letter in each script, and names that would be markup.

#![allow(clippy::unwrap_used, reason = "a test that breaks should say where")]

use letters::{Letter, Printed, print};

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn letter(language: &str, heading: &str, said: &str, name: &str) -> Letter {
    Letter {
        language: language.to_owned(),
        centre: "Xiamen Maritime Training Centre · 厦门海事培训中心".to_owned(),
        number: "EG-2026-000123".to_owned(),
        reference: vec![pair("№", "EG-2026-000123"), pair("→", "28/11/2026")],
        heading: heading.to_owned(),
        opening: vec![said.to_owned()],
        fields: vec![pair("1", name), pair("2", "7–18/12/2026, Xiamen")],
        closing: vec![said.to_owned()],
        verify: said.to_owned(),
        verify_address:
            "https://egret.example.org/verify/EG-2026-000123-ABCDEFGHJKLMNPQRSTUVWXYZ23".to_owned(),
        issued_on: (2026, 11, 28),
    }
}

fn printed(letter: &Letter) -> Printed {
    let printed = print(letter).unwrap();
    assert_eq!(printed.warnings, Vec::<String>::new());
    printed
}

/// What is read without the breaks between runs of one line.
fn flat(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn four_scripts_are_printed_without_a_box() {
    for (language, heading, said, name) in [
        (
            "en",
            "Invitation",
            "We invite you to come to the seminar.",
            "Nguyễn Thị Ánh Šimůnková Ørsted",
        ),
        (
            "zh",
            "邀请函",
            "我们诚挚邀请您参加研修班。",
            "李伟 歐陽靜 彭䶮 張堃",
        ),
        (
            "ru",
            "Приглашение",
            "Мы приглашаем вас на семинар.",
            "Ольга Ђорђевић Їжакевич Ғани Өмірзақ",
        ),
        (
            "ar",
            "دعوة",
            "ندعوكم إلى المشاركة في الندوة في مدينة شيامن.",
            "محمد عبد الله گلچهره ڤيكتور",
        ),
    ] {
        let letter = letter(language, heading, said, name);
        let printed = printed(&letter);
        let unprintable: Vec<_> = printed
            .unprintable
            .iter()
            .filter(|run| !run.contains('䶮'))
            .collect();
        assert_eq!(unprintable, Vec::<&String>::new(), "{language}");
        assert!(
            flat(&printed.text).contains(&flat(heading)),
            "{language}: {}",
            printed.text
        );
        assert!(printed.pdf.starts_with(b"%PDF-"));
        // To be looked at.
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(folder.join(format!("letter-{language}.pdf")), &printed.pdf).unwrap();
    }
}

#[test]
fn a_character_that_no_font_has_is_told() {
    let printed = print(&letter("en", "Invitation", "Come.", "ᏣᎳᎩ")).unwrap();
    assert!(printed.unprintable.iter().any(|run| run.contains('Ꮳ')));
}

#[test]
fn a_name_is_never_run_as_markup() {
    for name in [
        "#panic(\"run\")",
        "$x^2$ *bold* _it_",
        "] ] #read(\"/etc/passwd\") [",
        "\\ \\u{41} // comment /* comment",
        "`raw` <label> @reference = heading",
        "\"; #import \"@preview/x:1.0.0\"",
        "#sys.inputs.number",
    ] {
        let mut letter = letter("en", name, name, name);
        letter.centre = name.to_owned();
        let printed = printed(&letter);
        let shown = flat(&printed.text).matches(&flat(name)).count();
        assert!(
            shown >= 4,
            "{name} stands {shown} times in {}",
            printed.text
        );
    }
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let letter = letter("en", "Invitation", "Come.", "Amina");
    assert_eq!(printed(&letter).pdf, printed(&letter).pdf);
    let other = Letter {
        issued_on: (2026, 11, 29),
        ..letter.clone()
    };
    assert_ne!(printed(&letter).pdf, printed(&other).pdf);
}

#[test]
fn a_long_letter_goes_on_over_several_pages() {
    let mut letter = letter("en", "Invitation", "Come.", "Amina");
    letter.opening = vec!["A long paragraph that is printed again and again. ".repeat(40); 6];
    let printed = printed(&letter);
    assert!(printed.text.contains("EG-2026-000123"));
    assert!(flat(&printed.text).contains("1/2") || flat(&printed.text).contains("1/3"));
}
