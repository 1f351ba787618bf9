//! A device in words, from what its browser says of itself.

use crate::Words;

/// What a browser's own words hold, the more particular first: most call themselves Chrome or Safari as well.
const BROWSERS: &[(&str, &str)] = &[
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("UCBrowser", "UC Browser"),
    ("YaBrowser", "Yandex Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];

/// Androids call themselves Linux, and telephones of Apple a Mac.
const SYSTEMS: &[(&str, &str)] = &[
    ("OpenHarmony", "HarmonyOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

impl Words {
    /// `Chrome on Android`, or that we do not know.
    #[must_use]
    pub fn device(self, says: &str) -> String {
        match (one_of(BROWSERS, says), one_of(SYSTEMS, says)) {
            (Some(browser), Some(system)) => self.device_on(browser, system),
            (Some(known), None) | (None, Some(known)) => known.to_owned(),
            (None, None) => self.device_unknown(),
        }
    }
}

fn one_of(known: &[(&str, &'static str)], says: &str) -> Option<&'static str> {
    known
        .iter()
        .find(|(mark, _)| says.contains(mark))
        .map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use crate::Words;
    use model::Language;

    #[test]
    fn a_device_is_called_as_people_call_it() {
        let words = Words::of(Language::English);
        for (says, name) in [
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:129.0) Gecko/20100101 Firefox/129.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 MicroMessenger/8.0.49",
                "WeChat on Android",
            ),
            ("curl/8.5.0", "A device we do not know"),
            ("", "A device we do not know"),
        ] {
            assert_eq!(words.device(says), name, "{says}");
        }
    }
}
