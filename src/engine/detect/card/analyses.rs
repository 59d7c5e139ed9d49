//! The quantitative analyses: figures by group, calibration, and what the detector uses.

use super::{Card, NAMED};
use crate::engine::decimal::{fixed, grouped};
use crate::engine::detect::markdown::{escaped, table};
use crate::engine::explore::text::{count, significant};
use crate::engine::models::breakdown::Found;

impl Card<'_> {
    pub(super) fn analyses(&self) -> String {
        let parts = [
            Some("What is found and missed is said of the test part, at the threshold above.\n".to_owned()),
            self.by("kind of attack", &self.breakdown.attacks),
            self.by("pattern of attack", &self.breakdown.patterns),
            self.by_campaign(),
            self.benign_outliers(),
            Some(self.calibration()),
            self.importance(),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join("\n")
    }

    /// The recall of each group.
    fn by(&self, what: &str, groups: &[Found]) -> Option<String> {
        let rows: Vec<Vec<String>> = groups.iter().map(found).collect();
        (!rows.is_empty())
            .then(|| format!("### By {what}\n\n{}", table(&["Group", "Test rows", "Found", "Recall"], &rows)))
    }

    fn by_campaign(&self) -> Option<String> {
        let rows = self.breakdown.campaigns.iter().map(|campaign| {
            let first = campaign
                .delay_hours
                .map_or_else(|| "not found".to_owned(), |hours| format!("{} h", significant(hours, 3)));
            let kind =
                if campaign.attack.is_empty() { "unknown".to_owned() } else { escaped(&campaign.attack) };
            found(&campaign.found).into_iter().chain([kind, first]).collect()
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let header = ["Campaign", "Test rows", "Found", "Recall", "Attack", "First found after"];
        (!rows.is_empty()).then(|| format!("### By campaign\n\n{}", table(&header, &rows)))
    }

    fn benign_outliers(&self) -> Option<String> {
        let benign = self.breakdown.benign_outliers.filter(|benign| benign.rows > 0)?;
        Some(format!(
            "### Benign outliers\n\nNormal test rows that look like an attack: {}. Called anomalous: {}, of {} in all.\n",
            grouped(benign.rows),
            grouped(benign.alarms),
            count(benign.false_alarms, "false alarm")
        ))
    }

    fn calibration(&self) -> String {
        let told = match &self.scored.calibration {
            None => "The scores are no probabilities: their order counts, not their size.\n".to_owned(),
            Some(calibration) => {
                let rows = calibration.bins.iter();
                let rows =
                    rows.map(|bin| vec![fixed(bin.predicted, 3), fixed(bin.observed, 3), grouped(bin.rows)]);
                let rows: Vec<Vec<String>> = rows.collect();
                format!(
                    "The scores are probabilities. {}\n\n{}",
                    calibration.sentence(),
                    table(&["Predicted", "Observed", "Test rows"], &rows)
                )
            }
        };
        format!("### Calibration\n\n{told}")
    }

    fn importance(&self) -> Option<String> {
        let rows = self.scored.importance.iter().take(NAMED).filter(|part| part.mean > 0.0).map(|part| {
            vec![escaped(&part.feature.english()), fixed(part.mean, 3), fixed(part.deviation, 3)]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let header = ["Feature", "Loss of ROC AUC", "Standard deviation"];
        (!rows.is_empty()).then(|| {
            format!(
                "### What it uses\n\nWhat is lost where a feature is permuted, the most first.\n\n{}",
                table(&header, &rows)
            )
        })
    }
}

/// The cells of a group.
fn found(found: &Found) -> Vec<String> {
    vec![
        escaped(&found.name),
        grouped(found.rows),
        grouped(found.found),
        fixed(1.0 - found.missed_share(), 3),
    ]
}
