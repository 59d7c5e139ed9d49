//! Rules, streams, reviews and scores, on the rows of presets.

use super::log::{Form, LogLines};
use super::review::{self, Finding};
use super::rules::RuleSet;
use super::state::State;
use super::stream::{Chunk, Launched, Stream};
use super::{Options, calibration::Calibration, scored, workbench};
use crate::engine::configuration::{Configuration, Preset};
use crate::engine::dataset::csv::{CsvFile, Limits};
use crate::engine::dataset::{ColumnId, Table};
use crate::engine::export::csv::Csv;
use crate::engine::generator::Generator;
use crate::engine::issues::{DAY, Seconds};
use crate::engine::level::Level;
use crate::engine::response::SCENARIOS;

fn realistic(rows: u64) -> Configuration {
    Configuration { rows, ..Preset::Realistic.configuration() }
}

fn with_rules(text: &str) -> Options {
    Options { rules: Some(RuleSet::read("respond.rules", text).unwrap()), ..Options::default() }
}

fn all(stream: &mut Stream) -> Chunk {
    stream.advance(u64::MAX)
}

#[test]
fn the_shipped_rules_fire_where_the_column_says_so() {
    for preset in Preset::ALL {
        let mut configuration = Configuration { rows: 3_000, ..preset.configuration() };
        configuration.response.limits = [4.0, 7.0, 6.0, 60.0];
        let mut stream = Stream::new(&configuration, &Options::default()).unwrap();
        let chunk = all(&mut stream);
        assert_eq!(chunk.records.len(), 3_000);
        for (record, reading) in chunk.records.iter().zip(&chunk.readings[0]) {
            // A rule does not see a cell that is missing; the column was made before it went missing.
            let fired = u32::from(record.fired);
            let is_whole = record.issue.mark.missing == 0;
            assert!(
                if is_whole { fired == reading.fired } else { fired & reading.fired == reading.fired },
                "{} {record:?}",
                preset.key()
            );
        }
        assert!(chunk.records.iter().any(|record| record.fired > 0));
    }
}

#[test]
fn a_stream_is_the_rows_in_the_order_of_time_however_it_is_parted() {
    let configuration = realistic(2_000);
    let mut whole = Stream::new(&configuration, &Options::default()).unwrap();
    let whole = all(&mut whole);
    let mut generator = Generator::new(&configuration.in_time()).unwrap();
    let columns = |table: &Table| {
        table
            .columns()
            .iter()
            .map(|column| (column.field.name.clone(), column.text(1_999)))
            .collect::<Vec<_>>()
    };
    let expected = generator.rows(0..2_000).unwrap();
    assert_eq!(columns(&whole.table), columns(&expected));
    assert!(whole.records.iter().enumerate().all(|(row, record)| *record == generator.record(row as u64)));
    let times: Vec<Seconds> = whole.records.iter().map(|record| record.issue.activity_time).collect();
    assert!(times.windows(2).all(|pair| pair[0] <= pair[1]));
    let mut parted = Stream::new(&configuration, &Options::default()).unwrap();
    let mut readings = Vec::new();
    for rows in (1..).map(|count| count % 97 + 1) {
        let chunk = parted.advance(rows);
        if chunk.records.is_empty() {
            break;
        }
        // Looking at the states in between changes nothing.
        parted.monitors[0].states(200);
        readings.extend(chunk.readings.into_iter().next().unwrap());
    }
    assert_eq!(readings, whole.readings[0]);
}

#[test]
fn a_rule_nearly_fires_where_one_of_its_conditions_alone_is_not_met() {
    let rules = "both: deviation(data_transfer_mb) > 1 and count(1d) >= 2 -> a priority=low\n\
                 far: deviation(data_transfer_mb) > 1 -> b priority=low\n\
                 often: count(1d) >= 2 -> c priority=low\n\
                 watched: state >= watched and session_duration_in_second > 100 -> d points=0 priority=low\n\
                 state: state >= watched -> e points=0 priority=low\n\
                 long: session_duration_in_second > 100 -> f points=2 priority=low\n\
                 off: deviation(data_transfer_mb) > 1 and count(1d) >= 2 -> g off";
    let chunk = all(&mut Stream::new(&realistic(3_000), &with_rules(rules)).unwrap());
    let set = RuleSet::read("respond.rules", rules).unwrap();
    let (mut alerts, mut found) = (0, [0; 2]);
    for (row, reading) in chunk.readings[0].iter().enumerate() {
        if !reading.is_alert {
            assert!(reading.near.is_empty());
            continue;
        }
        alerts += 1;
        let fires = |place: usize| reading.fired >> place & 1 == 1;
        let near = |name: &str| {
            let mut known = reading.near.iter().map(|near| set.near(*near).unwrap());
            known.find(|(rule, _)| rule.name == name).map(|(_, unmet)| unmet.to_string())
        };
        for (place, name, parts) in [(0, "both", [1, 2]), (3, "watched", [4, 5])] {
            let unmet: Vec<usize> = parts.into_iter().filter(|part| !fires(*part)).collect();
            let expected = match unmet[..] {
                [part] => Some(set.rules()[part].condition.to_string()),
                _ => None,
            };
            assert_eq!(near(name), expected, "row {row}, {name}");
            found[usize::from(place > 0)] += u32::from(expected.is_some());
        }
        assert_eq!(near("off"), None);
        // A single number that lacks at most a quarter of its limit.
        let seconds = chunk.table.column(ColumnId::SessionSecs).unwrap().number(row);
        assert_eq!(near("long").is_some(), seconds > 75.0 && seconds <= 100.0, "row {row}: {seconds}");
    }
    assert!(alerts > 100 && found[0] > 20 && found[1] > 20, "{alerts} {found:?}");
}

#[test]
fn a_launched_attack_begins_where_it_was_launched_and_is_followed() {
    let configuration = realistic(3_000);
    let options = Options {
        beside: Some(
            RuleSet::read("respond.beside", "none: login_attempts > 9000 -> nothing priority=low").unwrap(),
        ),
        ..Options::default()
    };
    let launched =
        Launched::read("bulk_exfiltration at=500 user=12 rows=25 difficulty=0.1", &configuration.realistic)
            .unwrap();
    assert_eq!(
        Launched::read(&launched.write(&configuration.realistic), &configuration.realistic),
        Ok(launched)
    );
    let run = |parts: &[u64]| {
        let mut stream = Stream::new(&configuration, &options).unwrap();
        let mut records = stream.advance(500).records;
        stream.launch(launched.launch).unwrap();
        for part in parts {
            records.extend(stream.advance(*part).records);
        }
        records.extend(all(&mut stream).records);
        (records, stream)
    };
    let (records, stream) = run(&[]);
    assert_eq!(records, run(&[1, 7, 100]).0);
    assert_eq!(records.len(), 3_025);
    let of_attack: Vec<_> = records.iter().enumerate().filter(|(_, record)| record.row >= 3_000).collect();
    assert_eq!(of_attack.len(), 25);
    let launched_at = records[499].issue.activity_time;
    let [first, last] = [of_attack[0], of_attack[24]];
    assert!(first.0 >= 500 && first.1.issue.activity_time >= launched_at);
    assert!(
        first.1.issue.activity_time < launched_at + 2 * DAY
            && last.1.issue.activity_time < launched_at + 5 * DAY
    );
    assert!(of_attack.iter().all(|(_, record)| record.issue.user == 11
        && record.attack(&configuration.realistic).is_some_and(|attack| attack.key == "bulk_exfiltration")));
    assert!(records.windows(2).all(|pair| pair[0].issue.activity_time <= pair[1].issue.activity_time));
    let [progress] = stream.launches() else { panic!("one was launched") };
    assert_eq!((progress.seen, progress.first), (25, Some(first.1.issue.activity_time)));
    // At this difficulty the shipped rules see it.
    assert!(progress.found[0].0 > 5 && progress.found[0].1 >= progress.first, "{progress:?}");
    let mut ids: Vec<u64> = records.iter().map(|record| record.row).collect();
    ids.sort_unstable();
    assert!(ids.into_iter().eq(0..3_025));
    let mut classic =
        Stream::new(&Configuration { rows: 10, ..Preset::Classic.configuration() }, &Options::default())
            .unwrap();
    assert!(classic.launch(launched.launch).unwrap_err().hint.contains("realistic"));
}

#[test]
fn the_rows_of_a_configuration_stay_what_they_are_when_an_attack_is_launched() {
    let configuration = realistic(2_000);
    let mut plain = Stream::new(&configuration, &Options::default()).unwrap();
    let mut attacked = Stream::new(&configuration, &Options::default()).unwrap();
    attacked.advance(100);
    attacked.launch(Launched::read("ransomware user=3", &configuration.realistic).unwrap().launch).unwrap();
    let own: Vec<_> = all(&mut attacked).records.into_iter().filter(|record| record.row < 2_000).collect();
    assert_eq!(own, all(&mut plain).records[100..]);
}

/// A table of rows: user, seconds, login attempts.
fn rows(rows: &[(&str, Seconds, u32)]) -> Table {
    let mut text = "User ID,Timestamps,Login Attempts,Category\n".to_owned();
    for (user, seconds, logins) in rows {
        let time = crate::engine::issues::date_time(*seconds);
        text += &format!("{user},{time},{logins},Malware\n");
    }
    CsvFile::read(text.into_bytes(), Limits::PAGE, &mut |_, _| std::ops::ControlFlow::Continue(()))
        .unwrap()
        .table
}

fn fired(table: &Table, rules: &str) -> Vec<u32> {
    let options = with_rules(rules);
    let mut monitor = super::Monitor::new("", options.rules.clone().unwrap(), &options, table).unwrap();
    (0..table.rows()).map(|row| monitor.take(table, row).fired).collect()
}

#[test]
fn rows_of_a_user_are_counted_within_a_time() {
    let start = 1_700_000_000;
    let table = rows(&[
        ("User_1", start, 5),
        ("User_2", start + 10, 1),
        ("User_1", start + 1_800, 1),
        ("User_1", start + 3_599, 5),
        ("User_1", start + 3_600, 5),
        ("User_1", start + 90_000, 5),
    ]);
    assert_eq!(fired(&table, "often: count(1 h) >= 3 -> act"), [0, 0, 0, 1, 1, 0]);
    assert_eq!(fired(&table, "many: count(login_attempts > 3, 2 h) >= 2 -> act"), [0, 0, 0, 1, 1, 0]);
}

#[test]
fn a_number_is_compared_with_the_users_own() {
    let start = 1_700_000_000;
    let mut list: Vec<(&str, Seconds, u32)> = Vec::new();
    for hour in 0..20 {
        list.push(("User_1", start + hour * 3_600, 3 + (hour % 3) as u32));
        list.push(("User_2", start + hour * 3_600 + 60, 100 + (hour % 3) as u32));
    }
    // 100 attempts are usual for the one, and far from usual for the other.
    list.push(("User_1", start + 100_000, 100));
    list.push(("User_2", start + 100_001, 100));
    // Of a user who is new nothing is usual.
    list.push(("User_3", start + 100_002, 100));
    let fired = fired(&rows(&list), "unusual: deviation(login_attempts) > 4 -> act");
    assert!(fired[..40].iter().all(|bits| *bits == 0), "{fired:?}");
    assert_eq!(fired[40..], [1, 0, 0]);
}

#[test]
fn a_rule_can_look_at_the_state_of_the_user() {
    let start = 1_700_000_000;
    let list: Vec<(&str, Seconds, u32)> = (0..5).map(|hour| ("User_1", start + hour * 3_600, 9)).collect();
    let rules = "logins: login_attempts > 5 -> act points=2.5; again: state >= watched -> escalate priority=critical points=0";
    assert_eq!(fired(&rows(&list), rules), [1, 3, 3, 3, 3]);
    let problem = RuleSet::read("respond.rules", "loop: state >= watched -> escalate").unwrap_err();
    assert!(problem[0].reason.contains("never leave"), "{problem:?}");
}

#[test]
fn what_a_rule_cannot_look_at_is_told() {
    let mut configuration = realistic(400);
    configuration.set("columns.cost", "off").unwrap();
    for (rule, reason) in [
        ("a: cost > 5 -> act", "switched off"),
        ("a: is_anomaly = 1 -> act", "the answer"),
        ("a: campaign_id = x -> act", "the answer"),
        ("a: \"Own Column\" > 5 -> act", "no column"),
        ("a: category > 5 -> act", "no numbers"),
        ("a: deviation(category) > 5 -> act", "no numbers"),
    ] {
        let problems = Stream::new(&configuration, &with_rules(rule)).unwrap_err();
        assert!(problems[0].reason.contains(reason) && !problems[0].hint.is_empty(), "{rule}: {problems:?}");
    }
}

#[test]
fn a_review_says_which_rules_do_nothing() {
    let options = with_rules(
        "busy: num_files_accessed > 10 -> restrict
         # The next one has nothing to add.
         busier: num_files_accessed > 20 -> restrict
         never: login_attempts > 9999 -> act
         always: login_attempts > 0 -> act
         resting: login_attempts > 0 -> act off",
    );
    let configuration = realistic(4_000);
    let mut work = review::Work::new(&configuration, &options).unwrap();
    let review = loop {
        if let Some(review) = work.step().unwrap() {
            break review;
        }
    };
    let findings: Vec<Option<Finding>> = review.rules.iter().map(|rule| rule.finding.clone()).collect();
    let expected = [
        None,
        Some(Finding::Shadowed("busy".to_owned())),
        Some(Finding::Never),
        Some(Finding::Always),
        Some(Finding::Off),
    ];
    assert_eq!(findings, expected);
    let mut generator = Generator::new(&configuration).unwrap();
    let issues: Vec<_> = (0..4_000).map(|row| generator.record(row)).collect();
    let busy = issues.iter().filter(|record| record.issue.files > 10).count() as u64;
    assert_eq!((review.rules[0].rows, review.rows, review.anomalous), (busy, [4_000, 4_000], 200));
    let restrict = review.actions.iter().find(|action| action.action == "restrict").unwrap();
    assert_eq!(restrict.rows, busy);
    let of_scenarios: u64 = review
        .actions
        .iter()
        .filter(|action| SCENARIOS.iter().any(|it| it.action == action.action))
        .map(|action| action.rows)
        .sum();
    assert_eq!(of_scenarios, 4_000);
    assert_eq!(review.reached.iter().sum::<u64>(), u64::from(configuration.world.users));
    assert!(review.cost[1] <= review.cost[0] && review.cost[0] > 0.0);
}

#[test]
fn rows_that_were_exported_are_scored_as_they_were() {
    for preset in [Preset::Realistic, Preset::Classic, Preset::ClassicCalibrated] {
        let configuration = Configuration { rows: 1_500, ..preset.configuration() };
        let table = Generator::new(&configuration).unwrap().rows(0..1_500).unwrap();
        let (csv, mut text) = (Csv::new(&table, configuration.format), Vec::new());
        csv.header(&mut text);
        csv.lines(&table, 0..1_500, &mut text);
        let file =
            CsvFile::read(text, Limits::PAGE, &mut |_, _| std::ops::ControlFlow::Continue(())).unwrap();
        let scoring = scored::score(&file.table, &configuration, &Options::default()).unwrap();
        assert_eq!(scoring.remarks, Vec::<String>::new());
        for (row, scored) in scoring.rows.iter().enumerate() {
            let cell = |id| table.column(id).unwrap().text(row);
            assert_eq!(
                format!("{:?}", scored.score.to_string()),
                format!("{:?}", cell(ColumnId::ThreatScore).parse::<f64>().unwrap().to_string())
            );
            assert_eq!(
                (scored.level.name(), scored.color),
                (cell(ColumnId::ThreatLevel).as_str(), cell(ColumnId::Color).as_str())
            );
            assert!(
                scored.answer.starts_with(&cell(ColumnId::DefenseAction)),
                "{} {}",
                scored.answer,
                cell(ColumnId::DefenseAction)
            );
        }
    }
}

#[test]
fn anyones_rows_are_scored_by_the_columns_that_they_have() {
    let text = b"sev,logins,who,when,note\nCritical,12,ann,2024-01-01 10:00:00,a\nlow,1,bob,2024-01-01 09:00:00,b\n,,ann,,c\n";
    let file =
        CsvFile::read(text.to_vec(), Limits::PAGE, &mut |_, _| std::ops::ControlFlow::Continue(())).unwrap();
    let configuration = realistic(1);
    let refused = scored::score(&file.table, &configuration, &Options::default()).unwrap_err();
    assert!(refused[0].hint.contains("--map"), "{refused:?}");
    let pairs =
        [("Severity", "sev"), ("login_attempts", "logins"), ("User ID", "who"), ("Timestamps", "when")];
    let pairs: Vec<(String, String)> = pairs.map(|(own, theirs)| (own.to_owned(), theirs.to_owned())).into();
    let table = scored::mapped(&file.table, &pairs).unwrap();
    let scoring = scored::score(&table, &configuration, &Options::default()).unwrap();
    assert!(scoring.rows[0].score > scoring.rows[1].score && scoring.rows.len() == 3);
    assert_eq!(scoring.rows[1].state, State::Normal.name());
    assert_eq!(scoring.remarks.len(), 2, "{:?}", scoring.remarks);
    let unknown = scored::mapped(&file.table, &[("Severity".to_owned(), "gravity".to_owned())]).unwrap_err();
    assert!(unknown[0].hint.contains("sev, logins"));
}

#[test]
fn the_workbench_compares_two_scorings() {
    let before = realistic(3_000);
    let run = |after: &Configuration| {
        let mut work = workbench::Work::new(&before, after).unwrap();
        loop {
            if let Some(workbench) = work.step() {
                return workbench;
            }
        }
    };
    let same = run(&before);
    for (level, moved) in same.moved.iter().enumerate() {
        assert!(moved.iter().enumerate().all(|(after, rows)| after == level || *rows == 0));
    }
    assert_eq!(same.alerts[0], same.alerts[1]);
    assert_eq!(same.scenarios[0], same.scenarios[1]);
    let mut after = before.clone();
    after.set("scoring.profile", "notebook").unwrap();
    let other = run(&after);
    assert_eq!((other.range, other.unreachable.as_slice()), ([1.4, 8.0], [3].as_slice()));
    let shares: f64 = other.indicators.iter().map(|indicator| indicator.share).sum();
    assert!((shares - 1.0).abs() < 1e-12);
    for indicator in &other.indicators {
        let share: f64 = indicator.scores.iter().map(|(_, share)| share).sum();
        assert!((share - 1.0).abs() < 1e-9);
    }
    assert_eq!(other.moved.iter().flatten().sum::<u64>(), 3_000);
    // The score as a detector is what another scoring of the same rows says.
    let mut generator = Generator::new(&Configuration { threat: after.threat.clone(), ..before }).unwrap();
    let records: Vec<_> = (0..3_000).map(|row| generator.record(row)).collect();
    let high = records.iter().filter(|record| record.score.level >= Level::High).count() as u64;
    assert_eq!(other.alerts[1].found + other.alerts[1].false_alarms, high);
}

#[test]
fn thresholds_follow_from_what_a_team_can_handle() {
    let scores: Vec<f64> = (0..1_000).map(|row| f64::from(row % 100) / 10.0).collect();
    let labels: Vec<bool> = (0..1_000).map(|row| row % 100 >= 97).collect();
    // 1,000 rows in 10 days: each tenth of a score has one row a day.
    let calibration = Calibration::new(&scores, &labels, 1_000, 10.0);
    assert_eq!(calibration.thresholds_for(3.0), Some([8.5, 9.7, 9.9]));
    let point = calibration.at(9.7).unwrap();
    assert_eq!((point.alerts_per_day, point.precision, point.recall), (3.0, 1.0, 1.0));
    assert_eq!((calibration.auc, calibration.average_precision), (Some(1.0), Some(1.0)));
    // A tenth of the rows was looked at.
    let sampled = Calibration::new(&scores[..100], &labels[..100], 1_000, 10.0);
    assert_eq!(sampled.thresholds_for(3.0), Some([8.5, 9.7, 9.9]));
    let one_class = Calibration::new(&scores, &vec![false; 1_000], 1_000, 10.0);
    assert_eq!(one_class.auc, None);
}

#[test]
fn a_log_has_the_same_lines_however_the_stream_is_parted_and_no_label() {
    let configuration = realistic(400);
    for form in Form::ALL {
        let run = |rows: u64| {
            let mut stream = Stream::new(&configuration, &Options::default()).unwrap();
            let (mut lines, mut text) = (LogLines::new(form, &stream, false).unwrap(), Vec::new());
            loop {
                let chunk = stream.advance(rows);
                if chunk.records.is_empty() {
                    return String::from_utf8(text).unwrap();
                }
                lines.write(&chunk, &stream.monitors[0], &mut text).unwrap();
            }
        };
        let text = run(400);
        assert_eq!(text, run(7), "{form:?}");
        assert!(
            !text.contains("Is Anomaly") && !text.contains("Campaign ID") && !text.contains("{\"create\"")
        );
        let count = text.lines().count();
        assert!(if form == Form::JsonLines { count == 400 } else { count > 2_000 }, "{count}");
    }
}

#[test]
fn options_are_read_as_they_are_written() {
    let mut options = with_rules(
        "a: cost > 5 and (severity >= High or user_location in (\"New York\", JP)) -> \"do; it\" priority=high log=5 points=2.5 off",
    );
    options.watch = 3.0;
    options.alert = super::options::AlertFrom::Critical;
    let changed = options.changed();
    assert_eq!(changed.len(), 3);
    assert_eq!(Options::of(&changed), (options, Vec::new()));
    assert_eq!(Options::default().changed(), []);
    // Which part of the workspace is open is no option.
    let part =
        crate::engine::configuration::Override { path: super::options::PART.into(), value: "rules".into() };
    assert_eq!(Options::of(&[part]), (Options::default(), Vec::new()));
    let (_, problems) = Options::of(&[crate::engine::configuration::Override {
        path: "respond.watch".into(),
        value: "9".into(),
    }]);
    assert_eq!(problems.len(), 1, "above where restricted begins: {problems:?}");
}
