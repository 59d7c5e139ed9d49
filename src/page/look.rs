//! What is looked at: filter, order, chart, options of balancing and of detectors, as the address carries them beside
//! the configuration. Changing it changes no data.

use crate::engine::Problem;
use crate::engine::balance::Options;
use crate::engine::configuration::Override;
use crate::engine::configuration::link::{LANGUAGE, PRESENT, VIEW};
use crate::engine::detect;
use crate::engine::explore::Request;
use crate::engine::explore::filter::Filter;
use crate::engine::explore::query::Sort;
use crate::engine::respond::{self, options::PART};
use crate::page::language::Language;
use crate::page::workspaces::learn::place::Place;
use crate::page::workspaces::respond::part::Part;

/// The path of the chart in a link.
const CHART: &str = "explore.chart";

/// The path of the filter in a link.
const FILTER: &str = "explore.filter";

/// The path of the order in a link.
const SORT: &str = "explore.sort";

/// What a link says where the workspace is presented.
const PRESENTED: &str = "yes";

/// What follows the column in a link where its rows descend.
const DESCENDING: &str = " down";

/// A workspace of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workspace {
    /// The rows, their counts and their timeline.
    #[default]
    Data,
    /// Charts, statistics and alerts.
    Explore,
    /// Whether the data is worth training on.
    Audit,
    /// Balancing the classes.
    Balance,
    /// How well detectors find the anomalous rows.
    Detect,
    /// Rows as they come, what is done about them, and by which rules.
    Respond,
    /// Lessons, and what words mean.
    Learn,
}

impl Workspace {
    /// All of them, in the order of the bar.
    pub const ALL: [Workspace; 7] = [
        Workspace::Data,
        Workspace::Explore,
        Workspace::Audit,
        Workspace::Balance,
        Workspace::Detect,
        Workspace::Respond,
        Workspace::Learn,
    ];

    /// How a link names it.
    pub fn key(self) -> &'static str {
        match self {
            Workspace::Data => "data",
            Workspace::Explore => "explore",
            Workspace::Audit => "audit",
            Workspace::Balance => "balance",
            Workspace::Detect => "detect",
            Workspace::Respond => "respond",
            Workspace::Learn => "learn",
        }
    }

    /// What stands on its tab.
    pub fn name(self) -> &'static str {
        match self {
            Workspace::Data => words!("Data"),
            Workspace::Explore => words!("Explore"),
            Workspace::Audit => words!("Audit"),
            Workspace::Balance => words!("Balance"),
            Workspace::Detect => words!("Detect"),
            Workspace::Respond => words!("Respond"),
            Workspace::Learn => words!("Learn"),
        }
    }

    fn read(key: &str) -> Result<Self, Problem> {
        let found = Workspace::ALL.into_iter().find(|workspace| workspace.key() == key);
        found.ok_or_else(|| {
            let keys = Workspace::ALL.map(Workspace::key).join(", ");
            let reason = text!("there is no workspace '{key}'", key);
            Problem::new(VIEW, reason, text!("it is one of {keys}", keys))
        })
    }
}

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// The workspace.
    pub workspace: Workspace,
    /// Which rows of the generated dataset.
    pub filter: Filter,
    /// The order of the table; none for the dataset's own.
    pub sort: Option<Sort>,
    /// The chart; none for the first one.
    pub chart: Option<Request>,
    /// The options of balancing that differ from the default.
    pub balance: Vec<Override>,
    /// The options of comparing detectors that differ from the default.
    pub detect: Vec<Override>,
    /// The options of the monitor, its rules among them, that differ from the default.
    pub respond: Vec<Override>,
    /// The part of Respond.
    pub part: Part,
    /// The lesson that stands beside the workspaces, and the part of Learn.
    pub place: Place,
    /// Whether the workspace is presented: in large type, and without the page around it.
    pub is_presented: bool,
    /// The language of the page, where the link says which.
    pub language: Option<Language>,
}

impl Look {
    /// What the settings of a link say, and what of it cannot be used; those of no view are left out.
    pub fn read(settings: &[Override]) -> (Look, Vec<Problem>) {
        let text = |path: &str| {
            let found = settings.iter().find(|setting| setting.path == path);
            found.map(|setting| setting.value.as_str()).filter(|value| !value.is_empty())
        };
        let (options, mut problems) = Options::of(settings);
        let of_detect = |setting: &&Override| setting.path.starts_with(detect::options::PREFIX);
        let of_detect: Vec<Override> = settings.iter().filter(of_detect).cloned().collect();
        let (detecting, further) = detect::Options::of(&of_detect);
        problems.extend(further);
        let of_respond =
            |setting: &&Override| setting.path.starts_with(respond::options::PREFIX) && setting.path != PART;
        let of_respond: Vec<Override> = settings.iter().filter(of_respond).cloned().collect();
        let (responding, further) = respond::Options::of(&of_respond);
        problems.extend(further);
        let (place, further) = Place::read(text);
        problems.extend(further);
        let mut told = |problem| problems.push(problem);
        let chart = text(CHART).and_then(|text| Request::read(text).map_err(&mut told).ok());
        // A link from before there were workspaces opens where its author had a chart.
        let start = if chart.is_some() { Workspace::Explore } else { Workspace::Data };
        let look = Look {
            workspace: text(VIEW)
                .and_then(|key| Workspace::read(key).map_err(&mut told).ok())
                .unwrap_or(start),
            filter: text(FILTER)
                .and_then(|text| Filter::read(text).map_err(&mut told).ok())
                .unwrap_or_default(),
            sort: text(SORT).map(read_sort),
            chart,
            balance: options.settings(),
            detect: detecting.changed(),
            respond: responding.changed(),
            part: text(PART).and_then(Part::of_key).unwrap_or_default(),
            place,
            language: text(LANGUAGE).and_then(|key| read_language(key).map_err(&mut told).ok()),
            is_presented: text(PRESENT).is_some_and(|text| text == PRESENTED),
        };
        (look, problems)
    }

    /// The settings that say it, by path.
    pub fn write(&self) -> Vec<Override> {
        let setting = |path: &str, value: String| Override { path: path.to_owned(), value };
        let chart = self.chart.as_ref().map(|chart| setting(CHART, chart.write()));
        let filter = (!self.filter.is_empty()).then(|| setting(FILTER, self.filter.text()));
        let sort = self.sort.as_ref().map(|sort| setting(SORT, write_sort(sort)));
        let start = if self.chart.is_some() { Workspace::Explore } else { Workspace::Data };
        let view = (self.workspace != start).then(|| setting(VIEW, self.workspace.key().to_owned()));
        let part = (self.part != Part::default()).then(|| setting(PART, self.part.key().to_owned()));
        let present = self.is_presented.then(|| setting(PRESENT, PRESENTED.to_owned()));
        let language = self.language.map(|language| setting(LANGUAGE, language.key().to_owned()));
        let options = self.balance.iter().chain(&self.detect).chain(&self.respond).cloned();
        options
            .chain(self.place.write())
            .chain(part)
            .chain(present)
            .chain(language)
            .chain(chart)
            .chain(filter)
            .chain(sort)
            .chain(view)
            .collect()
    }
}

fn read_language(key: &str) -> Result<Language, Problem> {
    Language::ALL.into_iter().find(|language| language.key() == key).ok_or_else(|| {
        let keys = Language::ALL.map(Language::key).join(", ");
        let reason = text!("there is no language '{key}'", key);
        Problem::new(LANGUAGE, reason, text!("it is one of {keys}", keys))
    })
}

fn read_sort(text: &str) -> Sort {
    let column = text.strip_suffix(DESCENDING);
    Sort { column: column.unwrap_or(text).to_owned(), descending: column.is_some() }
}

fn write_sort(sort: &Sort) -> String {
    format!("{}{}", sort.column, if sort.descending { DESCENDING } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;
    use crate::engine::configuration::link::Link;

    fn settings(pairs: &[(&str, &str)]) -> Vec<Override> {
        let setting =
            |&(path, value): &(&str, &str)| Override { path: path.to_owned(), value: value.to_owned() };
        pairs.iter().map(setting).collect()
    }

    #[test]
    fn what_a_link_carries_is_read_and_written_as_it_stands() {
        let carried = settings(&[
            ("balance.k", "3"),
            ("balance.method", "smote"),
            ("detect.detectors", "forest,ecod"),
            ("detect.seed", "9"),
            ("explore.chart", "histogram?columns=Cost&by=Severity&bins=40"),
            ("explore.filter", "Severity:Critical,High;Cost@10..20"),
            ("explore.sort", "Cost down"),
        ]);
        let (look, problems) = Look::read(&carried);
        assert_eq!(problems, []);
        assert_eq!(look.sort, Some(Sort { column: "Cost".to_owned(), descending: true }));
        assert_eq!(look.filter.conditions().len(), 2);
        assert_eq!(look.write(), carried);
        assert_eq!(Look::read(&look.write()), (look, Vec::new()));
    }

    #[test]
    fn a_link_with_views_keeps_its_text() {
        let fragment =
            "v1.classic&seed=8&balance.k=3&explore.filter=Severity:High&explore.sort=Threat%20Score";
        let (mut link, _) = Link::read(fragment).unwrap();
        link.views = Look::read(&link.views).0.write();
        assert_eq!(link.write(), fragment);
        // Nothing looked at in particular leaves nothing in the address.
        let plain = Link::of(Preset::ALL[0].configuration());
        assert_eq!(Look::read(&plain.views), (Look::default(), Vec::new()));
        assert_eq!(Look::default().write(), []);
    }

    #[test]
    fn a_link_opens_the_workspace_where_its_author_stood() {
        for workspace in Workspace::ALL {
            let look = Look { workspace, ..Look::default() };
            assert_eq!(Look::read(&look.write()), (look, Vec::new()));
        }
        let audit = Look { workspace: Workspace::Audit, ..Look::default() };
        assert_eq!(audit.write(), settings(&[("view", "audit")]));
        // One with a chart, from before there were workspaces, stands in Explore; it can still be left.
        let chart = settings(&[("explore.chart", "histogram")]);
        let (mut look, _) = Look::read(&chart);
        assert_eq!((look.workspace, look.write()), (Workspace::Explore, chart));
        look.workspace = Workspace::Data;
        assert_eq!(Look::read(&look.write()), (look, Vec::new()));
        let (look, problems) = Look::read(&settings(&[("view", "attic")]));
        assert_eq!((look.workspace, problems.len()), (Workspace::Data, 1));
    }

    #[test]
    fn a_link_opens_a_lesson_at_its_step() {
        let carried = settings(&[("learn.lesson", "leak"), ("learn.step", "3"), ("view", "audit")]);
        let (look, problems) = Look::read(&carried);
        assert_eq!((problems, look.place.step, look.write()), (Vec::new(), 2, carried));
        let own = settings(&[("learn.own", "c1NW"), ("learn.part", "own")]);
        assert_eq!(Look::read(&own).0.write(), own);
        let (look, problems) = Look::read(&settings(&[("learn.lesson", "leak"), ("learn.step", "0")]));
        assert_eq!((look.place.step, problems.len()), (0, 1));
    }

    #[test]
    fn a_workspace_is_presented_where_the_link_says_so() {
        let (look, problems) = Look::read(&settings(&[("present", "yes"), ("view", "audit")]));
        assert!(look.is_presented && problems.is_empty());
        assert_eq!(look.write(), settings(&[("present", "yes"), ("view", "audit")]));
        let (mut link, _) = Link::read("v1.classic&seed=8&present=yes&view=audit").unwrap();
        link.views = Look::read(&link.views).0.write();
        assert_eq!(link.write(), "v1.classic&seed=8&present=yes&view=audit");
    }

    #[test]
    fn a_link_says_its_language() {
        let carried = settings(&[("language", "fr"), ("view", "audit")]);
        let (look, problems) = Look::read(&carried);
        assert_eq!((look.language, problems, look.write()), (Some(Language::French), Vec::new(), carried));
        let (look, problems) = Look::read(&settings(&[("language", "tlh")]));
        assert_eq!((look.language, problems.len()), (None, 1));
    }

    #[test]
    fn an_ascending_order_has_no_mark() {
        let (look, _) = Look::read(&settings(&[("explore.sort", "Session ID")]));
        assert_eq!(look.sort, Some(Sort { column: "Session ID".to_owned(), descending: false }));
        assert_eq!(look.write(), settings(&[("explore.sort", "Session ID")]));
    }

    #[test]
    fn what_cannot_be_used_is_told_and_the_rest_applies() {
        let carried = settings(&[
            ("balance.k", "none at all"),
            ("balance.seed", "9"),
            ("detect.detectors", "oracle"),
            ("detect.train-share", "60"),
            ("explore.chart", "painting"),
            ("explore.filter", "Cost@a..b"),
            ("explore.sort", "Cost"),
            ("seed", "7"),
        ]);
        let (look, problems) = Look::read(&carried);
        assert_eq!(problems.len(), 4, "{problems:?}");
        let kept = [("balance.seed", "9"), ("detect.train-share", "60"), ("explore.sort", "Cost")];
        assert_eq!(look.write(), settings(&kept));
    }
}
