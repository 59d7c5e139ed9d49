//! How wide text is, without a font: the widths of Helvetica's characters, of Adobe's font metrics, and a part more, since
//! the widest of usual system fonts (DejaVu Sans, Verdana) are wider by that.

/// Widths in thousandths of the size, from the space to the tilde.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The width of other characters: that of most capital letters; of those of East Asia, the size itself.
const OTHER: u16 = 667;
const WIDE: u16 = 1_000;

/// How much wider the widest of usual fonts are.
const WIDEST: f64 = 1.13;

/// Bold characters are wider by this.
const BOLD: f64 = 1.12;

/// The width of a text in pixels at a size in pixels.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let of = |letter: char| match letter {
        ' '..='~' => ASCII.get(letter as usize - 32).copied().unwrap_or(OTHER),
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffef}' | '\u{1f300}'..='\u{1faff}' => WIDE,
        '·' | '’' | '‘' => 300,
        _ => OTHER,
    };
    let thousandths: u64 = text.chars().map(|letter| u64::from(of(letter))).sum();
    thousandths as f64 / 1_000.0 * size * WIDEST * if bold { BOLD } else { 1.0 }
}

/// A text that is no wider than `most` by a measure: shortened in the middle where both ends tell, with an ellipsis.
pub fn shortened(text: &str, most: i32, measure: impl Fn(&str) -> i32) -> String {
    if measure(text) <= most {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |kept: usize| {
        // Two thirds of what is kept stand at the front: beginnings tell more.
        let back = kept / 3;
        let front: String = letters.iter().take(kept - back).collect();
        let end: String = letters.iter().skip(letters.len() - back).collect();
        format!("{}…{}", front.trim_end(), end.trim_start())
    };
    let (mut fits, mut beyond) = (1, letters.len());
    while fits + 1 < beyond {
        let middle = (fits + beyond) / 2;
        if measure(&cut(middle)) <= most { fits = middle } else { beyond = middle }
    }
    cut(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shortened_to_the_room_that_there_is() {
        let measure = |text: &str| width(text, 11.0, false) as i32;
        let name = "Session Duration in Second";
        assert_eq!(shortened(name, 200, measure), name);
        for most in [40, 60, 90] {
            let short = shortened(name, most, measure);
            assert!(measure(&short) <= most && short.contains('…'), "{short}");
        }
        assert_eq!(shortened("Severity", 0, measure), "S…");
        assert!(width("W", 10.0, true) > width("W", 10.0, false) && width("国", 10.0, false) > 10.0);
    }
}
