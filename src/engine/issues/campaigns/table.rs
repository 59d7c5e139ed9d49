//! The attacks, each declared once: its phases, what each shifts and by how much, and its ATT&CK tactic and
//! technique.
//!
//! A shift is in tenths of a standard deviation of the user's own behavior, at the end of the ramp and at the
//! default difficulty, in the order of [`Measure`](crate::engine::world::measures::Measure).

use std::borrow::Cow;

use crate::engine::settings::table;
use crate::engine::world::measures::MEASURES;

/// The version of MITRE ATT&CK that tactics and techniques are named by.
pub const ATTACK_VERSION: &str = "18.1";

/// What sets the rows of a phase, or of a benign outlier, apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behavior {
    /// What each measure is shifted by.
    pub shifts: [i8; MEASURES],
    /// Share of its sessions at any hour of the day, in percent.
    pub off_hours: u8,
    /// Share of its sessions from another location, in percent.
    pub elsewhere: u8,
}

/// A phase of an attack.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// The name.
    pub name: Cow<'static, str>,
    /// Share of the campaign's rows, in percent.
    pub share: u8,
    /// ATT&CK tactic.
    pub tactic: Cow<'static, str>,
    /// ATT&CK technique.
    pub technique: Cow<'static, str>,
    /// What it does.
    pub behavior: Behavior,
}

/// A kind of campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct Attack {
    /// How settings name it.
    pub key: Cow<'static, str>,
    /// The name.
    pub name: Cow<'static, str>,
    /// How many users it targets: min and max.
    pub users: [u32; 2],
    /// How many days it lasts.
    pub days: f64,
    /// Its strength at its beginning, in percent of that at its end.
    pub ramp: u8,
    /// The category and the activity type that many of its rows have.
    pub category: Cow<'static, str>,
    /// See `category`.
    pub activity_type: Cow<'static, str>,
    /// Its phases, in order.
    pub phases: Cow<'static, [Phase]>,
}

impl Attack {
    /// The phase in which a share of a campaign is over.
    pub fn phase_at(&self, share: f64) -> u8 {
        let mut rest = share * 100.0;
        let reached = self.phases.iter().position(|phase| {
            rest -= f64::from(phase.share);
            rest < 0.0
        });
        reached.unwrap_or(self.phases.len() - 1) as u8
    }
}

const fn phase(
    name: &'static str,
    share: u8,
    tactic: &'static str,
    technique: &'static str,
    shifts: [i8; MEASURES],
    off_hours: u8,
    elsewhere: u8,
) -> Phase {
    let behavior = Behavior { shifts, off_hours, elsewhere };
    Phase {
        name: Cow::Borrowed(name),
        share,
        tactic: Cow::Borrowed(tactic),
        technique: Cow::Borrowed(technique),
        behavior,
    }
}

/// Key and name; users and days; ramp; category and activity type; phases.
const fn attack(
    [key, name]: [&'static str; 2],
    users: [u32; 2],
    days: f64,
    ramp: u8,
    [category, activity_type]: [&'static str; 2],
    phases: &'static [Phase],
) -> Attack {
    Attack {
        key: Cow::Borrowed(key),
        name: Cow::Borrowed(name),
        users,
        days,
        ramp,
        category: Cow::Borrowed(category),
        activity_type: Cow::Borrowed(activity_type),
        phases: Cow::Borrowed(phases),
    }
}

#[rustfmt::skip]
table! {
    /// A kind of attack.
    enum AttackKind;
    /// All attacks. The techniques were looked up in ATT&CK 18.1.
    static ATTACKS: Attack;

    BruteForce: attack(["brute_force", "Brute force"], [2, 5], 3.0, 70, ["Unauthorized Access", "login"], const { &[
        //                                          sev imp cos res ses fil tra cpu mem log
        phase("Guessing", 75, "TA0006", "T1110.001", [2, 2, 0, 0, -12, -8, -8, 0, 0, 26], 40, 35),
        phase("Access", 25, "TA0001", "T1078", [4, 4, 2, 0, 8, 12, 8, 2, 2, 10], 40, 45),
    ] });
    PasswordSpraying: attack(["password_spraying", "Password spraying"], [8, 20], 2.0, 90, ["Access Control", "login"], const { &[
        phase("Spraying", 100, "TA0006", "T1110.003", [2, 0, 0, 0, -16, -10, -10, -6, 0, 18], 35, 40),
    ] });
    StolenCredentials: attack(["stolen_credentials", "Stolen credentials"], [1, 3], 4.0, 60, ["Unauthorized Access", "login"], const { &[
        phase("Impossible travel", 45, "TA0001", "T1078", [2, 2, 0, 0, -6, 0, 4, 0, 0, 10], 35, 60),
        phase("Use of the account", 55, "TA0009", "T1213", [4, 4, 2, 0, 6, 20, 14, -6, -4, 2], 35, 50),
    ] });
    InsiderExfiltration: attack(["insider_exfiltration", "Insider exfiltration"], [1, 1], 60.0, 40, ["Data Leak", "file_access"], const { &[
        phase("Collection", 45, "TA0009", "T1039", [0, 2, 2, 0, 4, 18, 2, -4, -4, 0], 25, 6),
        phase("Exfiltration", 55, "TA0010", "T1567.002", [2, 4, 6, 2, 0, 12, 24, -4, -4, 0], 30, 8),
    ] });
    BulkExfiltration: attack(["bulk_exfiltration", "Bulk exfiltration"], [1, 3], 2.0, 70, ["Data Breach", "file_access"], const { &[
        phase("Staging", 40, "TA0009", "T1074", [2, 2, 4, 0, 0, 22, 0, 4, 2, 0], 30, 12),
        phase("Exfiltration", 60, "TA0010", "T1048", [4, 6, 8, 2, -8, 6, 26, 2, -2, 0], 35, 20),
    ] });
    Ransomware: attack(["ransomware", "Ransomware"], [5, 12], 1.0, 50, ["Malware", "data_modification"], const { &[
        phase("Spread", 25, "TA0008", "T1021.002", [0, 2, 2, 0, -4, 6, 0, 4, 4, 10], 30, 6),
        phase("Encryption", 50, "TA0040", "T1486", [8, 8, 8, 4, -6, 16, -8, 18, 6, 0], 30, 6),
        phase("Recovery made impossible", 25, "TA0040", "T1490", [8, 8, 10, 8, -6, 8, -10, 14, 4, 2], 30, 6),
    ] });
    Phishing: attack(["phishing", "Phishing, then malware"], [6, 15], 6.0, 70, ["Phishing Attack", "login"], const { &[
        phase("Lure", 40, "TA0001", "T1566.002", [2, 0, 0, -2, -14, -8, 2, 0, 0, 10], 10, 12),
        phase("Execution", 35, "TA0002", "T1204.002", [4, 4, 4, 0, -8, -2, -4, 18, 16, 0], 15, 6),
        phase("Exfiltration", 25, "TA0010", "T1041", [4, 4, 6, 2, 0, -6, 20, 4, 4, 0], 30, 8),
    ] });
    LateralMovement: attack(["lateral_movement", "Lateral movement"], [3, 8], 8.0, 60, ["Network Security", "login"], const { &[
        phase("Discovery", 40, "TA0007", "T1083", [0, 0, 0, 0, -10, 16, -8, 2, 0, 6], 25, 6),
        phase("Movement", 60, "TA0008", "T1021.001", [2, 4, 2, 2, 14, -6, -4, 0, 4, 14], 30, 10),
    ] });
    DenialOfService: attack(["denial_of_service", "Denial of service"], [4, 10], 1.0, 60, ["DDOS", "data_modification"], const { &[
        phase("Flood", 60, "TA0040", "T1498", [4, 6, 4, -4, -8, -10, 8, 18, 10, 4], 15, 30),
        phase("Exhaustion", 40, "TA0040", "T1499", [4, 6, 6, 4, 6, -14, -10, 20, 20, 0], 15, 20),
    ] });
    DataTampering: attack(["data_tampering", "Data tampering"], [1, 3], 12.0, 70, ["Data Breach", "data_modification"], const { &[
        phase("Tampering", 100, "TA0040", "T1565.001", [4, 10, 10, 6, 4, 14, -16, 2, 2, 2], 25, 6),
    ] });
    PrivilegeMisuse: attack(["privilege_misuse", "Privilege misuse off hours"], [1, 1], 25.0, 60, ["Access Control", "data_modification"], const { &[
        phase("Misuse", 100, "TA0004", "T1078", [2, 4, 4, 0, 10, 14, 4, -10, -8, 4], 80, 6),
    ] });
}

#[rustfmt::skip]
table! {
    /// A kind of normal session that looks like an attack.
    enum Outlier;
    /// What looks like an attack and is none. The first comes with a row whose user travels.
    static OUTLIERS: BenignOutlier;
    TravellingExecutive: BenignOutlier { name: "Travelling executive", behavior: Behavior { shifts: [0, 2, 2, 0, 4, 4, 8, 0, 0, 8], off_hours: 40, elsewhere: 100 } };
    NightShift: BenignOutlier { name: "Night shift", behavior: Behavior { shifts: [0, 0, 0, 0, 10, 6, 2, 4, 4, 0], off_hours: 100, elsewhere: 0 } };
    BackupJob: BenignOutlier { name: "Backup job", behavior: Behavior { shifts: [0, 0, 0, 0, 12, 16, 20, 10, 8, 0], off_hours: 60, elsewhere: 0 } };
}

/// What looks like an attack and is none.
#[derive(Debug)]
pub struct BenignOutlier {
    /// The name.
    pub name: &'static str,
    /// What it does.
    pub behavior: Behavior,
}

/// How the rows of a campaign depart from the user's baseline.
#[derive(Debug)]
pub struct PatternFacts {
    /// How settings name it.
    pub key: &'static str,
    /// The name.
    pub name: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// Its weight by default.
    pub weight: f64,
}

const fn pattern(key: &'static str, name: &'static str, weight: f64, help: &'static str) -> PatternFacts {
    PatternFacts { key, name, help, weight }
}

#[rustfmt::skip]
table! {
    /// How the rows of a campaign depart from the user's baseline.
    enum Pattern;
    /// All patterns: the attack's own shifts, then the four of ADBench (Han et al. 2022).
    static PATTERNS: PatternFacts;
    Contextual: pattern("contextual", words!("Contextual anomalies"), 9.0,
        words!("Weight of campaigns that shift what their attack shifts, against the user's own baseline."));
    Local: pattern("local", words!("Local anomalies"), 0.25,
        words!("Weight of campaigns whose rows scatter more widely around the user's own baseline."));
    Global: pattern("global", words!("Global anomalies"), 0.25,
        words!("Weight of campaigns whose rows lie anywhere in the range of each measure."));
    Dependency: pattern("dependency", words!("Dependency anomalies"), 0.25,
        words!("Weight of campaigns in which each measure alone is normal, but none depends on another."));
    Cluster: pattern("cluster", words!("Clustered anomalies"), 0.25,
        words!("Weight of campaigns whose rows lie close together, away from the user's baseline."));
}

impl Pattern {
    /// Whether the rows show the shifts that the attack's phases state.
    pub fn shifts_as_stated(self) -> bool {
        matches!(self, Pattern::Contextual | Pattern::Cluster)
    }
}
