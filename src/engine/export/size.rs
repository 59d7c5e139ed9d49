//! How large a file of the dataset will be, from some of its rows.

use super::files::{File, View};
use super::formats::{Contents, Encoding};
use crate::engine::configuration::Configuration;
use crate::engine::dataset::Table;
use crate::engine::problem::Problem;

/// Rows that are written to see how many bytes they take.
const SAMPLE: usize = 2_560;

/// Rows of the sample that stand together, so that they compress as they would in the file.
const BLOCK: usize = 64;

/// About how many bytes the file of all rows of a table takes; exactly, of a table with few. For formats of text the estimate is
/// within ten percent.
///
/// # Errors
/// The format cannot hold the rows.
pub fn estimate(configuration: &Configuration, table: &Table, encoding: Encoding) -> Result<u64, Problem> {
    let file = File::Dataset(View::Combined);
    let contents = Contents::of(file, table, configuration);
    let (mut writer, mut frame) = (encoding.writer(&contents), Vec::new());
    writer.begin(&mut frame)?;
    writer.end(&mut frame)?;

    let rows = sample(table.rows());
    let (mut writer, mut bytes) = (encoding.writer(&contents), Vec::new());
    writer.begin(&mut bytes)?;
    writer.rows(table, &rows, &mut bytes)?;
    writer.end(&mut bytes)?;
    let of_rows = bytes.len().saturating_sub(frame.len()) as u64;
    Ok(frame.len() as u64 + of_rows * table.rows() as u64 / rows.len().max(1) as u64)
}

/// The places of some of so many rows, in blocks that stand at equal distances.
fn sample(rows: usize) -> Vec<u32> {
    if rows <= SAMPLE {
        return (0..rows as u32).collect();
    }
    let blocks = SAMPLE / BLOCK;
    let first = |block: usize| block * (rows - BLOCK) / (blocks - 1);
    (0..blocks).flat_map(|block| first(block)..first(block) + BLOCK).map(|row| row as u32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Generator;
    use crate::engine::configuration::Preset;
    use crate::engine::export::formats::Shape;
    use crate::engine::export::{Download, Export, FileFormat};

    #[test]
    fn estimates_are_within_ten_percent() {
        for (preset, rows) in [(Preset::Realistic, 40_000), (Preset::Classic, 3_000), (Preset::Classic, 500)]
        {
            let configuration = Configuration { rows, ..preset.configuration() };
            let mut generator = Generator::new(&configuration).unwrap();
            let table = generator.rows(0..rows).unwrap();
            for format in FileFormat::of_tables().filter(|format| format.shape != Shape::Binary) {
                for gzip in [false, true] {
                    let encoding = Encoding::new(format, gzip);
                    let download = Download::File(File::Dataset(View::Combined));
                    let mut export = Export::new(&generator, download, &[encoding]);
                    let mut bytes = 0;
                    while let Some(chunk) = export.step(&table).unwrap() {
                        bytes += chunk.len() as u64;
                    }
                    let estimated = estimate(&configuration, &table, encoding).unwrap();
                    let difference = estimated.abs_diff(bytes) as f64 / bytes as f64;
                    assert!(difference < 0.1, "{encoding:?}: {estimated}, not {bytes}");
                    assert!(
                        rows > 500 || gzip || estimated == bytes,
                        "{encoding:?}: {estimated}, not {bytes}"
                    );
                }
            }
        }
    }
}
