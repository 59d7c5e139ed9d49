//! The parameters of the classic distributions: one declaration for both classes, with the value of each.

use std::ops::RangeInclusive;

use crate::engine::issues::{self, Activity, Class};
use crate::engine::problem::Problem;
use crate::engine::settings::{Setting, check_range, check_weights, table};
use crate::engine::text::Text;

type Range = RangeInclusive<f64>;

/// The declaration of a parameter.
#[derive(Debug)]
pub struct Declaration {
    /// How settings name it, after the class.
    pub key: &'static str,
    /// How a form names it.
    pub name: &'static str,
    /// Its unit; empty for factors and shares.
    pub unit: &'static str,
    /// The min and the max.
    pub range: Range,
    /// Its values in the notebook, for normal and anomalous rows.
    pub notebook: [f64; 2],
    /// One sentence on what it does.
    pub help: &'static str,
}

const fn declare(
    key: &'static str,
    name: &'static str,
    unit: &'static str,
    range: Range,
    notebook: [f64; 2],
    help: &'static str,
) -> Declaration {
    Declaration { key, name, unit, range, notebook, help }
}

const WEIGHT: Range = 0.0..=1_000.0;
const FACTOR: Range = 0.0..=100.0;
const SHARE: Range = 0.0..=1.0;
const SPREAD: Range = 0.0..=1_000_000.0;

#[rustfmt::skip]
table! {
    /// A parameter of the classic distributions.
    enum Parameter;
    /// All of them, in the order of a form.
    static PARAMETERS: Declaration;
    SeverityLow: declare("severity.low", words!("Severity Low"), "", WEIGHT, [0.25, 0.05], words!("Weight of severity Low."));
    SeverityMedium: declare("severity.medium", words!("Severity Medium"), "", WEIGHT, [0.25, 0.15], words!("Weight of severity Medium."));
    SeverityHigh: declare("severity.high", words!("Severity High"), "", WEIGHT, [0.25, 0.4], words!("Weight of severity High."));
    SeverityCritical: declare("severity.critical", words!("Severity Critical"), "", WEIGHT, [0.25, 0.4], words!("Weight of severity Critical."));
    ActivityLogin: declare("activity.login", words!("Activity login"), "", WEIGHT, [1.0, 0.2], words!("Weight of activity type login."));
    ActivityFileAccess: declare("activity.file_access", words!("Activity file_access"), "", WEIGHT, [1.0, 0.4], words!("Weight of activity type file_access."));
    ActivityDataModification: declare("activity.data_modification", words!("Activity data_modification"), "", WEIGHT, [1.0, 0.4], words!("Weight of activity type data_modification."));
    ActivityOther: declare("activity.other", words!("Other activity"), "", WEIGHT, [1.0, 0.4], words!("Weight of each activity type that you add."));
    SameLocation: declare("same_location", words!("IP at user's location"), "", SHARE, [0.2, 0.0], words!("Share of rows whose IP location equals the user's."));
    OffHours: declare("off_hours", words!("Off hours"), "", SHARE, [0.0, 0.4], words!("Share of rows reported at a drawn hour among 22, 23 and 0 to 6."));
    LateMin: declare("late.least", words!("Late on Friday and Saturday, from"), "h", 0.0..=24.0, [2.0, 0.0], words!("Minimum delay, in hours, of a report on a Friday or Saturday."));
    LateMax: declare("late.greatest", words!("Late on Friday and Saturday, to"), "h", 0.0..=24.0, [6.0, 0.0], words!("Maximum delay, in hours, of a report on a Friday or Saturday."));
    MorningMin: declare("morning.least", words!("Morning delay, from"), "min", 0.0..=600.0, [15.0, 0.0], words!("Minimum delay, in minutes, of a report between 9 and 12 o'clock."));
    MorningMax: declare("morning.greatest", words!("Morning delay, to"), "min", 0.0..=600.0, [45.0, 0.0], words!("Maximum delay, in minutes, of a report between 9 and 12 o'clock."));
    ResponseMean: declare("response.mean", words!("Response time"), words!("days"), 0.0..=1_000.0, [7.0, 14.0], words!("Mean response time, before the factors below."));
    ResponseLow: declare("response.low", words!("Response, severity Low"), "", FACTOR, [0.8, 1.5], words!("Factor on the response time at severity Low."));
    ResponseMedium: declare("response.medium", words!("Response, severity Medium"), "", FACTOR, [1.0, 2.0], words!("Factor on the response time at severity Medium."));
    ResponseHigh: declare("response.high", words!("Response, severity High"), "", FACTOR, [1.5, 3.0], words!("Factor on the response time at severity High."));
    ResponseCritical: declare("response.critical", words!("Response, severity Critical"), "", FACTOR, [2.0, 4.0], words!("Factor on the response time at severity Critical."));
    ResponseWorkMin: declare("response.work.least", words!("Response, workload from"), "", FACTOR, [0.5, 1.0], words!("Minimum of the workload factor, which is drawn uniformly."));
    ResponseWorkMax: declare("response.work.greatest", words!("Response, workload to"), "", FACTOR, [1.5, 2.0], words!("Maximum of the workload factor, which is drawn uniformly."));
    ResponseClosed: declare("response.closed", words!("Response, closed issues"), "", FACTOR, [1.0, 1.5], words!("Factor on the response time of closed issues."));
    ResponseOpen: declare("response.open", words!("Response, open issues"), "", FACTOR, [2.0, 2.5], words!("Factor on the response time of open issues."));
    ResponseSpread: declare("response.spread", words!("Response, mean over deviation"), "", 0.1..=1_000.0, [3.0, 2.0], words!("The standard deviation is the mean divided by this."));
    SessionMean: declare("session.mean", words!("Session length"), "s", 1.0..=86_400.0, [600.0, 1_350.0], words!("Mean session length (exponential), before the factors below."));
    SessionMin: declare("session.least", words!("Session, min"), "s", 0.0..=86_400.0, [10.0, 5.0], words!("Sessions are at least this long."));
    SessionLogin: declare("session.login", words!("Session, login"), "", FACTOR, [0.5, 0.8], words!("Factor on the session length of login."));
    SessionFileAccess: declare("session.file_access", words!("Session, file_access"), "", FACTOR, [1.5, 2.0], words!("Factor on the session length of file_access."));
    SessionDataModification: declare("session.data_modification", words!("Session, data_modification"), "", FACTOR, [2.0, 3.0], words!("Factor on the session length of data_modification."));
    SessionOther: declare("session.other", words!("Session, other activity"), "", FACTOR, [1.0, 2.0], words!("Factor on the session length of activity types that you add."));
    BurstShare: declare("burst.share", words!("Bursts"), "", SHARE, [0.0, 0.3], words!("Share of short sessions with much data that are shortened further."));
    BurstTransfer: declare("burst.transfer", words!("Burst, transfer above"), words!("MB"), 0.0..=1_000_000.0, [1_000.0, 1_000.0], words!("Only sessions that transfer more can be bursts."));
    BurstSession: declare("burst.session", words!("Burst, session below"), "s", 0.0..=86_400.0, [300.0, 300.0], words!("Only shorter sessions can be bursts."));
    BurstMin: declare("burst.least", words!("Burst, length from"), "", SHARE, [0.2, 0.2], words!("Minimum share of its length that a burst keeps."));
    BurstMax: declare("burst.greatest", words!("Burst, length to"), "", SHARE, [0.5, 0.5], words!("Maximum share of its length that a burst keeps."));
    FilesPoisson: declare("files.poisson", words!("Files, Poisson mean"), words!("files"), 0.0..=1_000.0, [5.0, 0.0], words!("Mean of the Poisson part, before the factors below."));
    FilesSuccesses: declare("files.successes", words!("Files, negative binomial n"), "", 0.0..=1_000.0, [0.0, 5.0], words!("Successes of the negative binomial part; 0 leaves it out."));
    FilesProbability: declare("files.probability", words!("Files, negative binomial p"), "", 0.01..=1.0, [0.5, 0.3], words!("Probability of success of the negative binomial part."));
    FilesAdded: declare("files.added", words!("Files, added"), words!("files"), 0.0..=1_000.0, [0.0, 40.0], words!("Files added in proportion to the user's activity, before the factors below."));
    FilesMin: declare("files.least", words!("Files, min"), words!("files"), 0.0..=1_000.0, [1.0, 5.0], words!("At least this many files."));
    FilesLogin: declare("files.login", words!("Files, login"), "", FACTOR, [0.1, 0.5], words!("Factor on the files of login."));
    FilesFileAccess: declare("files.file_access", words!("Files, file_access"), "", FACTOR, [2.0, 3.0], words!("Factor on the files of file_access."));
    FilesDataModification: declare("files.data_modification", words!("Files, data_modification"), "", FACTOR, [1.5, 2.5], words!("Factor on the files of data_modification."));
    FilesOther: declare("files.other", words!("Files, other activity"), "", FACTOR, [1.0, 2.0], words!("Factor on the files of activity types that you add."));
    LoginsSuccesses: declare("logins.successes", words!("Logins, negative binomial n"), "", 0.0..=1_000.0, [3.0, 10.0], words!("Successes of the negative binomial part; 0 leaves it out."));
    LoginsProbability: declare("logins.probability", words!("Logins, negative binomial p"), "", 0.01..=1.0, [0.5, 0.3], words!("Probability of success of the negative binomial part."));
    LoginsAdded: declare("logins.added", words!("Logins, added"), words!("attempts"), 0.0..=1_000.0, [3.0, 30.0], words!("Attempts added in proportion to the user's activity and the department's risk."));
    LoginsMin: declare("logins.least", words!("Logins, min"), words!("attempts"), 0.0..=1_000.0, [1.0, 5.0], words!("At least this many attempts."));
    TransferShape: declare("transfer.shape", words!("Transfer, tail"), "", 0.5..=100.0, [2.0, 1.5], words!("Shape of the Lomax distribution; smaller is heavier."));
    TransferScale: declare("transfer.scale", words!("Transfer, scale"), words!("MB"), 0.0..=1_000_000.0, [10.0, 300.0], words!("Scale of the transfer, before the factors below."));
    TransferMin: declare("transfer.least", words!("Transfer, min"), words!("MB"), 0.0..=1_000_000.0, [0.1, 1.0], words!("At least this much is transferred."));
    TransferLogin: declare("transfer.login", words!("Transfer, login"), "", FACTOR, [0.1, 0.5], words!("Factor on the transfer of login."));
    TransferFileAccess: declare("transfer.file_access", words!("Transfer, file_access"), "", FACTOR, [1.5, 2.0], words!("Factor on the transfer of file_access."));
    TransferDataModification: declare("transfer.data_modification", words!("Transfer, data_modification"), "", FACTOR, [2.5, 4.0], words!("Factor on the transfer of data_modification."));
    TransferOther: declare("transfer.other", words!("Transfer, other activity"), "", FACTOR, [1.0, 2.0], words!("Factor on the transfer of activity types that you add."));
    CpuMean: declare("cpu.mean", words!("CPU usage"), "%", 0.0..=100.0, [30.0, 60.0], words!("Mean CPU usage of a short session."));
    CpuSession: declare("cpu.session", words!("CPU, seconds a point"), "s", 1.0..=1_000_000.0, [300.0, 200.0], words!("Seconds of session that raise the mean by one point."));
    CpuSpread: declare("cpu.spread", words!("CPU, deviation"), "%", 0.0..=100.0, [10.0, 15.0], words!("Standard deviation of the CPU usage."));
    MemoryMean: declare("memory.mean", words!("Memory usage"), words!("MB"), SPREAD, [4_000.0, 8_000.0], words!("Mean memory usage of a short session."));
    MemorySession: declare("memory.session", words!("Memory, per second"), words!("MB/s"), 0.0..=10_000.0, [5.0, 10.0], words!("Memory that each second of session adds to the mean."));
    MemorySpread: declare("memory.spread", words!("Memory, deviation"), words!("MB"), SPREAD, [1_000.0, 2_000.0], words!("Standard deviation of the memory usage."));
    MemoryMin: declare("memory.least", words!("Memory, min"), words!("MB"), SPREAD, [512.0, 1_000.0], words!("At least this much memory."));
    ImpactMean: declare("impact.mean", words!("Impact score"), "", 0.0..=100.0, [5.0, 8.4], words!("Mean impact score, before the factors below."));
    ImpactSpread: declare("impact.spread", words!("Impact, deviation"), "", 0.0..=100.0, [3.0, 4.0], words!("Standard deviation of the impact score."));
    ImpactMin: declare("impact.least", words!("Impact, min"), "", 1.0..=10.0, [1.0, 3.0], words!("The impact score is at least this, and at most 10."));
    WeightLow: declare("impact.low", words!("Impact and cost, severity Low"), "", FACTOR, [1.0, 1.5], words!("Factor on impact and cost at severity Low."));
    WeightMedium: declare("impact.medium", words!("Impact and cost, severity Medium"), "", FACTOR, [1.5, 2.0], words!("Factor on impact and cost at severity Medium."));
    WeightHigh: declare("impact.high", words!("Impact and cost, severity High"), "", FACTOR, [2.5, 3.0], words!("Factor on impact and cost at severity High."));
    WeightCritical: declare("impact.critical", words!("Impact and cost, severity Critical"), "", FACTOR, [4.0, 5.0], words!("Factor on impact and cost at severity Critical."));
    WeightDataBreach: declare("impact.data_breach", words!("Impact and cost, Data Breach"), "", FACTOR, [3.0, 4.0], words!("Factor on impact and cost in category Data Breach."));
    WeightMalware: declare("impact.malware", words!("Impact and cost, Malware"), "", FACTOR, [2.0, 3.0], words!("Factor on impact and cost in category Malware."));
    WeightUnauthorizedAccess: declare("impact.unauthorized_access", words!("Impact and cost, Unauthorized Access"), "", FACTOR, [2.5, 3.5], words!("Factor on impact and cost in category Unauthorized Access."));
    WeightOther: declare("impact.other", words!("Impact and cost, other categories"), "", FACTOR, [1.0, 1.5], words!("Factor on impact and cost in every other category."));
    CostMean: declare("cost.mean", words!("Cost"), words!("currency units"), SPREAD, [5_000.0, 15_000.0], words!("Mean cost, before the factors of the impact score and the department's risk."));
    CostSpread: declare("cost.spread", words!("Cost, deviation"), words!("currency units"), SPREAD, [2_000.0, 5_000.0], words!("Standard deviation of the cost."));
    CostMin: declare("cost.least", words!("Cost, min"), words!("currency units"), SPREAD, [100.0, 500.0], words!("An issue costs at least this."));
}

/// The weights of the severities, from Low to Critical.
pub const SEVERITY: [Parameter; 4] =
    [Parameter::SeverityLow, Parameter::SeverityMedium, Parameter::SeverityHigh, Parameter::SeverityCritical];

/// The parameters that are the two ends of a range.
const RANGES: [(Parameter, Parameter); 4] = [
    (Parameter::LateMin, Parameter::LateMax),
    (Parameter::MorningMin, Parameter::MorningMax),
    (Parameter::ResponseWorkMin, Parameter::ResponseWorkMax),
    (Parameter::BurstMin, Parameter::BurstMax),
];

impl Parameter {
    /// The path of its setting for a class.
    pub fn path(self, class: Class) -> String {
        let class = match class {
            Class::Normal => "normal",
            Class::Anomalous => "anomalous",
        };
        format!("{class}.{}", self.facts().key)
    }

    /// Whether it is a weight among others.
    fn is_weight(self) -> bool {
        SEVERITY.contains(&self)
            || matches!(
                self,
                Parameter::ActivityLogin
                    | Parameter::ActivityFileAccess
                    | Parameter::ActivityDataModification
                    | Parameter::ActivityOther
            )
    }
}

/// The values of all parameters, for both classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    values: [[f64; Parameter::COUNT]; 2],
}

impl Default for Parameters {
    fn default() -> Self {
        let value = |class: Class| Parameter::ALL.map(|parameter| parameter.facts().notebook[class as usize]);
        Parameters { values: Class::ALL.map(value) }
    }
}

impl Parameters {
    /// The settings, in the order of a form: those of normal rows, then those of anomalous ones.
    pub fn settings() -> Vec<Setting<Parameters>> {
        let pairs =
            Class::ALL.into_iter().flat_map(|class| Parameter::ALL.map(|parameter| (class, parameter)));
        pairs
            .map(|(class, parameter)| {
                let facts = parameter.facts();
                let setting = Setting::new(
                    parameter.path(class),
                    Text::declared(facts.name),
                    facts.unit,
                    Text::declared(facts.help),
                    facts.range.clone(),
                    move |parameters: &Parameters| &parameters.values[class as usize][parameter as usize],
                    move |parameters: &mut Parameters| {
                        &mut parameters.values[class as usize][parameter as usize]
                    },
                );
                if parameter.is_weight() { setting.as_weight() } else { setting }
            })
            .collect()
    }

    /// The values of a class, by [`Parameter`].
    pub fn of(&self, class: Class) -> &[f64; Parameter::COUNT] {
        &self.values[class as usize]
    }

    /// The value of a class's parameter.
    pub fn get(&self, class: Class, parameter: Parameter) -> f64 {
        self.values[class as usize][parameter as usize]
    }

    /// The sum of a class's severity weights, positive where the parameters were checked.
    pub fn severity_sum(&self, class: Class) -> f64 {
        SEVERITY.iter().map(|severity| self.get(class, *severity)).sum()
    }

    /// The weight of each activity type: that of the class for its name, times its own in the list.
    pub fn activity_weights(&self, class: Class, lists: &issues::Parameters) -> impl Iterator<Item = f64> {
        lists.activity_types.iter().enumerate().map(move |(index, name)| {
            self.get(class, activity_weight(Activity::of(name))) * lists.activity_types.weight(index)
        })
    }

    /// Adds what contradicts itself, or the lists.
    pub fn check(&self, lists: &issues::Parameters, problems: &mut Vec<Problem>) {
        for class in Class::ALL {
            for (min, max) in RANGES {
                check_range(&min.path(class), self.get(class, min), self.get(class, max), problems);
            }
            let severities = self.severity_sum(class);
            let hint = text!("give at least one severity a weight above 0");
            check_weights(&Parameter::SeverityLow.path(class), severities, hint, problems);
            let activities = self.activity_weights(class, lists).sum();
            let hint = text!("give at least one activity type a weight above 0");
            check_weights(&Parameter::ActivityLogin.path(class), activities, hint, problems);
        }
    }
}

/// The parameter that is the weight of an activity.
fn activity_weight(activity: Activity) -> Parameter {
    match activity {
        Activity::Login => Parameter::ActivityLogin,
        Activity::FileAccess => Parameter::ActivityFileAccess,
        Activity::DataModification => Parameter::ActivityDataModification,
        Activity::Other => Parameter::ActivityOther,
    }
}
