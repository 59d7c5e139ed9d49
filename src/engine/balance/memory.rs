//! The memory that a balancing needs, estimated before it begins: a tab that runs out of memory ends without a word.

use crate::engine::Problem;
use crate::engine::decimal::grouped;
use crate::engine::text::number;

/// What the memory depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Bytes of the input: its table and, of a file, its text.
    pub input: u64,
    /// Real rows of the training part.
    pub real: u64,
    /// Synthetic rows.
    pub synthetic: u64,
    /// The larger of the largest class that gets rows and, where the method looks at all classes, all real rows; 0 where
    /// no neighbors are searched.
    pub searched: u64,
    /// Numeric features.
    pub numeric: u64,
    /// Categorical features.
    pub categorical: u64,
    /// Columns of the table.
    pub columns: u64,
    /// Nearest neighbors of a row.
    pub k: u64,
    /// Whether the training part is cleaned by a search of neighbors.
    pub is_cleaned: bool,
}

/// What a synthetic row takes beside its features while it is being made, and what an allocation of its own takes.
const ROW_OVERHEAD: u64 = 128;

/// One part of so many is added for what an allocator wastes.
const MARGIN: u64 = 20;

/// Bytes that take no account of the rows.
const FIXED: u64 = 1_000_000;

impl Size {
    /// The bytes at the peak.
    pub fn bytes(&self) -> u64 {
        let Size { numeric, categorical, .. } = *self;
        let features = 8 * numeric + 4 * categorical + 4;
        let space = 16 * numeric + 4 * categorical;
        // Numbers in single and codes in a byte, with numbers, places and nodes of the tree.
        let tree = 4 * numeric + categorical + (8 * numeric + 4 * categorical) / 16 + 24;
        // Synthetic rows: features, parents, and the columns in which they differ from their bases beside.
        let row = features + 12 + 4 * self.columns.saturating_sub(numeric + categorical) / 2;
        let kept = self.real * features + self.synthetic * row;
        let searching = self.searched * (8 * numeric + 4 * categorical + tree + 4 * self.k);
        let making = self.real * space + searching.max(self.synthetic * (features + ROW_OVERHEAD));
        let both = self.real + self.synthetic;
        let scaled = 8 * numeric + 4 * categorical;
        let cleaning = if self.is_cleaned { both * (scaled + (tree + 24).max(features)) } else { 0 };
        let comparing = both * 8 * numeric + self.real * 8 * numeric;
        let finishing = self.synthetic * 4 * self.columns;
        let peak = self.input + kept + making.max(cleaning).max(comparing).max(finishing);
        peak + peak / MARGIN + FIXED
    }

    /// The size for `total` rows, where this one is that of `count`.
    pub(super) fn scaled(self, total: u64, count: u64) -> Self {
        Size {
            input: scaled(self.input, total, count),
            real: scaled(self.real, total, count),
            synthetic: scaled(self.synthetic, total, count),
            searched: scaled(self.searched, total, count),
            ..self
        }
    }

    /// Whether it fits into a number of bytes.
    ///
    /// # Errors
    /// It does not: with both numbers.
    pub fn check(&self, limit: Option<u64>) -> Result<(), Problem> {
        let needed = self.bytes();
        match limit.filter(|limit| needed > *limit) {
            None => Ok(()),
            Some(limit) => {
                let megabytes = |bytes: u64| number(grouped(bytes.div_ceil(1_000_000)));
                let reason = text!(
                    "balancing {real} real and {synthetic} synthetic rows needs about {needed} MB of memory, and {limit} MB are available",
                    real = number(grouped(self.real)),
                    synthetic = number(grouped(self.synthetic)),
                    needed = megabytes(needed),
                    limit = megabytes(limit)
                );
                let hint = text!(
                    "use fewer rows, ask for fewer synthetic rows, lower the training share, or use the command line"
                );
                Err(Problem::new("", reason, hint))
            }
        }
    }
}

/// A number times `total`, divided by `count`.
pub(super) fn scaled(number: u64, total: u64, count: u64) -> u64 {
    (u128::from(number) * u128::from(total) / u128::from(count.max(1))).try_into().unwrap_or(u64::MAX)
}
