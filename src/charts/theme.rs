//! Two themes as plain values: what each role of a color looks like on light and on dark ground.
//!
//! Series take the colors of Okabe and Ito ("Color universal design", 2008), darkened on light ground and lightened on
//! dark until each has a contrast of three to one; shapes, dashes and names stand beside them.

use crate::engine::explore::chart::Paint;
use crate::engine::response::SCENARIOS;

/// A color: red, green, blue.
pub type Rgb = [u8; 3];

/// The font of all text in charts.
pub const FONT: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/// The sizes of text in logical pixels: titles; all else.
pub const TITLE_SIZE: u32 = 13;
/// Labels, figures and notes.
pub const TEXT_SIZE: u32 = 11;

/// The colors of a theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// `light` or `dark`.
    pub name: &'static str,
    /// The ground.
    pub ground: Rgb,
    /// Text and axes.
    pub ink: Rgb,
    /// Text that stands back.
    pub quiet: Rgb,
    /// Grid lines.
    pub grid: Rgb,
    accent: Rgb,
    alert: Rgb,
    normal: Rgb,
    anomalous: Rgb,
    series: [Rgb; 8],
    levels: [Rgb; 4],
    /// From nothing to most.
    shades: [Rgb; 3],
    /// The end below zero, the middle, the end above.
    balance: [Rgb; 3],
}

impl Theme {
    /// On light ground.
    pub const LIGHT: Theme = Theme {
        name: "light",
        ground: [255, 255, 255],
        ink: [22, 32, 44],
        quiet: [91, 103, 117],
        grid: [226, 230, 235],
        accent: [29, 95, 168],
        alert: [164, 22, 26],
        normal: [109, 147, 184],
        anomalous: [180, 83, 10],
        series: [
            [0, 114, 178],
            [196, 84, 0],
            [0, 133, 97],
            [176, 88, 140],
            [150, 112, 0],
            [46, 140, 191],
            [110, 70, 160],
            [95, 95, 95],
        ],
        levels: [[47, 158, 87], [224, 172, 19], [226, 113, 29], [164, 22, 26]],
        shades: [[238, 244, 250], [92, 156, 206], [8, 48, 107]],
        balance: [[178, 88, 6], [247, 247, 247], [33, 92, 154]],
    };

    /// On dark ground.
    pub const DARK: Theme = Theme {
        name: "dark",
        ground: [22, 29, 38],
        ink: [230, 235, 241],
        quiet: [150, 163, 177],
        grid: [42, 52, 64],
        accent: [106, 174, 245],
        alert: [255, 138, 128],
        normal: [93, 134, 173],
        anomalous: [240, 163, 92],
        series: [
            [86, 180, 233],
            [240, 150, 60],
            [54, 200, 155],
            [222, 150, 190],
            [240, 228, 66],
            [130, 150, 235],
            [185, 145, 235],
            [185, 185, 185],
        ],
        levels: [[72, 180, 111], [227, 185, 60], [238, 138, 65], [224, 85, 90]],
        shades: [[38, 50, 62], [56, 118, 172], [190, 225, 252]],
        balance: [[240, 150, 60], [52, 62, 72], [96, 170, 236]],
    };

    /// The value of a color; none where nothing is drawn.
    pub fn color(&self, paint: Paint) -> Option<Rgb> {
        Some(match paint {
            Paint::Accent => self.accent,
            Paint::Alert => self.alert,
            Paint::Normal => self.normal,
            Paint::Anomalous => self.anomalous,
            Paint::Ink => self.ink,
            Paint::Quiet => self.quiet,
            Paint::Series(index) => self.series[usize::from(index) % self.series.len()],
            Paint::Level(level) => self.levels[usize::from(level).min(3)],
            Paint::Scenario(number) => scenario(number)?,
            Paint::Shade(share) => between(self.shades, share.clamp(0.0, 1.0)),
            Paint::Balance(share) => between(self.balance, share.clamp(-1.0, 1.0) * 0.5 + 0.5),
            Paint::None => return None,
        })
    }

    /// The value of a color for a style sheet: `#1d5fa8`.
    pub fn css(&self, paint: Paint) -> String {
        self.color(paint).map_or_else(|| "none".to_owned(), hex)
    }

    /// The color of text on a ground of a color: black or white, whichever has more contrast. One of both has at least
    /// 4.5 to one on any ground; of softer colors neither might.
    pub fn on(ground: Rgb) -> Rgb {
        let luminance = luminance(ground);
        if (luminance + 0.05) * (luminance + 0.05) > 0.05 * 1.05 { [0, 0, 0] } else { [255, 255, 255] }
    }
}

/// A color for a style sheet.
pub fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The luminance of a color by WCAG 2.2, from 0 to 1.
pub fn luminance(color: Rgb) -> f64 {
    let [red, green, blue] = color.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn scenario(number: u8) -> Option<Rgb> {
    let hex = SCENARIOS.iter().find(|scenario| scenario.number == number)?.color.hex;
    let value = u32::from_str_radix(hex.trim_start_matches('#'), 16).ok()?;
    Some([(value >> 16) as u8, (value >> 8) as u8, value as u8])
}

fn between(stops: [Rgb; 3], share: f32) -> Rgb {
    let place = share * 2.0;
    let (from, to, share) =
        if place < 1.0 { (stops[0], stops[1], place) } else { (stops[1], stops[2], place - 1.0) };
    let mix = |part: usize| {
        let (from, to) = (f32::from(from[part]), f32::from(to[part]));
        (from + (to - from) * share).round() as u8
    };
    [mix(0), mix(1), mix(2)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let (a, b) = (luminance(one) + 0.05, luminance(other) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn text_and_series_stand_out_from_the_ground() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            for text in [theme.ink, theme.quiet, theme.alert] {
                assert!(contrast(text, theme.ground) >= 4.5, "{text:?} in {}", theme.name);
            }
            for series in theme.series.into_iter().chain([theme.accent, theme.normal, theme.anomalous]) {
                assert!(contrast(series, theme.ground) >= 3.0, "{series:?} in {}", theme.name);
            }
        }
    }

    /// Levels and series once had other colors in the charts than beside them.
    #[test]
    fn the_style_sheet_has_the_same_colors() {
        let sheet = include_str!("../../style/tokens.css");
        let (light, dark) = (Theme::LIGHT, Theme::DARK);
        let mut colors = vec![
            ("card".to_owned(), [light.ground, dark.ground]),
            ("ink".to_owned(), [light.ink, dark.ink]),
            ("ink-quiet".to_owned(), [light.quiet, dark.quiet]),
            ("accent".to_owned(), [light.accent, dark.accent]),
            ("error".to_owned(), [light.alert, dark.alert]),
            ("normal".to_owned(), [light.normal, dark.normal]),
            ("anomalous".to_owned(), [light.anomalous, dark.anomalous]),
        ];
        let pairs = |light: &[Rgb], dark: &[Rgb]| -> Vec<[Rgb; 2]> {
            light.iter().zip(dark).map(|(&light, &dark)| [light, dark]).collect()
        };
        let levels = ["low", "medium", "high", "critical"].map(|name| format!("level-{name}"));
        colors.extend(levels.into_iter().zip(pairs(&light.levels, &dark.levels)));
        let series = pairs(&light.series, &dark.series).into_iter().enumerate();
        colors.extend(series.map(|(index, pair)| (format!("mark-{index}"), pair)));
        for (name, [light, dark]) in colors {
            let declaration = format!("\n  --{name}: light-dark({}, {});", hex(light), hex(dark));
            assert!(sheet.contains(&declaration), "{}", declaration.trim());
        }
    }

    #[test]
    fn text_can_be_read_on_every_color() {
        for number in 1..=16 {
            let ground = scenario(number).unwrap();
            assert!(contrast(Theme::on(ground), ground) >= 4.5, "scenario {number}");
        }
        for theme in [Theme::LIGHT, Theme::DARK] {
            for step in 0..=20 {
                for paint in [Paint::Shade(step as f32 / 20.0), Paint::Balance(step as f32 / 10.0 - 1.0)] {
                    let ground = theme.color(paint).unwrap();
                    assert!(contrast(Theme::on(ground), ground) >= 4.5, "{paint:?} in {}", theme.name);
                }
            }
        }
        assert_eq!(Theme::LIGHT.css(Paint::Accent), "#1d5fa8");
        assert_eq!(Theme::LIGHT.css(Paint::None), "none");
    }
}
