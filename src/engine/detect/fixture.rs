//! Reports that the tests of what is made of them share.

use std::ops::ControlFlow;

use super::{Options, Origin, Report};
use crate::engine::Configuration;
use crate::engine::balance::{self, Input};
use crate::engine::configuration::{Override, Preset};
use crate::engine::dataset::csv::{CsvFile, Limits};

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn options(settings: &[(&str, &str)]) -> Options {
    let mut options = Options::default();
    settings.iter().for_each(|(path, value)| options.set(path, value).unwrap());
    options
}

/// Of so many rows of the realistic preset.
pub fn of_preset(settings: &[(&str, &str)], rows: &str) -> (Report, Options, Origin) {
    let options = options(settings);
    let rows = Override { path: "rows".to_owned(), value: rows.to_owned() };
    let configuration = Configuration::from_overrides(Preset::Realistic, &[rows]).unwrap();
    let (input, patterns) = Input::with_patterns(&configuration, &mut go_on).unwrap();
    let balancing = balance::Options::default();
    let report = Report::of(&input, Some(&patterns), &options, &balancing, &mut go_on).unwrap();
    let origin = Origin::dataset(&configuration, &report, &options, &[], |link| {
        format!("https://example.org/#{}", link.write())
    });
    (report, options, origin)
}

/// Of a file of this text.
pub fn of_file(settings: &[(&str, &str)], text: &str) -> (Report, Options, Origin) {
    let options = options(settings);
    let file = CsvFile::read(text.as_bytes().to_vec(), Limits::PAGE, &mut go_on).unwrap();
    let balancing = balance::Options::default();
    let report = Report::of(&Input::file(file), None, &options, &balancing, &mut go_on).unwrap();
    (report, options, Origin::File("own.csv".to_owned()))
}
