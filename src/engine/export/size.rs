//! How large a file will be, from what some of its rows take.

use super::files::File;
use super::formats::Encoding;
use super::open::Open;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::RowOrder;
use crate::engine::events::Unfolder;
use crate::engine::generator::Generator;
use crate::engine::problem::Problem;

/// Rows that are written to see how many bytes they take.
const SAMPLE: u64 = 2_560;
/// The same, where they unfold into events.
const LOGS: u64 = 640;

/// Rows of the sample that stand together, so that they compress as they would in the file.
const BLOCK: u64 = 64;
/// The same, of rows that unfold into events.
const BLOCK_OF_LOGS: u64 = 16;

/// Estimates sizes.
#[derive(Debug)]
pub struct Sizes {
    generator: Generator,
}

impl Sizes {
    /// Of a configuration's files.
    ///
    /// # Errors
    /// Every problem of the configuration.
    pub fn new(configuration: &Configuration) -> Result<Self, Vec<Problem>> {
        // In any order a file is as large, and none has to be planned.
        let mut configuration = configuration.clone();
        configuration.dataset.order = RowOrder::Random;
        Ok(Sizes { generator: Generator::new(&configuration)? })
    }

    /// About how many bytes a file has; exactly, where it has few rows or none of the dataset's. Of text the estimate is within
    /// ten percent.
    ///
    /// # Errors
    /// The format cannot hold the rows.
    pub fn of(&mut self, file: File, encoding: Encoding) -> Result<u64, Problem> {
        let frame = self.written(file, encoding, &[])?;
        if !file.has_rows() {
            return Ok(frame);
        }
        let blocks = self.blocks(file.has_events());
        let of_rows = self.written(file, encoding, &blocks)?.saturating_sub(frame);
        Ok(frame + of_rows * self.generator.configuration().rows / count(&blocks).max(1))
    }

    /// About how many events the rows unfold into.
    pub fn events(&mut self) -> u64 {
        let mut unfolder = Unfolder::new(self.generator.configuration());
        let blocks = self.blocks(true);
        let rows = blocks.iter().cloned().flatten();
        let events: u64 =
            rows.map(|row| unfolder.unfold(&self.generator.record(row)).events.len() as u64).sum();
        events * self.generator.configuration().rows / count(&blocks).max(1)
    }

    /// The bytes of a file with these rows alone.
    fn written(
        &mut self,
        file: File,
        encoding: Encoding,
        blocks: &[std::ops::Range<u64>],
    ) -> Result<u64, Problem> {
        let mut bytes = Vec::new();
        let mut open = Open::new(&self.generator, file, encoding, &mut bytes)?;
        if file.has_rows() {
            for block in blocks {
                open.step(&mut self.generator, block.clone(), &mut bytes)?;
            }
        } else {
            while !open.step(&mut self.generator, 0..0, &mut bytes)? {}
        }
        open.end(&mut bytes)?;
        Ok(bytes.len() as u64)
    }

    /// Some rows, in blocks that stand at equal distances.
    fn blocks(&self, has_events: bool) -> Vec<std::ops::Range<u64>> {
        let rows = self.generator.configuration().rows;
        let (sample, block) = if has_events { (LOGS, BLOCK_OF_LOGS) } else { (SAMPLE, BLOCK) };
        if rows <= sample {
            return std::iter::once(0..rows).collect();
        }
        let blocks = sample / block;
        // Of as many rows as there can be, the product may exceed 64 bits.
        let first =
            |number: u64| (u128::from(number) * u128::from(rows - block) / u128::from(blocks - 1)) as u64;
        (0..blocks).map(|number| first(number)..first(number) + block).collect()
    }
}

fn count(blocks: &[std::ops::Range<u64>]) -> u64 {
    blocks.iter().map(|block| block.end - block.start).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;
    use crate::engine::export::formats::{Kind, Shape};
    use crate::engine::export::{Download, Export, FORMATS, View};

    #[test]
    fn estimates_are_within_ten_percent() {
        for (preset, rows) in [(Preset::Realistic, 12_000), (Preset::Classic, 3_000), (Preset::Classic, 500)]
        {
            let configuration = Configuration { rows, ..preset.configuration() };
            let mut sizes = Sizes::new(&configuration).unwrap();
            for format in FORMATS.iter().filter(|format| format.shape != Shape::Binary) {
                let file = match format.kind {
                    Kind::Table => File::Dataset(View::Combined),
                    Kind::Events => File::Events,
                    Kind::Document => File::Attacks,
                };
                for gzip in [false, true] {
                    let encoding = Encoding::new(format, gzip);
                    let mut export =
                        Export::new(Generator::new(&configuration).unwrap(), &Download::File(file, encoding));
                    let mut bytes = 0;
                    while let Some(chunk) = export.step().unwrap() {
                        bytes += chunk.len() as u64;
                    }
                    let estimated = sizes.of(file, encoding).unwrap();
                    let difference = estimated.abs_diff(bytes) as f64 / bytes as f64;
                    assert!(difference < 0.1, "{encoding:?}: {estimated}, not {bytes}");
                    let is_exact = rows == 500 || format.kind == Kind::Document;
                    assert!(
                        !is_exact || gzip || estimated == bytes,
                        "{encoding:?}: {estimated}, not {bytes}"
                    );
                }
            }
        }
    }
}
