//! The report as HTML, for the page to show as it is: tables, and the picture as an inline SVG whose colors the page's
//! style sheet gives. It holds no script, no style and no address.

use std::fmt::Write;

use super::{Point, Report};
use crate::engine::decimal;
use crate::engine::decimal::grouped;
use crate::engine::export::markup::escaped;

/// Classes that have a color and a place in the legend of their own; the others share the last.
const COLORS: u32 = 8;

/// The picture's size, in its own units, and the room around the points.
const SIZE: f64 = 320.0;
const MARGIN: f64 = 26.0;

impl Report {
    /// The report as HTML.
    pub fn html(&self) -> String {
        let mut html = String::new();
        // Writing to a text cannot fail.
        let _ = self.write_html(&mut html);
        html
    }

    fn write_html(&self, out: &mut String) -> std::fmt::Result {
        write!(
            out,
            "<p role=\"status\" id=\"balance-verdict\">{} training rows, {} test rows. {} of numbers and {} of names say how near two rows are.</p>",
            grouped(self.train_rows),
            grouped(self.test_rows),
            count(self.numeric.len(), "column"),
            count(self.categorical.len(), "column"),
        )?;
        for note in &self.notes {
            write!(out, "<p class=\"note\">{}</p>", escaped(note))?;
        }
        self.write_counts(out)?;
        self.write_quality(out)?;
        self.write_picture(out)
    }

    fn write_counts(&self, out: &mut String) -> std::fmt::Result {
        let head = ["Before", "Asked for", "Made", "Removed", "Reached", "Test"];
        write!(
            out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Rows by class\"><table class=\"indicators\"><caption>Rows of the training part by {}</caption><thead><tr><th scope=\"col\">Class</th>",
            escaped(&self.target)
        )?;
        for name in head {
            write!(out, "<th scope=\"col\" class=\"number\">{name}</th>")?;
        }
        out.push_str("</tr></thead><tbody>");
        for class in &self.classes {
            write!(out, "<tr><th scope=\"row\">{}</th>", escaped(&class.name))?;
            for number in [class.before, class.asked, class.made, class.removed, class.reached, class.test] {
                write!(out, "<td class=\"number\">{}</td>", grouped(number))?;
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
        Ok(())
    }

    fn write_quality(&self, out: &mut String) -> std::fmt::Result {
        let Some(quality) = &self.quality else { return Ok(()) };
        let closest = &quality.closest;
        let mut facts = vec![
            (
                "Distance to the closest real row",
                format!("{} (random rows: {})", three(closest.median), three(closest.random_median)),
                "Median over made rows: the mean distance between two cells, 0 to 1. Near 0, the made rows are the real ones again.",
            ),
            (
                "Protection",
                three(closest.protection),
                "The first distance by that of random rows, at most 1.",
            ),
            ("Copies", percent(closest.copies), "Made rows that equal a real one."),
        ];
        if let Some(similarity) = quality.correlation_similarity {
            facts.push((
                "Correlation similarity",
                three(similarity),
                "1 where the correlations of numbers are the real ones.",
            ));
        }
        facts.push((
            "Pairs of names that no real row has",
            percent(quality.combinations.rows),
            "Made rows with at least one: names are voted for column by column.",
        ));
        out.push_str("<h3>Quality</h3><dl class=\"facts\">");
        for (name, value, help) in facts {
            write!(
                out,
                "<div><dt>{name}</dt><dd><strong>{value}</strong> <span class=\"help\">{help}</span></dd></div>"
            )?;
        }
        out.push_str("</dl>");
        if !quality.combinations.pairs.is_empty() {
            out.push_str("<p class=\"help\">Most of them: ");
            for (index, (first, second, share)) in quality.combinations.pairs.iter().enumerate() {
                let comma = if index > 0 { ", " } else { "" };
                write!(out, "{comma}{} with {} ({})", escaped(first), escaped(second), percent(*share))?;
            }
            out.push_str(".</p>");
        }
        out.push_str("<details><summary>Distance of each column</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Distance of each column\"><table class=\"indicators\"><caption>From the values of real rows of the same class: 0 the same, 1 nothing in common</caption><thead><tr><th scope=\"col\">Column</th><th scope=\"col\">Measure</th><th scope=\"col\" class=\"number\">Distance</th></tr></thead><tbody>");
        for column in &quality.columns {
            write!(
                out,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"number\">{}</td></tr>",
                escaped(&column.name),
                column.measure,
                three(column.distance)
            )?;
        }
        out.push_str("</tbody></table></div></details>");
        Ok(())
    }

    fn write_picture(&self, out: &mut String) -> std::fmt::Result {
        let Some(frame) = Frame::of(&self.points) else { return Ok(()) };
        let [first, second] = self.explained.map(percent);
        write!(
            out,
            "<figure class=\"components\"><figcaption><strong>Real and made rows by their first two principal components</strong>, of the real rows' numbers: across {first} of the variance, upwards {second}. Dots are real, crosses are made.</figcaption><div class=\"pair\">"
        )?;
        for (title, with_made) in [("Before", false), ("After", true)] {
            let made = self.points.iter().filter(|point| point.is_synthetic).count();
            let shown = self.points.len() - if with_made { 0 } else { made };
            write!(
                out,
                "<svg viewBox=\"0 0 {SIZE} {SIZE}\" role=\"img\" aria-label=\"{title}: {shown} rows{}\"><text class=\"title\" x=\"{MARGIN}\" y=\"16\">{title}</text><path class=\"axis\" d=\"M{MARGIN} {MARGIN}V{1}H{2}\"/>",
                if with_made { format!(", {made} of them made") } else { String::new() },
                SIZE - MARGIN,
                SIZE - MARGIN / 2.0,
            )?;
            write!(
                out,
                "<text class=\"along\" x=\"{}\" y=\"{}\">component 1</text>",
                SIZE - 92.0,
                SIZE - 9.0
            )?;
            write!(
                out,
                "<text class=\"along\" transform=\"rotate(-90)\" x=\"-104\" y=\"16\">component 2</text>"
            )?;
            for is_synthetic in [false, true] {
                if is_synthetic && !with_made {
                    continue;
                }
                for class in 0..COLORS {
                    self.write_points(out, &frame, class, is_synthetic)?;
                }
            }
            out.push_str("</svg>");
        }
        out.push_str("</div><ul class=\"legend\">");
        for (index, class) in self.classes.iter().enumerate() {
            let color = (index as u32).min(COLORS - 1);
            write!(
                out,
                "<li><svg viewBox=\"0 0 28 14\" aria-hidden=\"true\"><path class=\"real mark-{color}\" d=\"M7 7h0\"/><path class=\"made mark-{color}\" d=\"M18 4l6 6M24 4l-6 6\"/></svg> {}: real, made</li>",
                escaped(&class.name)
            )?;
        }
        out.push_str("</ul></figure>");
        Ok(())
    }

    /// All points of a class as one path.
    fn write_points(
        &self,
        out: &mut String,
        frame: &Frame,
        color: u32,
        is_synthetic: bool,
    ) -> std::fmt::Result {
        let mut path = String::new();
        let points = self
            .points
            .iter()
            .filter(|point| point.class.min(COLORS - 1) == color && point.is_synthetic == is_synthetic);
        for point in points {
            let (x, y) = frame.place(point);
            let (x, y) = (decimal::text_rounded(x, 1), decimal::text_rounded(y, 1));
            let mark = if is_synthetic { "m-2-2l4 4m0-4l-4 4" } else { "h0" };
            write!(path, "M{x} {y}{mark}")?;
        }
        if path.is_empty() {
            return Ok(());
        }
        let kind = if is_synthetic { "made" } else { "real" };
        write!(out, "<path class=\"{kind} mark-{color}\" d=\"{path}\"/>")
    }
}

/// What part of the plane a picture shows.
struct Frame {
    x: (f64, f64),
    y: (f64, f64),
}

impl Frame {
    fn of(points: &[Point]) -> Option<Self> {
        let ends = |of: fn(&Point) -> f64| {
            points.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(least, greatest), value| {
                (least.min(value), greatest.max(value))
            })
        };
        let frame = Frame { x: ends(|point| point.x), y: ends(|point| point.y) };
        (frame.x.0 < frame.x.1 && frame.y.0 < frame.y.1).then_some(frame)
    }

    fn place(&self, point: &Point) -> (f64, f64) {
        let room = SIZE - 2.0 * MARGIN;
        let across = (point.x - self.x.0) / (self.x.1 - self.x.0);
        let up = (point.y - self.y.0) / (self.y.1 - self.y.0);
        (MARGIN + 6.0 + across * room, SIZE - MARGIN - 6.0 - up * room)
    }
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn three(value: f64) -> String {
    decimal::text_rounded(value, 3)
}

fn percent(share: f64) -> String {
    format!("{} %", decimal::text_rounded(share * 100.0, 1))
}
