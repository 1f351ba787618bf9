//! Looks at an MP4 as it streams by: whether it is one, whether it is whole, and how long it lasts.
//!
//! An MP4 is a row of boxes, each with its length and four letters: `ftyp` first, `moov` with the times, `mdat` with
//! pictures and sound. Nothing is decoded.

use model::refusal::FileRefusal;

/// Brands of films; others of the same family are still images or sound alone.
const FILMS: &[&[u8; 4]] = &[
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41",
    b"mp42", b"avc1", b"M4V ", b"dash", b"msdh", b"mmp4",
];
/// As much of a box as is looked at; the header of a film stands at the beginning of `moov`.
const LOOKED_AT: usize = 4_096;

/// Boxes as they come.
#[derive(Debug, Default)]
pub struct Mp4 {
    position: u64,
    /// Where the next box begins.
    next: u64,
    /// The header of a box, as far as it has come.
    header: Vec<u8>,
    kind: [u8; 4],
    open_end: bool,
    file_type: Vec<u8>,
    film: Vec<u8>,
    has_film: bool,
    has_media: bool,
}

impl Mp4 {
    /// Looks at the next bytes; refuses what is no MP4 as soon as that is seen.
    pub fn look(&mut self, mut bytes: &[u8]) -> Result<(), FileRefusal> {
        while !bytes.is_empty() {
            let taken = if self.position < self.next {
                self.pass(bytes)
            } else {
                self.read_header(bytes[0])?;
                1
            };
            self.position += taken as u64;
            bytes = &bytes[taken..];
            if self.position == self.next && &self.kind == b"ftyp" {
                self.check_file_type()?;
            }
        }
        Ok(())
    }

    /// At the end of the file: its length in milliseconds, where the film's header says one.
    pub fn finish(self) -> Result<Option<i64>, FileRefusal> {
        if self.file_type.is_empty() {
            return Err(FileRefusal::WrongKind);
        }
        let whole = self.header.is_empty() && (self.open_end || self.position == self.next);
        if !whole || !self.has_film || !self.has_media {
            return Err(FileRefusal::Broken);
        }
        Ok(duration_ms(&self.film))
    }

    /// Goes through the content of a box; gives how many bytes belonged to it.
    fn pass(&mut self, bytes: &[u8]) -> usize {
        let left = usize::try_from(self.next - self.position).unwrap_or(usize::MAX);
        let taken = left.min(bytes.len());
        let looked_at = match &self.kind {
            b"ftyp" => &mut self.file_type,
            b"moov" => &mut self.film,
            _ => return taken,
        };
        let room = LOOKED_AT.saturating_sub(looked_at.len());
        looked_at.extend_from_slice(&bytes[..taken.min(room)]);
        taken
    }

    fn read_header(&mut self, byte: u8) -> Result<(), FileRefusal> {
        self.header.push(byte);
        let short = |at: usize| self.header.get(at..at + 4).and_then(|b| b.try_into().ok());
        let (Some(size), Some(kind)) = (short(0).map(u32::from_be_bytes), short(4)) else {
            return Ok(());
        };
        let first = self.position < 8;
        if first && &kind != b"ftyp" {
            return Err(FileRefusal::WrongKind);
        }
        let wide = self.header.get(8..16).and_then(|b| b.try_into().ok());
        let size = match (size, wide) {
            (0, _) => u64::MAX,
            (1, None) => return Ok(()),
            (1, Some(wide)) => u64::from_be_bytes(wide),
            (size, _) => size.into(),
        };
        let header = self.header.len() as u64;
        let begins = self.position + 1 - header;
        if size < header {
            return Err(FileRefusal::Broken);
        }
        self.header.clear();
        self.open_end = size == u64::MAX;
        self.next = begins.saturating_add(size);
        self.kind = kind;
        self.has_film |= &kind == b"moov";
        self.has_media |= &kind == b"mdat";
        Ok(())
    }

    /// The brand that the file names first, or one of those it says it fits.
    fn check_file_type(&self) -> Result<(), FileRefusal> {
        let (brands, _) = self.file_type.as_chunks::<4>();
        let named = brands.iter().enumerate().filter(|(place, _)| *place != 1);
        if named
            .map(|(_, brand)| brand)
            .any(|brand| FILMS.contains(&brand))
        {
            Ok(())
        } else {
            Err(FileRefusal::WrongKind)
        }
    }
}

/// The length that `mvhd` gives, the first box inside `moov`.
fn duration_ms(film: &[u8]) -> Option<i64> {
    let content = film.get(8..).filter(|_| film.get(4..8) == Some(b"mvhd"))?;
    let short = |at: usize| {
        let bytes = content.get(at..at + 4)?;
        Some(u64::from(u32::from_be_bytes(bytes.try_into().ok()?)))
    };
    let (scale, duration) = if content.first() == Some(&1) {
        (short(20)?, (short(24)? << 32) | short(28)?)
    } else {
        (short(12)?, short(16)?)
    };
    let milliseconds = duration.checked_mul(1_000)?.checked_div(scale)?;
    i64::try_from(milliseconds)
        .ok()
        .filter(|length| *length > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).unwrap();
        [&size.to_be_bytes()[..], kind, content].concat()
    }

    /// 90 s at 600 units a second.
    fn film() -> Vec<u8> {
        let mut header = vec![0; 100];
        header[12..16].copy_from_slice(&600_u32.to_be_bytes());
        header[16..20].copy_from_slice(&54_000_u32.to_be_bytes());
        [
            piece(b"ftyp", b"isom\0\0\x02\0isomavc1"),
            piece(b"moov", &piece(b"mvhd", &header)),
            piece(b"mdat", &[7; 1_000]),
        ]
        .concat()
    }

    fn looked_at(bytes: &[u8], at_once: usize) -> Result<Option<i64>, FileRefusal> {
        let mut mp4 = Mp4::default();
        for chunk in bytes.chunks(at_once) {
            mp4.look(chunk)?;
        }
        mp4.finish()
    }

    #[test]
    fn a_whole_film_tells_its_length_in_whatever_pieces_it_comes() {
        for at_once in [1, 3, 7, 64, 100_000] {
            assert_eq!(looked_at(&film(), at_once), Ok(Some(90_000)), "{at_once}");
        }
    }

    #[test]
    fn a_film_with_wide_or_open_boxes_is_one_too() {
        let wide = [
            &1_u32.to_be_bytes()[..],
            b"mdat",
            &24_u64.to_be_bytes(),
            &[7; 8],
        ]
        .concat();
        assert_eq!(looked_at(&[film(), wide].concat(), 5), Ok(Some(90_000)));
        let open = [&0_u32.to_be_bytes()[..], b"mdat", &[7; 99]].concat();
        assert_eq!(looked_at(&[film(), open].concat(), 5), Ok(Some(90_000)));
    }

    #[test]
    fn a_film_that_was_cut_is_broken() {
        let film = film();
        for end in 40..film.len() {
            assert_eq!(
                looked_at(&film[..end], 16),
                Err(FileRefusal::Broken),
                "{end}"
            );
        }
    }

    #[test]
    fn what_is_no_film_is_of_the_wrong_kind() {
        let picture = piece(b"ftyp", b"heic\0\0\0\0mif1heic");
        for other in [
            &b""[..],
            b"GIF89a, and more",
            b"\x89PNG\r\n\x1a\n....",
            b"<!DOCTYPE html><script>",
            b"PK\x03\x04 a film.mp4 in name only",
            &picture,
        ] {
            assert_eq!(looked_at(other, 4), Err(FileRefusal::WrongKind));
        }
    }
}
