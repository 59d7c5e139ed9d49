//! What the address of the page stands for: a dataset and what is looked at in it. Without the browser, which holds it.

use super::look::Look;
use crate::engine::Problem;
use crate::engine::configuration::Preset;
use crate::engine::configuration::link::{Link, MAX_VIEW_LENGTH};

/// What a fragment stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// The dataset.
    pub link: Link,
    /// What is looked at.
    pub look: Look,
    /// What of it cannot be used.
    pub problems: Vec<Problem>,
    /// Whether it is a link at all; if not, the default stands in its place.
    is_link: bool,
}

impl Address {
    /// Reads a fragment, without `#`. An empty one stands for the default.
    pub fn read(fragment: &str) -> Self {
        let default = || Link::of(Preset::ALL[0].configuration());
        let read = if fragment.is_empty() { Ok((default(), Vec::new())) } else { Link::read(fragment) };
        let is_link = read.is_ok();
        let (link, mut problems) = read.unwrap_or_else(|problem| (default(), vec![problem]));
        let (look, of_views) = Look::read(&link.views);
        problems.extend(of_views);
        Address { link, look, problems, is_link }
    }

    /// Whether it is that of a link's dataset, whatever is looked at.
    pub fn is_of(&self, link: &Link) -> bool {
        let same = |a: &Link, b: &Link| a.configuration == b.configuration && a.classroom == b.classroom;
        self.is_link && same(&self.link, link)
    }

    /// The fragment where something else is looked at in the same dataset; none where nothing changes.
    ///
    /// # Errors
    /// It is more than a link holds.
    pub fn with_look(&self, look: &Look) -> Result<Option<String>, Problem> {
        if *look == self.look {
            return Ok(None);
        }
        let views = look.write();
        if let Some(setting) = views.iter().find(|setting| setting.value.len() > MAX_VIEW_LENGTH) {
            let reason =
                text!("what is chosen is too long for a link ('{setting}')", setting = &setting.path);
            return Err(Problem::new("", reason, text!("choose less; nothing was changed")));
        }
        Ok(Some(Link { views, ..self.link.clone() }.write()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::explore::filter::Filter;

    fn filtered(text: &str) -> Look {
        Look { filter: Filter::read(text).unwrap(), ..Look::default() }
    }

    // A view changed the address while its dataset was being generated, and the address became that of the dataset
    // that was still shown.
    #[test]
    fn a_change_of_a_view_leaves_the_dataset_of_the_address() {
        let before = Address::read("v1.classic&seed=31&rows=300&title=Week%201&color=blue&balance.k=3");
        let look = Look { filter: Filter::read("Severity:High").unwrap(), ..before.look.clone() };
        let fragment = before.with_look(&look).unwrap().unwrap();
        let after = Address::read(&fragment);
        assert_eq!(after.look, look);
        assert!(after.is_of(&before.link));
        assert_eq!(after.link.unknown, before.link.unknown);
        assert_eq!(after.with_look(&look), Ok(None));
        // Taken back, the address is what it was.
        let back = Address::read(&after.with_look(&before.look).unwrap().unwrap());
        assert_eq!(back, before);
    }

    #[test]
    fn no_fragment_is_the_default_and_a_damaged_one_stands_for_no_dataset() {
        let default = Link::of(Preset::ALL[0].configuration());
        let empty = Address::read("");
        assert!(empty.is_of(&default) && empty.problems.is_empty());
        assert_eq!(empty.with_look(&Look::default()), Ok(None));
        let damaged = Address::read("v1.clas");
        assert_eq!((&damaged.link, damaged.problems.len()), (&default, 1));
        assert!(!damaged.is_of(&default));
    }

    #[test]
    fn another_seed_rows_or_class_is_another_dataset() {
        let address = Address::read("v1.classic&seed=31");
        assert!(address.is_of(&Address::read("v1.classic&seed=31&explore.sort=Cost").link));
        for other in
            ["v1.classic&seed=32", "v1.classic&seed=31&rows=5", "v1.classic&seed=31&title=A", "v1.realistic"]
        {
            assert!(!address.is_of(&Address::read(other).link), "{other}");
        }
    }

    #[test]
    fn a_filter_that_a_link_would_lose_is_refused() {
        let name = "x".repeat(MAX_VIEW_LENGTH);
        let problem = Address::read("").with_look(&filtered(&format!("Severity:{name}"))).unwrap_err();
        assert!(problem.reason.contains("explore.filter"), "{problem:?}");
    }

    #[test]
    fn problems_of_the_dataset_and_of_the_views_are_told() {
        let address = Address::read("v1.classic&users=0&explore.chart=painting&explore.sort=Cost");
        assert_eq!(address.problems.len(), 2, "{:?}", address.problems);
        assert!(address.look.sort.is_some() && address.look.chart.is_none());
    }
}
