//! A notebook to start from: it loads the dataset, looks at it and trains a first model. Its cells are those of `starter.py`.

use super::super::files::{File, View};
use super::super::formats::{Encoding, Kind};
use super::super::ipynb;
use super::pandas::{READ_SQL, read};
use crate::engine::configuration::Configuration;
use crate::engine::configuration::file::quoted;
use crate::engine::configuration::link::Link;
use crate::engine::dataset::ColumnId;
use crate::engine::dataset::schema::{Column, Role, Type};

/// The name under which it is saved.
pub const NAME: &str = "starter.ipynb";

/// The cells, in the percent format of Jupytext.
const TEMPLATE: &str = include_str!("starter.py");

/// The file that the notebook loads: the combined dataset, in the first of the formats.
pub fn file(files: &[(File, Encoding)]) -> Option<(File, Encoding)> {
    files.iter().copied().find(|(file, _)| *file == File::Dataset(View::Combined))
}

/// The notebook for files of a configuration.
pub fn text(configuration: &Configuration, files: &[(File, Encoding)]) -> String {
    let dataset = file(files).unwrap_or((File::Dataset(View::Combined), Encoding::default()));
    let is_key = |(file, encoding): &&(File, Encoding)| {
        *file == File::AnswerKey && encoding.format().kind == Kind::Table
    };
    let key = files.iter().find(is_key);
    let has = |id: ColumnId| configuration.dataset.columns().any(|column| column.id == id);
    let key = key.filter(|_| has(ColumnId::IssueId));
    let is_learned = has(ColumnId::IsAnomaly);
    let cells = ipynb::cells(TEMPLATE).filter_map(|mut cell| {
        cell.source = match cell.name {
            "" => cell.source,
            "introduction" => introduction(configuration),
            "install" => install(dataset),
            "sql" => (dataset.1.format().key == "sql").then(|| READ_SQL.trim_end().to_owned())?,
            "load" => load(configuration, dataset),
            "model" => is_learned.then_some(cell.source)?,
            "answers" => {
                let (file, encoding) = key.filter(|_| is_learned)?;
                cell.source.replace("READ_ANSWERS", &read((*file, *encoding), configuration))
            }
            _ => return None,
        };
        Some(cell)
    });
    ipynb::text(cells)
}

fn introduction(configuration: &Configuration) -> String {
    format!(
        "# First steps with synthetic cybersecurity data\n\n\
         The preset {}, seed {}, made by CyberDataGen: `#{}`. This notebook loads the dataset, looks at it and trains a first model \
         on the earlier part of it. How hard the data is, and what detectors find in it, the Audit and Detect tell.",
        configuration.preset.name(),
        configuration.seed,
        Link::of(configuration.clone()).write()
    )
}

fn install((_, encoding): (File, Encoding)) -> String {
    let arrow = if encoding.format().key == "parquet" { " pyarrow" } else { "" };
    format!("%pip install --quiet pandas scikit-learn{arrow}")
}

/// Loads the dataset and names its columns by what they are to a model.
fn load(configuration: &Configuration, dataset: (File, Encoding)) -> String {
    let columns = || configuration.dataset.columns();
    let names = |wanted: &dyn Fn(&Column) -> bool| {
        let names: Vec<String> = columns()
            .filter(|column| wanted(column))
            .map(|column| format!("    {},\n", quoted(column.name)))
            .collect();
        if names.is_empty() { "[]".to_owned() } else { format!("[\n{}]", names.concat()) }
    };
    let feature = |kinds: &'static [Type]| {
        move |column: &Column| column.role == Role::Feature && kinds.contains(&column.kind)
    };
    format!(
        "import pandas as pd\n\nframe = {}\n\n\
         NUMBERS = {}\nCATEGORIES = {}\nTIMES = {}\n\
         frame[TIMES] = frame[TIMES].apply(pd.to_datetime)\nframe.head()",
        read(dataset, configuration),
        names(&feature(&[Type::Integer, Type::Decimal, Type::Flag])),
        names(&feature(&[Type::Category])),
        names(&feature(&[Type::DateTime])),
    )
}
