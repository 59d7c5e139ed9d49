//! What the models of an audit learn from, and what they have found so far.

use std::collections::BTreeSet;

use super::STRONGEST;
use super::baseline::Baseline;
use super::pictures::{self, Picture};
use super::probe::{Found, PROBE};
use super::report::Check;
use crate::engine::dataset::{ColumnId, Table};
use crate::engine::models::bins::Binned;
use crate::engine::models::boosting::{Boosting, part};
use crate::engine::models::features::Feature;
use crate::engine::models::folds::{self, FOLDS};
use crate::engine::models::{entity, rank};
use crate::engine::text::Text;

/// What the models learn from, and what they have found.
#[derive(Debug, Default)]
pub struct Learner {
    /// Rows of the table.
    pub rows: Vec<u32>,
    /// Whether each is anomalous.
    pub labels: Vec<bool>,
    /// The fold of each, drawn at random.
    pub folds: Vec<u8>,
    /// The same with campaigns kept whole, and how many there are.
    campaigns: Option<(Vec<u8>, usize)>,
    /// What says how much a user's own baseline helps.
    pub baseline: Baseline,
    /// The features that the probe sees.
    pub binned: Vec<Binned>,
    /// What single trees found on each fold.
    pub trees: Vec<Found>,
    /// The probe on a fold, while it learns.
    pub boosting: Option<Boosting>,
    /// The AUC of the probe on each fold that is done.
    pub aucs: Vec<f64>,
    /// The ROC curve of each fold.
    pub curves: Vec<Vec<f64>>,
    /// By feature: what it took from the loss.
    pub gains: Vec<f64>,
    /// The columns by what they took, and then those of them that are left out.
    pub dropped: Vec<(f64, usize)>,
}

/// What the folds of a probe keep apart.
#[derive(Clone, Copy, Debug)]
pub enum Apart {
    /// Single rows.
    Rows,
    /// Whole campaigns.
    Campaigns,
}

impl Learner {
    /// Before it has learned anything, of so many features.
    pub fn new(features: usize) -> Self {
        Learner { gains: vec![0.0; features], ..Learner::default() }
    }

    /// The ROC curve of the probe that is done, if its check found a fault.
    pub fn picture(&mut self, check: &Check) -> Option<Picture> {
        let curves = std::mem::take(&mut self.curves);
        pictures::roc(&curves, check.value.filter(|_| check.needs_fixing())?)
    }

    /// The fold of each row.
    pub fn folds(&self, apart: Apart) -> &[u8] {
        match (apart, &self.campaigns) {
            (Apart::Campaigns, Some((folds, _))) => folds,
            _ => &self.folds,
        }
    }

    /// Adds a tree to the probe of a fold.
    pub fn boost(&mut self, apart: Apart, fold: u8) {
        if self.boosting.is_none() {
            let (_, learned) = part(self.folds(apart), fold);
            self.boosting = Some(Boosting::new(PROBE, &self.labels, learned));
        }
        let Some(boosting) = &mut self.boosting else { return };
        if !boosting.is_done() {
            boosting.step(&self.binned, &self.labels, &mut self.gains);
        }
    }

    /// The end of the probe on a fold: how it judges the rows that it has not seen.
    pub fn fold_done(&mut self, apart: Apart, fold: u8) {
        let Some(boosting) = self.boosting.take() else { return };
        let (held_out, _) = part(self.folds(apart), fold);
        let groups = boosting.groups(&self.binned, &self.labels, &held_out);
        self.aucs.extend(rank::auc(&groups));
        self.curves.extend(pictures::true_positive_rates(&groups));
    }

    /// Prepares folds in which campaigns are whole.
    ///
    /// # Errors
    /// In a sentence, why there are none.
    pub fn keep_campaigns_whole(&mut self, table: &Table) -> Result<(), Text> {
        let column = table.column(ColumnId::CampaignId);
        let key = |&row: &u32| column.and_then(|column| entity::key(column, row as usize));
        let campaigns: Vec<Option<u64>> = self.rows.iter().map(key).collect();
        let count = campaigns.iter().flatten().collect::<BTreeSet<_>>().len();
        let folds = folds::with_groups(&self.folds, &campaigns).ok_or_else(|| match count {
            0 => text!("Nothing says which rows belong to one campaign."),
            _ => text!(
                "There is {count} campaign; {needed} are needed to keep some of them apart."
                    | "There are {count} campaigns; {needed} are needed to keep some of them apart." % count,
                count,
                needed = FOLDS
            ),
        })?;
        self.campaigns = Some((folds, count));
        Ok(())
    }

    /// The number of campaigns that are kept whole.
    pub fn campaigns(&self) -> usize {
        self.campaigns.as_ref().map_or(0, |(_, count)| *count)
    }

    /// Leaves out every feature that the strongest columns have a part in.
    pub fn drop_strongest(&mut self, features: &[Feature]) {
        self.dropped.truncate(STRONGEST);
        let dropped = &self.dropped;
        let uses = |index: usize| dropped.iter().any(|column| column.1 == index);
        self.binned.retain(|binned| {
            let feature = features.get(binned.feature);
            feature.is_some_and(|feature| !feature.columns.iter().copied().any(uses))
        });
    }
}
