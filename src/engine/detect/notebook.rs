//! A comparison as a Jupyter notebook that makes it again from the CSV file with pandas, scikit-learn and PyOD. Its cells are
//! those of `notebook/cells.py`; what the reader should know first, and the parameters, are written here.

mod parameters;

use super::data::MAX_ROWS;
use super::markdown::escaped;
use super::options::Options;
use super::origin::Origin;
use super::report::Report;
use crate::engine::decimal::grouped;
use crate::engine::export::{Encoding, File, View, ipynb};
use parameters::Parameters;

/// The name under which a notebook is saved.
pub const NAME: &str = "detectors.ipynb";

/// The cells, in the percent format.
const TEMPLATE: &str = include_str!("notebook/cells.py");

/// The notebook of a report: JSON, in the format 4.5 of Jupyter.
pub fn text(report: &Report, options: &Options, origin: &Origin) -> String {
    let parameters = Parameters::of(report, options, origin);
    let cells = ipynb::cells(TEMPLATE).filter_map(|mut cell| {
        cell.source = match cell.name {
            "" => cell.source,
            "introduction" => introduction(report, origin),
            "parameters" => parameters.to_string(),
            "own" => matches!(origin, Origin::File(_)).then_some(cell.source)?,
            "campaigns" => parameters.reads_answers().then_some(cell.source)?,
            "sampled" => is_sampled(report).then_some(cell.source)?,
            "synthetic" => report.recipe.has_synthetic.then_some(cell.source)?,
            "rest" => rest(report)?,
            _ => return None,
        };
        Some(cell)
    });
    ipynb::text(cells)
}

/// Whether not all rows were looked at.
fn is_sampled(report: &Report) -> bool {
    report.rows.rows > MAX_ROWS
}

/// What is done again, and from what.
fn introduction(report: &Report, origin: &Origin) -> String {
    let source = match origin {
        Origin::File(name) => format!("Put `{name}` beside this notebook."),
        Origin::Dataset(dataset) => {
            let (name, configuration) =
                (File::Dataset(View::Combined).name(Encoding::default()), dataset.named());
            let added = match dataset.added_names() {
                names if names.is_empty() => String::new(),
                names => format!("\n\nThe link also switches on columns that detectors see: {names}."),
            };
            format!(
                "Put `{name}` of the {configuration} beside this notebook: download it on the page, or run\n\n\
                 ```sh\n{}\n```{added}",
                dataset.command()
            )
        }
    };
    let notes: String = report.notes.iter().map(|note| format!("\n\n{}", escaped(&note.english()))).collect();
    format!(
        "# Detectors on {}\n\n\
         CyberDataGen compared detectors on {} rows, {} of them anomalous, with a {}: {}. This notebook makes the \
         comparison again with pandas, scikit-learn and PyOD, and sets its figures beside those.{notes}\n\n\
         {source}\n\n\
         It was tried with the versions below, which take Python 3.11 or later.",
        escaped(&origin.name()),
        grouped(report.rows.rows),
        grouped(report.rows.anomalous),
        report.split,
        report.finding(),
    )
}

/// What is not made again, and why.
fn rest(report: &Report) -> Option<String> {
    let balanced: Vec<String> = report
        .detectors
        .iter()
        .filter(|scored| scored.balanced)
        .map(|scored| scored.title().english())
        .collect();
    let balanced = (!balanced.is_empty()).then(|| {
        format!(
            "Not here: {}. They also learned from synthetic rows, and imbalanced-learn draws other ones than CyberDataGen, \
             so their figures would not be the same.",
            balanced.join("; ")
        )
    });
    let skipped = report.skipped.iter();
    let skipped = skipped.map(|one| escaped(&one.sentence().english()));
    let told: Vec<String> = balanced.into_iter().chain(skipped).collect();
    (!told.is_empty()).then(|| told.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::*;
    use crate::engine::detect::fixture;
    use crate::engine::detect::options::{all, name};

    fn notebook(settings: &[(&str, &str)], rows: &str) -> (Value, String) {
        let (report, options, origin) = fixture::of_preset(settings, rows);
        let notebook: Value = serde_json::from_str(&text(&report, &options, &origin)).unwrap();
        let cells = notebook["cells"].as_array().unwrap();
        let lines = cells.iter().flat_map(|cell| cell["source"].as_array().unwrap());
        let code = lines.map(|line| line.as_str().unwrap()).collect();
        (notebook, code)
    }

    /// <https://nbformat.readthedocs.io/en/latest/format_description.html>
    #[test]
    fn a_notebook_is_of_the_format_and_no_two_cells_have_an_id() {
        let (notebook, code) = notebook(&[("detectors", "logistic,ecod,score")], "1500");
        assert_eq!((&notebook["nbformat"], &notebook["nbformat_minor"]), (&json!(4), &json!(5)));
        assert_eq!(notebook["metadata"]["language_info"]["name"], "python");
        let cells = notebook["cells"].as_array().unwrap();
        let mut ids = BTreeSet::new();
        for cell in cells {
            let id = cell["id"].as_str().unwrap();
            assert!(ids.insert(id) && id.len() <= 64, "{id}");
            assert!(id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-'), "{id}");
            let source = cell["source"].as_array().unwrap();
            let (last, others) = source.split_last().unwrap();
            assert!(others.iter().all(|line| line.as_str().unwrap().ends_with('\n')));
            assert!(!last.as_str().unwrap().ends_with('\n') && cell["metadata"].is_object());
            let mut keys: Vec<&str> = cell.as_object().unwrap().keys().map(String::as_str).collect();
            keys.sort_unstable();
            match cell["cell_type"].as_str().unwrap() {
                "markdown" => assert_eq!(keys, ["cell_type", "id", "metadata", "source"]),
                "code" => {
                    assert_eq!(keys, ["cell_type", "execution_count", "id", "metadata", "outputs", "source"]);
                    assert!(cell["outputs"] == json!([]) && cell["execution_count"].is_null());
                }
                other => panic!("{other}"),
            }
        }
        assert!(cells.len() > 15 && cells[0]["source"][0] == "# Detectors on the Realistic dataset\n");
        assert!(code.contains("%pip install") && !code.contains("\n# %%") && !code.contains("# %"));
        assert!(code.contains("READ = {}") && code.contains("MISSING = [\"\"]") && code.contains("[1.0]"));
        assert!(
            !code.contains("answer_key.csv") && !code.contains("SAMPLE_KEYS") && !code.contains("Unnamed")
        );
    }

    #[test]
    fn every_detector_has_its_code_and_every_cell_its_place() {
        for key in all() {
            let name = name(&key).unwrap();
            assert!(key == "score" || TEMPLATE.contains(&format!("    \"{name}\": ")), "{name}");
        }
        let names: BTreeSet<&str> = ipynb::cells(TEMPLATE).map(|cell| cell.name).collect();
        let known = ["", "campaigns", "introduction", "own", "parameters", "rest", "sampled", "synthetic"];
        assert!(names.into_iter().eq(known));
    }

    #[test]
    fn what_is_left_out_is_said() {
        let settings = [("detectors", "logistic,ecod"), ("balance", "on"), ("split", "campaign")];
        let (_, code) = notebook(&settings, "1500");
        assert!(code.contains("Not here: Logistic regression, balanced. They also learned"));
        assert!(code.contains("answer_key.csv") && code.contains("ANSWERS = {}"));
        assert!(!code.contains("\"Logistic regression, balanced\""));
    }
}
