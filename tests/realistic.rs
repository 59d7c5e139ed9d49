//! The realistic model: what it promises, on several seeds. `realistic/check.py` measures the same from outside,
//! with other programs' detectors.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use cyberdatagen::engine::configuration::link::Link;
use cyberdatagen::engine::configuration::{Override, Preset};
use cyberdatagen::engine::dataset::{ColumnId, Record};
use cyberdatagen::engine::export::AnswerKey;
use cyberdatagen::engine::issues::campaigns::{ATTACKS, Campaign};
use cyberdatagen::engine::issues::realistic::Realistic;
use cyberdatagen::engine::issues::{Class, DAY};
use cyberdatagen::engine::world::measures::{COLUMNS as MEASURE_COLUMNS, DEPENDENCIES};
use cyberdatagen::engine::{Configuration, Generator, Level};
use proptest::prelude::*;

const SEEDS: std::ops::Range<u64> = 1..7;

fn configuration(seed: u64, settings: &[(&str, &str)]) -> Configuration {
    let mut all = vec![Override { path: "seed".to_owned(), value: seed.to_string() }];
    let setting = |(path, value): &(&str, &str)| Override { path: (*path).into(), value: (*value).into() };
    all.extend(settings.iter().map(setting));
    Configuration::from_overrides(Preset::Realistic, &all).unwrap()
}

fn rows(configuration: &Configuration) -> Vec<Record> {
    let mut generator = Generator::new(configuration).unwrap();
    (0..configuration.rows).map(|row| generator.record(row)).collect()
}

fn usual(seed: u64) -> Vec<Record> {
    rows(&configuration(seed, &[]))
}

fn measure(record: &Record, column: &ColumnId) -> f64 {
    let issue = &record.issue;
    match column {
        ColumnId::Severity => issue.severity.index() as f64,
        ColumnId::ImpactScore => f64::from(issue.impact),
        ColumnId::Cost => issue.cost,
        ColumnId::ResponseDays => f64::from(issue.response_days),
        ColumnId::SessionSecs => f64::from(issue.session_secs),
        ColumnId::FilesAccessed => f64::from(issue.files),
        ColumnId::TransferMb => issue.transfer_mb,
        ColumnId::CpuPercent => issue.cpu_percent,
        ColumnId::MemoryMb => issue.memory_mb,
        ColumnId::LoginAttempts => f64::from(issue.login_attempts),
        other => panic!("{other:?} is no measure"),
    }
}

/// Ranks from 0, the mean of them where values are equal.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let equal = order[first..].iter().take_while(|&&at| values[at] == values[order[first]]).count();
        for &at in &order[first..first + equal] {
            ranks[at] = first as f64 + (equal - 1) as f64 / 2.0;
        }
        first += equal;
    }
    ranks
}

fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_one, mean_other) = (mean(one), mean(other));
    let sum = |a: &[f64], ma: f64, b: &[f64], mb: f64| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - ma) * (b - mb)).sum()
    };
    let both = sum(one, mean_one, other, mean_other);
    both / (sum(one, mean_one, one, mean_one) * sum(other, mean_other, other, mean_other)).sqrt()
}

/// The share of pairs of an anomalous and a normal row that a score ranks rightly.
fn auc(scores: &[f64], anomalous: &[bool]) -> f64 {
    let ranks = ranks(scores);
    let positives = anomalous.iter().filter(|&&is| is).count() as f64;
    let sum: f64 = ranks.iter().zip(anomalous).filter(|(_, is)| **is).map(|(rank, _)| rank).sum();
    (sum - positives * (positives - 1.0) / 2.0) / (positives * (ranks.len() as f64 - positives))
}

fn anomalous(rows: &[Record]) -> Vec<bool> {
    rows.iter().map(|record| record.issue.class == Class::Anomalous).collect()
}

/// A small multivariate probe: how unusual a row's measures are for its user, all together, measured by the rows
/// that the probe takes for usual.
fn probe(rows: &[Record]) -> f64 {
    let table: Vec<Vec<f64>> = MEASURE_COLUMNS
        .iter()
        .map(|column| {
            let ranks = ranks(&rows.iter().map(|record| measure(record, column)).collect::<Vec<_>>());
            let n = ranks.len() as f64;
            let normal = |rank: &f64| {
                cyberdatagen::engine::random::distributions::standard_normal_quantile((rank + 0.5) / n)
            };
            let places: Vec<f64> = ranks.iter().map(normal).collect();
            let mut of_user: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
            for (record, place) in rows.iter().zip(&places) {
                let (sum, count) = of_user.entry(record.issue.user).or_default();
                (*sum, *count) = (*sum + place, *count + 1.0);
            }
            let own = |record: &Record| of_user[&record.issue.user].0 / of_user[&record.issue.user].1;
            rows.iter().zip(&places).map(|(record, place)| place - own(record)).collect()
        })
        .collect();
    let m = table.len();
    let covariance: Vec<Vec<f64>> =
        (0..m).map(|i| (0..m).map(|j| dot(&table[i], &table[j]) / rows.len() as f64).collect()).collect();
    let scores: Vec<f64> = (0..rows.len())
        .map(|row| {
            let at: Vec<f64> = table.iter().map(|column| column[row]).collect();
            dot(&at, &solve(covariance.clone(), at.clone()))
        })
        .collect();
    auc(&scores, &anomalous(rows))
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Gauss's elimination; the matrix is positive definite.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for pivot in 0..n {
        for row in pivot + 1..n {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot].clone();
            matrix[row].iter_mut().zip(above).for_each(|(value, above)| *value -= factor * above);
            right[row] -= factor * right[pivot];
        }
    }
    for pivot in (0..n).rev() {
        let known: f64 = (pivot + 1..n).map(|column| matrix[pivot][column] * right[column]).sum();
        right[pivot] = (right[pivot] - known) / matrix[pivot][pivot];
    }
    right
}

#[test]
fn normal_rows_have_the_declared_rank_correlations() {
    for seed in SEEDS {
        let rows = usual(seed);
        let normal: Vec<&Record> = rows.iter().filter(|record| record.issue.class == Class::Normal).collect();
        let ranks: Vec<Vec<f64>> = MEASURE_COLUMNS
            .iter()
            .map(|column| ranks(&normal.iter().map(|record| measure(record, column)).collect::<Vec<_>>()))
            .collect();
        for dependency in &DEPENDENCIES {
            let found = correlation(&ranks[dependency.of as usize], &ranks[dependency.on as usize]);
            let off = (found - dependency.target).abs();
            assert!(off < 0.05, "seed {seed}: {dependency:?} is {found:.3}");
        }
    }
}

/// The category says something about the activity type: Cramér's V.
#[test]
fn category_and_activity_type_depend_on_each_other() {
    for seed in SEEDS {
        let mut counts = [[0.0_f64; 3]; 20];
        let rows = usual(seed);
        for record in &rows {
            counts[usize::from(record.issue.category)][usize::from(record.issue.activity_type)] += 1.0;
        }
        let n = rows.len() as f64;
        let columns: Vec<f64> = (0..3).map(|j| counts.iter().map(|row| row[j]).sum()).collect();
        let chi2: f64 = counts
            .iter()
            .flat_map(|row| {
                let sum: f64 = row.iter().sum();
                let columns = columns.clone();
                (0..3).map(move |j| {
                    let expected = sum * columns[j] / n;
                    (row[j] - expected) * (row[j] - expected) / expected
                })
            })
            .sum();
        let v = (chi2 / n / 2.0).sqrt();
        assert!((0.25..0.4).contains(&v), "seed {seed}: {v:.3}");
    }
}

#[test]
fn the_count_of_anomalies_is_exact_and_both_classes_share_names_order_and_time() {
    for seed in SEEDS {
        let rows = usual(seed);
        let labels = anomalous(&rows);
        assert_eq!(labels.iter().filter(|&&is| is).count(), 500);
        let order = auc(&rows.iter().map(|record| record.row as f64).collect::<Vec<_>>(), &labels);
        assert!((order - 0.5).abs() < 0.05, "seed {seed}: {order}");
        for class in Class::ALL {
            let names: BTreeSet<(u16, u8)> = rows
                .iter()
                .filter(|record| record.issue.class == class)
                .map(|record| (record.issue.category, record.issue.mark.name))
                .collect();
            assert_eq!(names.len(), 40, "seed {seed}, {class:?}");
        }
        let times = |class| {
            let times = rows.iter().filter(move |record| record.issue.class == class);
            times.map(|record| record.issue.activity_time).collect::<Vec<_>>()
        };
        let (normal, anomalous) = (times(Class::Normal), times(Class::Anomalous));
        assert!(
            normal.iter().min() <= anomalous.iter().min() && normal.iter().max() >= anomalous.iter().max()
        );
    }
}

#[test]
fn the_ip_is_at_home_in_95_percent_of_normal_rows() {
    for seed in SEEDS {
        let rows = usual(seed);
        let normal = rows.iter().filter(|record| record.issue.class == Class::Normal);
        let (home, all) = normal.fold((0.0, 0.0), |(home, all), record| {
            (home + f64::from(u8::from(record.issue.ip_location == record.issue.user_location)), all + 1.0)
        });
        assert!((home / all - 0.95_f64).abs() < 0.01, "seed {seed}: {}", home / all);
    }
}

#[test]
fn a_user_has_one_home_and_one_department_at_a_time() {
    let configuration = configuration(1, &[]);
    let (mut homes, mut departments) = (BTreeMap::new(), BTreeMap::new());
    let mut changed = BTreeSet::new();
    for record in rows(&configuration) {
        let issue = record.issue;
        assert_eq!(*homes.entry(issue.user).or_insert(issue.user_location), issue.user_location);
        let day = (issue.activity_time
            - cyberdatagen::engine::issues::midnight(configuration.world.start_date))
            / DAY;
        // A session that lasts past midnight belongs to the day on which it began.
        if (2..178).contains(&(day % 180)) {
            let at = departments.entry((issue.user, day / 180)).or_insert(issue.department);
            assert_eq!(*at, issue.department, "user {} on day {day}", issue.user);
            if departments.get(&(issue.user, day / 180 - 1)).is_some_and(|before| *before != issue.department)
            {
                changed.insert(issue.user);
            }
        }
    }
    assert!(changed.len() > 40, "{} users changed their department", changed.len());
}

/// On the text that is exported, since rounding could break it.
#[test]
fn reported_activity_and_resolved_are_in_order_in_the_text() {
    let configuration = configuration(3, &[]);
    let table = Generator::new(&configuration).unwrap().rows(0..configuration.rows).unwrap();
    for row in 0..table.rows() {
        let text = |id| table.column(id).unwrap().text(row);
        let [reported, activity, resolved, status] =
            [ColumnId::DateReported, ColumnId::Timestamps, ColumnId::DateResolved, ColumnId::Status]
                .map(text);
        assert!(reported <= activity && *"2023-01-01 00:00:00" <= *reported, "{reported} {activity}");
        assert_eq!(resolved.is_empty(), matches!(status.as_str(), "Open" | "In Progress"));
        assert!(resolved.is_empty() || activity <= resolved, "{activity} {resolved}");
        assert!(*resolved <= *"2026-11-08" && *activity <= *"2026-11-08");
        let days = text(ColumnId::ResponseDays).parse::<i64>().unwrap();
        assert!((1..=180).contains(&days));
    }
}

#[test]
fn measures_are_bounded() {
    for record in rows(&configuration(2, &[("rows", "50000"), ("attacks.difficulty", "0")])) {
        let issue = record.issue;
        assert!((20..=86_400).contains(&issue.session_secs));
        assert!((1.0..=100.0).contains(&issue.cpu_percent));
        assert!((256.0..=262_144.0).contains(&issue.memory_mb), "{}", issue.memory_mb);
        assert!((1..=10).contains(&issue.impact));
    }
}

#[test]
fn rows_of_a_session_share_user_length_and_place_and_lie_in_it() {
    let configuration = configuration(4, &[]);
    let generator = Generator::new(&configuration).unwrap();
    let mut sessions: BTreeMap<u64, Vec<Record>> = BTreeMap::new();
    for record in rows(&configuration) {
        sessions.entry(record.issue.mark.session).or_default().push(record);
    }
    for rows in sessions.values_mut() {
        rows.sort_by_key(|record| generator.place(record.row));
        assert!(rows.is_sorted_by_key(|record| record.issue.activity_time), "rows are not in their order");
    }
    let long = sessions.values().filter(|rows| rows.len() > 1).count();
    assert!(long * 3 > sessions.len(), "{long} of {} sessions have several rows", sessions.len());
    for rows in sessions.values() {
        assert!(rows.len() <= 8);
        let first = &rows[0].issue;
        let times = || rows.iter().map(|record| record.issue.activity_time);
        assert!(times().max().unwrap() - times().min().unwrap() <= i64::from(first.session_secs));
        for record in rows {
            assert_eq!(record.issue.session_secs, first.session_secs);
            assert_eq!(record.issue.user, first.user);
            assert_eq!(record.issue.ip_location, first.ip_location);
            assert_eq!(record.issue.mark.device, first.mark.device);
        }
    }
}

#[test]
fn all_levels_and_all_scenarios_occur() {
    for seed in 1..21 {
        let mut scenarios = [[0_u32; 4]; 4];
        for record in usual(seed) {
            scenarios[record.score.level.index()][record.issue.severity.index()] += 1;
        }
        assert!(scenarios.as_flattened().iter().all(|&count| count > 0), "seed {seed}: {scenarios:?}");
        let critical: u32 = scenarios[Level::Critical.index()].iter().sum();
        assert!((30..=300).contains(&critical), "seed {seed}: {critical} critical");
    }
}

#[test]
fn no_measure_alone_tells_the_classes_apart_and_difficulty_counts() {
    let of = |seed, difficulty| rows(&configuration(seed, &[("attacks.difficulty", difficulty)]));
    for seed in 1..4 {
        let usual = usual(seed);
        for column in &MEASURE_COLUMNS {
            let values: Vec<f64> = usual.iter().map(|record| measure(record, column)).collect();
            let found = auc(&values, &anomalous(&usual));
            assert!((found - 0.5).abs() < 0.25, "seed {seed}, {column:?}: {found:.3}");
        }
        let found = ["0", "0.25", "0.5", "0.75", "1"].map(|difficulty| probe(&of(seed, difficulty)));
        assert!(found.is_sorted_by(|easier, harder| easier > harder), "seed {seed}: {found:.3?}");
        assert!(found[0] > 0.97 && found[4] < 0.6, "seed {seed}: {found:.3?}");
    }
}

#[test]
fn campaigns_stay_in_their_days_and_with_their_users_and_phases_follow_each_other() {
    let configuration = configuration(5, &[("attacks.rows", "40")]);
    let c = &configuration;
    let world = Realistic::new(c.seed, c.size(), &c.world, &c.issues, &c.realistic);
    let campaigns: Vec<Campaign> = world.campaigns().collect();
    assert_eq!(campaigns.len(), 13);
    let mut users: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut counts = vec![0_u32; campaigns.len()];
    for record in rows(&configuration) {
        let Some(number) = record.issue.mark.campaign.checked_sub(1) else { continue };
        let campaign = &campaigns[number as usize];
        let [first, last] = campaign.days.map(|day| world.timestamp(day));
        assert!((first..last + DAY).contains(&record.issue.activity_time), "{campaign:?}");
        users.entry(number).or_default().insert(record.issue.user);
        counts[number as usize] += 1;
        assert_eq!(record.attack(&configuration.realistic).unwrap(), world.attack(campaign));
    }
    for (number, campaign) in campaigns.iter().enumerate() {
        assert_eq!(counts[number], campaign.rows);
        assert!(users[&(number as u32)].len() as u32 <= campaign.users());
        let attack = world.attack(campaign);
        let phases = &attack.phases;
        assert_eq!((attack.phase_at(0.0), usize::from(attack.phase_at(0.999))), (0, phases.len() - 1));
        assert_eq!(phases.iter().map(|phase| u32::from(phase.share)).sum::<u32>(), 100);
    }
}

#[test]
fn governance_categories_carry_no_technique() {
    let configuration = configuration(1, &[]);
    let table = Generator::new(&configuration).unwrap().rows(0..configuration.rows).unwrap();
    let mut with = 0;
    for (row, record) in usual(1).iter().enumerate() {
        let category = &configuration.issues.categories[usize::from(record.issue.category)].name;
        let technique = record.technique(&configuration.realistic, category).unwrap_or_default();
        assert_eq!(table.column(ColumnId::Technique).unwrap().text(row), technique);
        with += usize::from(!technique.is_empty());
        assert!(technique.is_empty() || category != "Management Oversight" && category != "Legal Compliance");
        assert!(technique.is_empty() || record.issue.mark.truth == Class::Anomalous);
    }
    assert!(with > 200, "{with}");
}

#[test]
fn defects_are_as_many_as_declared_and_the_truth_is_kept() {
    let rows = rows(&configuration(
        1,
        &[
            ("defects.label_noise", "2"),
            ("defects.missing.mcar", "3"),
            ("defects.missing.mar", "4"),
            ("defects.missing.mnar", "5"),
        ],
    ));
    assert_eq!(anomalous(&rows).iter().filter(|&&is| is).count(), 500, "the share stays exact");
    let wrong = rows.iter().filter(|record| record.issue.class != record.issue.mark.truth).count();
    assert_eq!(wrong, 200);
    let missing: u32 = rows.iter().map(|record| record.issue.mark.missing.count_ones()).sum();
    let share = f64::from(missing) / (8 * rows.len()) as f64;
    assert!((share - 0.12).abs() < 0.01, "{share}");
}

#[test]
fn every_realistic_preset_runs_and_has_its_share() {
    for preset in Preset::ALL {
        let mut configuration = preset.configuration();
        configuration.rows = configuration.rows.min(3_000);
        let rows = rows(&configuration);
        let found = anomalous(&rows).iter().filter(|&&is| is).count() as u64;
        assert_eq!(found, configuration.anomalous_rows(), "{}", preset.key());
    }
}

#[test]
fn contradictions_name_the_setting_and_a_way_out() {
    for (settings, path, part) in [
        (&[("rows", "100")][..], "users", "at most 100 users"),
        (&[("defects.label_noise", "6")], "defects.label_noise", "at most 5"),
        (&[("start_date", "2026-11-01")], "attacks.length", "earlier start date"),
        (&[("world.home", "99.9")], "world.outliers", "at most 0.3"),
        (
            &[("defects.missing.mcar", "30"), ("defects.missing.mnar", "30")],
            "defects.missing.mcar",
            "at most 50",
        ),
    ] {
        let mut configuration = Preset::Realistic.configuration();
        for (path, value) in settings {
            configuration.set(path, value).unwrap();
        }
        let problems = configuration.check().unwrap_err();
        assert_eq!((problems.len(), problems[0].path.as_str()), (1, path), "{problems:?}");
        assert!(problems[0].hint.contains(part), "{}", problems[0].hint);
    }
    let mut configuration = Preset::Realistic.configuration();
    for attack in &ATTACKS {
        configuration.set(&format!("attacks.mix.{}", attack.key), "0").unwrap();
    }
    let problems = configuration.check().unwrap_err();
    assert!(problems[0].reason.contains("can carry the 500 anomalous rows"), "{problems:?}");
    configuration.set("anomaly_share", "0").unwrap();
    assert_eq!(configuration.check(), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any range of rows alone equals that range of the whole.
    #[test]
    fn any_range_alone_equals_that_range_of_the_whole(seed in 0..1_000_u64, start in 0..700_u64, length in 0..300_u64) {
        let configuration = configuration(seed, &[("rows", "1000"), ("anomaly_share", "20"), ("defects.missing.mcar", "5")]);
        let whole = rows(&configuration);
        let mut generator = Generator::new(&configuration).unwrap();
        for row in start..(start + length).min(1_000) {
            prop_assert_eq!(generator.record(row), whole[row as usize]);
        }
    }

    /// No setting makes it panic.
    #[test]
    fn odd_worlds_have_rows(
        rows in 1..400_u64, users in 1..40_u64, share in 0..50_u32, departments in 1..4_usize, days in 0..500_u64,
        difficulty in 0..5_u32, attacks_rows in 3..400_u32,
    ) {
        let mut configuration = Preset::Realistic.configuration();
        configuration.rows = rows;
        configuration.world.users = users.min(rows) as u32;
        configuration.world.assignees = 1 + (users % 5) as u32;
        configuration.anomaly_share_percent = f64::from(share);
        configuration.world.departments.truncate(departments);
        configuration.world.locations.truncate(2);
        configuration.issues.statuses.truncate(1 + departments);
        configuration.world.start_date = configuration.world.reference_date - chrono::Days::new(days);
        configuration.set("attacks.difficulty", &(f64::from(difficulty) / 4.0).to_string()).unwrap();
        configuration.set("attacks.rows", &attacks_rows.to_string()).unwrap();
        configuration.set("attacks.length", "0.01").unwrap();
        let found = Generator::new(&configuration).unwrap().rows(0..rows).unwrap();
        prop_assert_eq!(found.rows() as u64, rows);
    }
}

/// The mean cost of each month, over the mean of all.
fn months(settings: &[(&str, &str)]) -> Vec<f64> {
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for record in rows(&configuration(1, settings)) {
        let time = cyberdatagen::engine::issues::date_time(record.issue.activity_time).to_string();
        let (sum, count) = sums.entry(time[..7].to_owned()).or_default();
        (*sum, *count) = (*sum + record.issue.cost, *count + 1.0);
    }
    let all: f64 =
        sums.values().map(|(sum, _)| sum).sum::<f64>() / sums.values().map(|(_, n)| n).sum::<f64>();
    sums.values().filter(|(_, count)| *count > 100.0).map(|(sum, count)| sum / count / all).collect()
}

#[test]
fn months_are_volatile_unless_that_is_switched_off() {
    let spread = |months: &[f64]| {
        let mean = months.iter().sum::<f64>() / months.len() as f64;
        (months.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / months.len() as f64).sqrt()
    };
    let [wild, none] = ["0.2", "0"].map(|volatility| {
        let months = months(&[("rows", "50000"), ("world.volatility.monthly", volatility)]);
        assert!(months.len() > 40, "{}", months.len());
        spread(&months)
    });
    assert!(wild > 0.15 && none < 0.06, "{wild:.3} {none:.3}");
}

#[test]
fn drift_moves_activity_and_weekends_are_quiet() {
    let logs = |drift| {
        let rows = rows(&configuration(1, &[("world.drift", drift)]));
        let middle = rows.iter().map(|record| record.issue.activity_time).sum::<i64>() / rows.len() as i64;
        let of = |late: bool| {
            let half = rows.iter().filter(|record| (record.issue.activity_time > middle) == late);
            let logs: Vec<f64> = half.map(|record| libm::log(f64::from(record.issue.session_secs))).collect();
            logs.iter().sum::<f64>() / logs.len() as f64
        };
        of(true) - of(false)
    };
    assert!(logs("0").abs() < 0.05 && logs("1") > 0.3, "{} {}", logs("0"), logs("1"));
    let rows = usual(1);
    let weekend = |record: &&Record| (record.issue.activity_time / DAY + 3).rem_euclid(7) >= 5;
    let share = rows.iter().filter(weekend).count() as f64 / rows.len() as f64;
    assert!((0.01..0.2).contains(&share), "{share:.3}");
}

/// Own attacks have campaigns, rows and answers as the shipped ones have; without them nothing changes.
#[test]
fn attacks_of_ones_own_are_in_the_data_and_in_the_answer_key() {
    let own = "attack \"Quiet leak\" weight=11 users=1-2 days=20 category=\"Data Leak\" activity=file_access\n\
               phase Hoarding share=60 tactic=TA0009 technique=T1039 files=2.5\n\
               phase Smuggling share=40 tactic=TA0010 technique=T1020 transfer=3";
    let plain = configuration(3, &[]);
    let configuration = configuration(3, &[("attacks.own", own)]);
    let world = Realistic::new(
        configuration.seed,
        configuration.size(),
        &configuration.world,
        &configuration.issues,
        &configuration.realistic,
    );
    let campaigns: Vec<Campaign> = world.campaigns().collect();
    let of_own = campaigns.iter().filter(|campaign| world.attack(campaign).key == "quiet_leak").count();
    assert!((campaigns.len() / 2).abs_diff(of_own) <= 2, "{of_own} of {}", campaigns.len());
    let mut generator = Generator::new(&configuration).unwrap();
    let table = generator.rows(0..configuration.rows).unwrap();
    let text = |id: ColumnId, row: usize| table.column(id).unwrap().text(row);
    let mut answers = AnswerKey::new(&generator);
    let mut found = 0;
    for row in 0..configuration.rows {
        let record = generator.record(row);
        answers.push(&record);
        let is_own = text(ColumnId::AttackType, row as usize) == "Quiet leak";
        assert_eq!(is_own, record.issue.mark.attack == 12);
        if is_own {
            found += 1;
            assert!(["Hoarding", "Smuggling"].contains(&text(ColumnId::Phase, row as usize).as_str()));
            assert!(["", "T1039", "T1020"].contains(&text(ColumnId::Technique, row as usize).as_str()));
        }
    }
    assert!(found > 150, "{found}");
    let answers = answers.take();
    let shifted = answers.columns().iter().find(|column| column.field.name == "Shifted").unwrap();
    assert!((0..answers.rows()).any(|row| shifted.text(row) == "Data Transfer MB"));
    // Normal rows are those of the configuration without it.
    let mut without = Generator::new(&plain).unwrap();
    for row in 0..plain.rows {
        let (before, after) = (without.record(row), generator.record(row));
        if before.issue.mark.truth == Class::Normal {
            assert_eq!(before, after);
        }
    }
    // It is in the link, and in the file of a configuration.
    let link = Link::of(configuration.clone()).write();
    let (again, problems) = Link::read(&link).unwrap();
    assert_eq!((again.configuration, problems), (configuration, vec![]));
}
