//! The parameters of the classic distributions, each declared once: key, name, unit, range, what it does, and its
//! value for normal and for anomalous rows. Each is a knob of the configuration, once for each class.

use crate::engine::issues::Class;

/// The declaration of a parameter.
#[derive(Debug)]
pub struct Law {
    /// How settings name it, after the class.
    pub key: &'static str,
    /// How a form names it.
    pub name: &'static str,
    /// Its unit; empty for factors and shares.
    pub unit: &'static str,
    /// The least and the greatest value.
    pub range: (f64, f64),
    /// One sentence on what it does.
    pub help: &'static str,
}

/// Declares the enum that names the parameters in code, and their table, in one list.
macro_rules! laws {
    ($($id:ident: $key:literal, $name:literal, $unit:literal, $range:expr, $notebook:expr, $help:literal;)*) => {
        /// A parameter of the classic distributions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is documented by its help")]
        pub enum Parameter { $($id),* }

        /// How many parameters there are.
        pub const COUNT: usize = [$($key),*].len();

        /// All of them, in the order of a form and of [`Parameter`].
        pub static LAWS: [Law; COUNT] =
            [$(Law { key: $key, name: $name, unit: $unit, range: $range, help: $help }),*];

        /// Their values in the notebook, for normal and anomalous rows.
        static NOTEBOOK: [[f64; 2]; COUNT] = [$($notebook),*];
    };
}

const WEIGHT: (f64, f64) = (0.0, 1_000.0);
const FACTOR: (f64, f64) = (0.0, 100.0);
const SHARE: (f64, f64) = (0.0, 1.0);
const SPREAD: (f64, f64) = (0.0, 1_000_000.0);

#[rustfmt::skip]
laws! {
    SeverityLow: "severity.low", "Severity Low", "", WEIGHT, [0.25, 0.05], "Weight of severity Low.";
    SeverityMedium: "severity.medium", "Severity Medium", "", WEIGHT, [0.25, 0.15], "Weight of severity Medium.";
    SeverityHigh: "severity.high", "Severity High", "", WEIGHT, [0.25, 0.4], "Weight of severity High.";
    SeverityCritical: "severity.critical", "Severity Critical", "", WEIGHT, [0.25, 0.4], "Weight of severity Critical.";
    ActivityLogin: "activity.login", "Activity login", "", WEIGHT, [1.0, 0.2], "Weight of activity type login.";
    ActivityFileAccess: "activity.file_access", "Activity file_access", "", WEIGHT, [1.0, 0.4], "Weight of activity type file_access.";
    ActivityDataModification: "activity.data_modification", "Activity data_modification", "", WEIGHT, [1.0, 0.4], "Weight of activity type data_modification.";
    ActivityOther: "activity.other", "Other activity", "", WEIGHT, [1.0, 0.4], "Weight of each activity type that you add.";
    SameLocation: "same_location", "IP at user's location", "", SHARE, [0.2, 0.0], "Share of rows whose IP location equals the user's.";
    OffHours: "off_hours", "Off hours", "", SHARE, [0.0, 0.4], "Share of rows reported at a drawn hour among 22, 23 and 0 to 6.";
    LateLeast: "late.least", "Late on Friday and Saturday, from", "h", (0.0, 24.0), [2.0, 0.0], "Least hours that a report comes later on Fridays and Saturdays.";
    LateGreatest: "late.greatest", "Late on Friday and Saturday, to", "h", (0.0, 24.0), [6.0, 0.0], "Greatest hours that a report comes later on Fridays and Saturdays.";
    MorningLeast: "morning.least", "Morning delay, from", "min", (0.0, 600.0), [15.0, 0.0], "Least minutes that a report of 9 to 12 o'clock comes later.";
    MorningGreatest: "morning.greatest", "Morning delay, to", "min", (0.0, 600.0), [45.0, 0.0], "Greatest minutes that a report of 9 to 12 o'clock comes later.";
    ResponseMean: "response.mean", "Response time", "days", (0.0, 1_000.0), [7.0, 14.0], "Mean response time, before the factors below.";
    ResponseLow: "response.low", "Response, severity Low", "", FACTOR, [0.8, 1.5], "Factor on the response time at severity Low.";
    ResponseMedium: "response.medium", "Response, severity Medium", "", FACTOR, [1.0, 2.0], "Factor on the response time at severity Medium.";
    ResponseHigh: "response.high", "Response, severity High", "", FACTOR, [1.5, 3.0], "Factor on the response time at severity High.";
    ResponseCritical: "response.critical", "Response, severity Critical", "", FACTOR, [2.0, 4.0], "Factor on the response time at severity Critical.";
    ResponseWorkLeast: "response.work.least", "Response, workload from", "", FACTOR, [0.5, 1.0], "Least workload factor, drawn uniformly.";
    ResponseWorkGreatest: "response.work.greatest", "Response, workload to", "", FACTOR, [1.5, 2.0], "Greatest workload factor, drawn uniformly.";
    ResponseClosed: "response.closed", "Response, closed issues", "", FACTOR, [1.0, 1.5], "Factor on the response time of closed issues.";
    ResponseOpen: "response.open", "Response, open issues", "", FACTOR, [2.0, 2.5], "Factor on the response time of open issues.";
    ResponseSpread: "response.spread", "Response, mean over deviation", "", (0.1, 1_000.0), [3.0, 2.0], "The standard deviation is the mean divided by this.";
    SessionMean: "session.mean", "Session length", "s", (1.0, 86_400.0), [600.0, 1_350.0], "Mean session length (exponential), before the factors below.";
    SessionMin: "session.least", "Session, shortest", "s", (0.0, 86_400.0), [10.0, 5.0], "Sessions are at least this long.";
    SessionLogin: "session.login", "Session, login", "", FACTOR, [0.5, 0.8], "Factor on the session length of login.";
    SessionFileAccess: "session.file_access", "Session, file_access", "", FACTOR, [1.5, 2.0], "Factor on the session length of file_access.";
    SessionDataModification: "session.data_modification", "Session, data_modification", "", FACTOR, [2.0, 3.0], "Factor on the session length of data_modification.";
    SessionOther: "session.other", "Session, other activity", "", FACTOR, [1.0, 2.0], "Factor on the session length of activity types that you add.";
    BurstShare: "burst.share", "Bursts", "", SHARE, [0.0, 0.3], "Share of short sessions with much data that are shortened further.";
    BurstTransfer: "burst.transfer", "Burst, transfer above", "MB", (0.0, 1_000_000.0), [1_000.0, 1_000.0], "Only sessions that transfer more can be bursts.";
    BurstSession: "burst.session", "Burst, session below", "s", (0.0, 86_400.0), [300.0, 300.0], "Only shorter sessions can be bursts.";
    BurstLeast: "burst.least", "Burst, length from", "", SHARE, [0.2, 0.2], "Least share of its length that a burst keeps.";
    BurstGreatest: "burst.greatest", "Burst, length to", "", SHARE, [0.5, 0.5], "Greatest share of its length that a burst keeps.";
    FilesPoisson: "files.poisson", "Files, Poisson mean", "files", (0.0, 1_000.0), [5.0, 0.0], "Mean of the Poisson part, before the factors below.";
    FilesSuccesses: "files.successes", "Files, negative binomial n", "", (0.0, 1_000.0), [0.0, 5.0], "Successes of the negative binomial part; 0 leaves it out.";
    FilesProbability: "files.probability", "Files, negative binomial p", "", (0.01, 1.0), [0.5, 0.3], "Probability of success of the negative binomial part.";
    FilesAdded: "files.added", "Files, added", "files", (0.0, 1_000.0), [0.0, 40.0], "Files added in proportion to the user's activity, before the factors below.";
    FilesMin: "files.least", "Files, fewest", "files", (0.0, 1_000.0), [1.0, 5.0], "At least this many files.";
    FilesLogin: "files.login", "Files, login", "", FACTOR, [0.1, 0.5], "Factor on the files of login.";
    FilesFileAccess: "files.file_access", "Files, file_access", "", FACTOR, [2.0, 3.0], "Factor on the files of file_access.";
    FilesDataModification: "files.data_modification", "Files, data_modification", "", FACTOR, [1.5, 2.5], "Factor on the files of data_modification.";
    FilesOther: "files.other", "Files, other activity", "", FACTOR, [1.0, 2.0], "Factor on the files of activity types that you add.";
    LoginsSuccesses: "logins.successes", "Logins, negative binomial n", "", (0.0, 1_000.0), [3.0, 10.0], "Successes of the negative binomial part; 0 leaves it out.";
    LoginsProbability: "logins.probability", "Logins, negative binomial p", "", (0.01, 1.0), [0.5, 0.3], "Probability of success of the negative binomial part.";
    LoginsAdded: "logins.added", "Logins, added", "attempts", (0.0, 1_000.0), [3.0, 30.0], "Attempts added in proportion to the user's activity and the department's risk.";
    LoginsMin: "logins.least", "Logins, fewest", "attempts", (0.0, 1_000.0), [1.0, 5.0], "At least this many attempts.";
    TransferShape: "transfer.shape", "Transfer, tail", "", (0.5, 100.0), [2.0, 1.5], "Shape of the Lomax distribution; smaller is heavier.";
    TransferScale: "transfer.scale", "Transfer, scale", "MB", (0.0, 1_000_000.0), [10.0, 300.0], "Scale of the transfer, before the factors below.";
    TransferMin: "transfer.least", "Transfer, least", "MB", (0.0, 1_000_000.0), [0.1, 1.0], "At least this much is transferred.";
    TransferLogin: "transfer.login", "Transfer, login", "", FACTOR, [0.1, 0.5], "Factor on the transfer of login.";
    TransferFileAccess: "transfer.file_access", "Transfer, file_access", "", FACTOR, [1.5, 2.0], "Factor on the transfer of file_access.";
    TransferDataModification: "transfer.data_modification", "Transfer, data_modification", "", FACTOR, [2.5, 4.0], "Factor on the transfer of data_modification.";
    TransferOther: "transfer.other", "Transfer, other activity", "", FACTOR, [1.0, 2.0], "Factor on the transfer of activity types that you add.";
    CpuMean: "cpu.mean", "CPU usage", "%", (0.0, 100.0), [30.0, 60.0], "Mean CPU usage of a short session.";
    CpuSession: "cpu.session", "CPU, seconds a point", "s", (1.0, 1_000_000.0), [300.0, 200.0], "Seconds of session that raise the mean by one point.";
    CpuSpread: "cpu.spread", "CPU, deviation", "%", (0.0, 100.0), [10.0, 15.0], "Standard deviation of the CPU usage.";
    MemoryMean: "memory.mean", "Memory usage", "MB", SPREAD, [4_000.0, 8_000.0], "Mean memory usage of a short session.";
    MemorySession: "memory.session", "Memory, per second", "MB/s", (0.0, 10_000.0), [5.0, 10.0], "Memory that each second of session adds to the mean.";
    MemorySpread: "memory.spread", "Memory, deviation", "MB", SPREAD, [1_000.0, 2_000.0], "Standard deviation of the memory usage.";
    MemoryMin: "memory.least", "Memory, least", "MB", SPREAD, [512.0, 1_000.0], "At least this much memory.";
    ImpactMean: "impact.mean", "Impact score", "", (0.0, 100.0), [5.0, 8.4], "Mean impact score, before the factors below.";
    ImpactSpread: "impact.spread", "Impact, deviation", "", (0.0, 100.0), [3.0, 4.0], "Standard deviation of the impact score.";
    ImpactMin: "impact.least", "Impact, least", "", (1.0, 10.0), [1.0, 3.0], "The impact score is at least this, and at most 10.";
    WeightLow: "impact.low", "Impact and cost, severity Low", "", FACTOR, [1.0, 1.5], "Factor on impact and cost at severity Low.";
    WeightMedium: "impact.medium", "Impact and cost, severity Medium", "", FACTOR, [1.5, 2.0], "Factor on impact and cost at severity Medium.";
    WeightHigh: "impact.high", "Impact and cost, severity High", "", FACTOR, [2.5, 3.0], "Factor on impact and cost at severity High.";
    WeightCritical: "impact.critical", "Impact and cost, severity Critical", "", FACTOR, [4.0, 5.0], "Factor on impact and cost at severity Critical.";
    WeightDataBreach: "impact.data_breach", "Impact and cost, Data Breach", "", FACTOR, [3.0, 4.0], "Factor on impact and cost in category Data Breach.";
    WeightMalware: "impact.malware", "Impact and cost, Malware", "", FACTOR, [2.0, 3.0], "Factor on impact and cost in category Malware.";
    WeightUnauthorizedAccess: "impact.unauthorized_access", "Impact and cost, Unauthorized Access", "", FACTOR, [2.5, 3.5], "Factor on impact and cost in category Unauthorized Access.";
    WeightOther: "impact.other", "Impact and cost, other categories", "", FACTOR, [1.0, 1.5], "Factor on impact and cost in every other category.";
    CostMean: "cost.mean", "Cost", "currency units", SPREAD, [5_000.0, 15_000.0], "Mean cost, before the factors of the impact score and the department's risk.";
    CostSpread: "cost.spread", "Cost, deviation", "currency units", SPREAD, [2_000.0, 5_000.0], "Standard deviation of the cost.";
    CostMin: "cost.least", "Cost, least", "currency units", SPREAD, [100.0, 500.0], "An issue costs at least this.";
}

/// The values of all parameters, for both classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Laws {
    values: [[f64; COUNT]; 2],
}

impl Laws {
    /// The notebook's.
    pub fn notebook() -> Self {
        Laws { values: Class::ALL.map(|class| std::array::from_fn(|index| NOTEBOOK[index][class as usize])) }
    }

    /// The values of a class, by [`Parameter`].
    pub fn of(&self, class: Class) -> &[f64; COUNT] {
        &self.values[class as usize]
    }

    /// The value of a class's parameter by its place in [`LAWS`].
    pub fn get(&self, class: Class, index: usize) -> f64 {
        self.values[class as usize].get(index).copied().unwrap_or_default()
    }

    /// The value of a class's parameter by its place in [`LAWS`], to be changed.
    pub fn value_mut(&mut self, class: Class, index: usize) -> Option<&mut f64> {
        self.values[class as usize].get_mut(index)
    }
}
