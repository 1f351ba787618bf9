//! Programs by what they call themselves; the list is in `data/bots.txt`.

const LIST: &str = include_str!("../../data/bots.txt");

/// Whether a browser that calls itself so is a program that says so.
pub(super) fn is_one(device: &str) -> bool {
    LIST.lines()
        .filter(|line| !line.starts_with('#'))
        .any(|line| match line.strip_prefix('^') {
            Some(beginning) => device.starts_with(beginning),
            None => device.contains(line),
        })
}

#[cfg(test)]
mod tests {
    use super::is_one;

    #[test]
    fn programs_are_told_from_browsers() {
        for program in [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "curl/8.5.0",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0 Safari/537.36",
        ] {
            assert!(is_one(program), "{program}");
        }
        for browser in [
            "",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
        ] {
            assert!(!is_one(browser), "{browser}");
        }
    }
}
