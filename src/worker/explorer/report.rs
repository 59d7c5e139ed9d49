//! The report of the data that is looked at: the same HTML file that the command line writes.

use super::held::Held;
use crate::engine::audit::{self, Audit, Declarations};
use crate::engine::configuration::link::Link;
use crate::engine::explore::Request;
use crate::engine::explore::cells::is_labelled;
use crate::engine::{Configuration, Generator, Problem};
use crate::report::{Source, html, usual_charts};

/// The report of the rows that pass the filter, with the usual charts and the one that is shown. Data of a configuration
/// is audited and has its link; a file is audited where it has labels, and no more rows than an audit looks at.
///
/// # Errors
/// A chart that the data has no columns for.
pub fn report(
    held: &Held,
    configuration: Option<&Configuration>,
    shown: Option<&Request>,
) -> Result<String, Problem> {
    let audit = match configuration {
        Some(configuration) => {
            Generator::new(configuration).ok().map(|mut generator| Audit::of(&mut generator).run_to_end())
        }
        None => (is_labelled(&held.table) && held.table.rows() as u64 <= audit::MOST_ROWS)
            .then(|| Audit::new(held.table.clone(), Declarations::default()).run_to_end()),
    };
    let link = configuration.map(|configuration| {
        (format!("#{}", Link::of(configuration.clone()).write()), configuration.overrides())
    });
    let mut requests = usual_charts(&held.table);
    if let Some(shown) = shown.filter(|shown| !requests.contains(shown)) {
        requests.insert(0, shown.clone());
    }
    let source = Source {
        name: &held.name,
        configuration: link.as_ref().map(|(link, settings)| (link.as_str(), settings.as_slice())),
        audit: audit.as_ref(),
    };
    html(&source, &held.table, &held.rows, &requests)
}
