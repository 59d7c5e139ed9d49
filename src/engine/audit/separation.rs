//! How well features tell the classes apart: one by one, with one threshold, by trees, and all together.

use super::categories;
use super::pictures::{self, Picture};
use super::probe::Found;
use super::report::{Check, Measure, Verdict};
use super::rules::Rule;
use super::time::timestamp_text;
use crate::engine::dataset::Table;
use crate::engine::decimal::{self, grouped};
use crate::engine::explore::text::percent;
use crate::engine::models::features::{Data, Feature, Source};
use crate::engine::models::rank::{self, Stump};
use crate::engine::statistics::order::largest_first;
use crate::engine::text::{Text, number};

/// What one feature says about the label.
#[derive(Clone, Debug, PartialEq)]
pub struct Single {
    /// The name of the feature.
    pub name: Text,
    /// The name of its first column.
    pub column: String,
    /// The AUC, above 0.5 where greater values are anomalous; none where a class has no value.
    pub auc: Option<f64>,
    /// The best rule with one threshold, and the rule in words.
    pub stump: Option<(Stump, Text)>,
    /// The share of normal and of anomalous rows in the range that both reach; of plain numbers only.
    pub overlap: Option<[f64; 2]>,
}

impl Single {
    /// Looks at one feature.
    pub fn new(table: &Table, feature: &Feature, folds: &[u8]) -> Self {
        let column = feature.columns.first().and_then(|&index| table.columns().get(index));
        let column = column.map_or_else(String::new, |column| column.field.name.clone());
        let (name, labels) = (feature.name.clone(), table.labels());
        match feature.data(table) {
            Data::Categories(categories) => {
                let stump = categories::stump(categories, labels).map(|stump| {
                    let (name, value) = (name.clone(), categories.name(stump.value as u32).into_owned());
                    let words = if stump.above {
                        text!("{name} is '{value}'", name, value)
                    } else {
                        text!("{name} is not '{value}'", name, value)
                    };
                    (stump, words)
                });
                let auc = categories::auc(categories, labels, folds);
                Single { name, column, auc, stump, overlap: None }
            }
            Data::Numbers(values) => {
                let groups = rank::groups(&values, labels);
                let stump = rank::stump(&groups, table.counts()[1]).map(|stump| {
                    let value = match feature.source {
                        Source::Timestamp => timestamp_text(stump.value).into(),
                        _ => number(decimal::text(stump.value)),
                    };
                    let name = name.clone();
                    let words = if stump.above {
                        text!("{name} at least {value}", name, value)
                    } else {
                        text!("{name} at most {value}", name, value)
                    };
                    (stump, words)
                });
                let overlap = if feature.source == Source::Number { rank::overlap(&groups) } else { None };
                Single { auc: rank::auc(&groups), name, column, stump, overlap }
            }
        }
    }

    /// The AUC of the better direction.
    fn either_auc(&self) -> Option<f64> {
        self.auc.map(|auc| auc.max(1.0 - auc))
    }
}

/// The ROC curve of a feature, in the better direction.
pub fn roc(data: &Data, labels: &[bool], folds: &[u8]) -> Option<Picture> {
    let mut groups = match data {
        Data::Categories(categories) => categories::groups(categories, labels, folds),
        Data::Numbers(values) => rank::groups(values, labels),
    };
    let auc = rank::auc(&groups)?;
    if auc < 0.5 {
        groups.reverse();
    }
    pictures::roc(&[pictures::true_positive_rates(&groups)?], auc.max(1.0 - auc))
}

/// The checks of single features.
pub fn single_checks(singles: &[Single], anomalous: u64) -> [Check; 3] {
    [single_auc(singles), stump(singles, anomalous), overlap(singles)]
}

/// The features that have a figure, the largest figure first.
fn by_figure(singles: &[Single], figure: impl Fn(&Single) -> Option<f64>) -> Vec<(f64, &Single)> {
    let found = singles.iter().filter_map(|single| Some((figure(single)?, single)));
    largest_first(found.collect(), |found| found.0)
}

fn measures(found: &[(f64, &Single)]) -> Vec<Measure> {
    found.iter().map(|(value, single)| Measure { name: single.name.english(), value: *value }).collect()
}

fn no_feature(rule: Rule) -> Check {
    Check::new(rule, Verdict::NotApplicable, text!("No feature column has values in both classes."))
}

fn single_auc(singles: &[Single]) -> Check {
    let found = by_figure(singles, Single::either_auc);
    let Some(&(value, single)) = found.first() else { return no_feature(Rule::SingleFeature) };
    let reason = text!(
        "{name} alone ranks an anomalous row and a normal one rightly in {share} of pairs.",
        name = single.name.clone(),
        share = number(percent(value))
    );
    Check { measures: measures(&found), ..Check::judged(Rule::SingleFeature, value, reason) }
        .of(&single.column)
}

fn stump(singles: &[Single], anomalous: u64) -> Check {
    let found = by_figure(singles, |single| single.stump.as_ref().map(|stump| stump.0.f1));
    let best = found.first().and_then(|(value, single)| Some((*value, single, single.stump.as_ref()?)));
    let Some((value, single, (stump, rule))) = best else { return no_feature(Rule::Stump) };
    let reason = text!(
        "One rule, {rule}, finds {found} of the {anomalous} anomalous rows; false alarms: {alarms}.",
        rule = rule.clone(),
        found = number(grouped(stump.called[1])),
        anomalous = number(grouped(anomalous)),
        alarms = number(grouped(stump.called[0]))
    );
    Check { measures: measures(&found), ..Check::judged(Rule::Stump, value, reason) }.of(&single.column)
}

fn overlap(singles: &[Single]) -> Check {
    let min = |single: &Single| single.overlap.map(|shares| shares[0].min(shares[1]));
    let mut found = by_figure(singles, min);
    found.reverse();
    let Some(&(value, single)) = found.first() else {
        let reason = text!("No feature column of numbers has values in both classes.");
        return Check::new(Rule::RangeOverlap, Verdict::NotApplicable, reason);
    };
    let [normal, anomalous] = single.overlap.unwrap_or_default();
    let reason = text!(
        "{normal} of the normal and {anomalous} of the anomalous rows lie in the range of {name} that both classes reach.",
        normal = number(percent(normal)),
        anomalous = number(percent(anomalous)),
        name = single.name.clone()
    );
    Check { measures: measures(&found), ..Check::judged(Rule::RangeOverlap, value, reason) }
        .of(&single.column)
}

/// The check of trees with two or three levels, from what each fold's tree found.
pub fn tree(rule: Rule, table: &Table, features: &[Feature], found: &[Found]) -> Check {
    let mut called = [0, 0];
    let mut anomalous = 0;
    for fold in found {
        called = [called[0] + fold.called[0], called[1] + fold.called[1]];
        anomalous += fold.anomalous;
    }
    let first = found.iter().find_map(|fold| features.get(fold.first?));
    let [alarms, found] = called.map(|count| number(grouped(count)));
    let of = number(grouped(anomalous));
    let reason = match first {
        Some(feature) => text!(
            "A tree that splits first by {name}, tried on rows that it had not seen, finds {found} of {anomalous} anomalous rows; false alarms: {alarms}.",
            name = feature.name.clone(),
            found,
            anomalous = of,
            alarms
        ),
        None => text!(
            "A tree, tried on rows that it had not seen, finds {found} of {anomalous} anomalous rows; false alarms: {alarms}.",
            found,
            anomalous = of,
            alarms
        ),
    };
    let check = Check::judged(rule, rank::f1(called, anomalous), reason);
    match first.and_then(|feature| column_name(table, feature)) {
        Some(column) => check.of(column),
        None => check,
    }
}

fn column_name<'a>(table: &'a Table, feature: &Feature) -> Option<&'a str> {
    Some(table.columns().get(*feature.columns.first()?)?.field.name.as_str())
}

/// What each column took from the loss, as a share of all; the largest first. A feature that is made of several
/// columns counts for each of them.
pub fn importance(table: &Table, features: &[Feature], gains: &[f64]) -> Vec<(f64, usize)> {
    let mut columns: Vec<(f64, usize)> = (0..table.columns().len()).map(|index| (0.0, index)).collect();
    for (feature, gain) in features.iter().zip(gains) {
        for &index in &feature.columns {
            if let Some((sum, _)) = columns.get_mut(index) {
                *sum += gain;
            }
        }
    }
    let total: f64 = gains.iter().sum();
    columns.retain(|column| column.0 > 0.0);
    columns.iter_mut().for_each(|column| column.0 /= total);
    largest_first(columns, |column| column.0)
}

fn named(table: &Table, columns: &[(f64, usize)]) -> Vec<Measure> {
    let measure = |&(value, index): &(f64, usize)| {
        Some(Measure { name: table.columns().get(index)?.field.name.clone(), value })
    };
    columns.iter().filter_map(measure).collect()
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The check of the probe, from the AUC of each fold.
pub fn probe(table: &Table, aucs: &[f64], columns: &[(f64, usize)]) -> Check {
    let Some(auc) = mean(aucs) else { return no_feature(Rule::Probe) };
    let measures = named(table, columns);
    let strongest: Vec<&str> = measures.iter().take(3).map(|measure| measure.name.as_str()).collect();
    let figure = number(decimal::fixed(auc, 3));
    let reason = if strongest.is_empty() {
        text!(
            "With all features, a model tells rows that it had not seen apart with an AUC of {auc}.",
            auc = figure
        )
    } else {
        text!(
            "With all features, a model tells rows that it had not seen apart with an AUC of {auc}, most of all by {names}.",
            auc = figure,
            names = strongest.join(", ")
        )
    };
    let column = measures.first().map(|measure| measure.name.clone());
    Check { measures, column, ..Check::judged(Rule::Probe, auc, reason) }
}

/// The check of the probe on campaigns that it has not seen, from the AUC of each fold, beside its AUC on rows at random. What
/// is judged is the lower end of the loss, two standard errors of the folds' mean below it: where campaigns are few, it
/// depends on which of them a fold has.
pub fn unseen_campaigns(random: Option<f64>, aucs: &[f64], campaigns: usize) -> Check {
    let rule = Rule::UnseenCampaigns;
    let (Some(random), Some(unseen)) = (random, mean(aucs)) else { return no_feature(rule) };
    let reason = text!(
        "A model reaches an AUC of {unseen} on those of {campaigns} campaigns that it had not seen, and of {random} on rows that are held out at random.",
        unseen = number(decimal::fixed(unseen, 3)),
        campaigns = number(grouped(campaigns as u64)),
        random = number(decimal::fixed(random, 3))
    );
    let loss = random - unseen;
    let squares: f64 = aucs.iter().map(|auc| (auc - unseen) * (auc - unseen)).sum();
    let count = aucs.len() as f64;
    let error = (squares / (count * (count - 1.0)).max(1.0)).sqrt();
    let measure = |(name, value): (&str, f64)| Measure { name: name.to_owned(), value };
    let measures = [("Loss", loss), ("AUC on unseen campaigns", unseen), ("AUC on rows", random)];
    Check { measures: measures.map(measure).into(), ..Check::judged(rule, loss - 2.0 * error, reason) }
}

/// The check of the probe without its strongest columns.
pub fn without_strongest(table: &Table, aucs: &[f64], dropped: &[(f64, usize)]) -> Check {
    let names: Vec<String> = named(table, dropped).into_iter().map(|measure| measure.name).collect();
    let Some(auc) = mean(aucs).filter(|_| !names.is_empty()) else {
        return Check::new(
            Rule::WithoutStrongest,
            Verdict::NotApplicable,
            text!("The probe finds no column of use."),
        );
    };
    let reason = text!(
        "Without {names} the model still reaches an AUC of {auc}.",
        names = names.join(", "),
        auc = number(decimal::fixed(auc, 3))
    );
    Check::judged(Rule::WithoutStrongest, auc, reason)
}
