//! The attacks, each declared once: its phases, what each shifts and by how much, and its ATT&CK tactic and
//! technique.
//!
//! A shift is in tenths of a standard deviation of the user's own behavior, at the end of the ramp and at the
//! default difficulty, in the order of [`Measure`](crate::engine::world::measures::Measure).

use crate::engine::settings::table;
use crate::engine::world::measures::MEASURES;

/// The version of MITRE ATT&CK that tactics and techniques are named by.
pub const ATTACK_VERSION: &str = "18.1";

/// What sets the rows of a phase, or of a benign outlier, apart.
#[derive(Debug)]
pub struct Behavior {
    /// What each measure is shifted by.
    pub shifts: [i8; MEASURES],
    /// Share of its sessions at any hour of the day, in percent.
    pub off_hours: u8,
    /// Share of its sessions from another location, in percent.
    pub elsewhere: u8,
}

/// A phase of an attack.
#[derive(Debug)]
pub struct Phase {
    /// The name.
    pub name: &'static str,
    /// Share of the campaign's rows, in percent.
    pub share: u8,
    /// ATT&CK tactic.
    pub tactic: &'static str,
    /// ATT&CK technique.
    pub technique: &'static str,
    /// What it does.
    pub behavior: Behavior,
}

/// A kind of campaign.
#[derive(Debug)]
pub struct Attack {
    /// How settings name it.
    pub key: &'static str,
    /// The name.
    pub name: &'static str,
    /// How many users it targets: min and max.
    pub users: [u32; 2],
    /// How many days it lasts.
    pub days: f64,
    /// Its strength at its beginning, in percent of that at its end.
    pub ramp: u8,
    /// The category and the activity type that many of its rows have.
    pub category: &'static str,
    /// See `category`.
    pub activity_type: &'static str,
    /// Its phases, in order.
    pub phases: &'static [Phase],
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
    Phase { name, share, tactic, technique, behavior: Behavior { shifts, off_hours, elsewhere } }
}

#[rustfmt::skip]
table! {
    /// A kind of attack.
    enum AttackKind;
    /// All attacks. The techniques were looked up in ATT&CK 18.1.
    static ATTACKS: Attack;

    BruteForce: Attack { key: "brute_force", name: "Brute force", users: [2, 5], days: 3.0, ramp: 70, category: "Unauthorized Access", activity_type: "login", phases: &[
        //                                          sev imp cos res ses fil tra cpu mem log
        phase("Guessing", 75, "TA0006", "T1110.001", [2, 2, 0, 0, -12, -8, -8, 0, 0, 26], 40, 35),
        phase("Access", 25, "TA0001", "T1078", [4, 4, 2, 0, 8, 12, 8, 2, 2, 10], 40, 45),
    ] };
    PasswordSpraying: Attack { key: "password_spraying", name: "Password spraying", users: [8, 20], days: 2.0, ramp: 90, category: "Access Control", activity_type: "login", phases: &[
        phase("Spraying", 100, "TA0006", "T1110.003", [2, 0, 0, 0, -16, -10, -10, -6, 0, 18], 35, 40),
    ] };
    StolenCredentials: Attack { key: "stolen_credentials", name: "Stolen credentials", users: [1, 3], days: 4.0, ramp: 60, category: "Unauthorized Access", activity_type: "login", phases: &[
        phase("Impossible travel", 45, "TA0001", "T1078", [2, 2, 0, 0, -6, 0, 4, 0, 0, 10], 35, 60),
        phase("Use of the account", 55, "TA0009", "T1213", [4, 4, 2, 0, 6, 20, 14, -6, -4, 2], 35, 50),
    ] };
    InsiderExfiltration: Attack { key: "insider_exfiltration", name: "Insider exfiltration", users: [1, 1], days: 60.0, ramp: 40, category: "Data Leak", activity_type: "file_access", phases: &[
        phase("Collection", 45, "TA0009", "T1039", [0, 2, 2, 0, 4, 18, 2, -4, -4, 0], 25, 6),
        phase("Exfiltration", 55, "TA0010", "T1567.002", [2, 4, 6, 2, 0, 12, 24, -4, -4, 0], 30, 8),
    ] };
    BulkExfiltration: Attack { key: "bulk_exfiltration", name: "Bulk exfiltration", users: [1, 3], days: 2.0, ramp: 70, category: "Data Breach", activity_type: "file_access", phases: &[
        phase("Staging", 40, "TA0009", "T1074", [2, 2, 4, 0, 0, 22, 0, 4, 2, 0], 30, 12),
        phase("Exfiltration", 60, "TA0010", "T1048", [4, 6, 8, 2, -8, 6, 26, 2, -2, 0], 35, 20),
    ] };
    Ransomware: Attack { key: "ransomware", name: "Ransomware", users: [5, 12], days: 1.0, ramp: 50, category: "Malware", activity_type: "data_modification", phases: &[
        phase("Spread", 25, "TA0008", "T1021.002", [0, 2, 2, 0, -4, 6, 0, 4, 4, 10], 30, 6),
        phase("Encryption", 50, "TA0040", "T1486", [8, 8, 8, 4, -6, 16, -8, 18, 6, 0], 30, 6),
        phase("Recovery made impossible", 25, "TA0040", "T1490", [8, 8, 10, 8, -6, 8, -10, 14, 4, 2], 30, 6),
    ] };
    Phishing: Attack { key: "phishing", name: "Phishing, then malware", users: [6, 15], days: 6.0, ramp: 70, category: "Phishing Attack", activity_type: "login", phases: &[
        phase("Lure", 40, "TA0001", "T1566.002", [2, 0, 0, -2, -14, -8, 2, 0, 0, 10], 10, 12),
        phase("Execution", 35, "TA0002", "T1204.002", [4, 4, 4, 0, -8, -2, -4, 18, 16, 0], 15, 6),
        phase("Exfiltration", 25, "TA0010", "T1041", [4, 4, 6, 2, 0, -6, 20, 4, 4, 0], 30, 8),
    ] };
    LateralMovement: Attack { key: "lateral_movement", name: "Lateral movement", users: [3, 8], days: 8.0, ramp: 60, category: "Network Security", activity_type: "login", phases: &[
        phase("Discovery", 40, "TA0007", "T1083", [0, 0, 0, 0, -10, 16, -8, 2, 0, 6], 25, 6),
        phase("Movement", 60, "TA0008", "T1021.001", [2, 4, 2, 2, 14, -6, -4, 0, 4, 14], 30, 10),
    ] };
    DenialOfService: Attack { key: "denial_of_service", name: "Denial of service", users: [4, 10], days: 1.0, ramp: 60, category: "DDOS", activity_type: "data_modification", phases: &[
        phase("Flood", 60, "TA0040", "T1498", [4, 6, 4, -4, -8, -10, 8, 18, 10, 4], 15, 30),
        phase("Exhaustion", 40, "TA0040", "T1499", [4, 6, 6, 4, 6, -14, -10, 20, 20, 0], 15, 20),
    ] };
    DataTampering: Attack { key: "data_tampering", name: "Data tampering", users: [1, 3], days: 12.0, ramp: 70, category: "Data Breach", activity_type: "data_modification", phases: &[
        phase("Tampering", 100, "TA0040", "T1565.001", [4, 10, 10, 6, 4, 14, -16, 2, 2, 2], 25, 6),
    ] };
    PrivilegeMisuse: Attack { key: "privilege_misuse", name: "Privilege misuse off hours", users: [1, 1], days: 25.0, ramp: 60, category: "Access Control", activity_type: "data_modification", phases: &[
        phase("Misuse", 100, "TA0004", "T1078", [2, 4, 4, 0, 10, 14, 4, -10, -8, 4], 80, 6),
    ] };
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
    Contextual: pattern("contextual", "Contextual anomalies", 9.0,
        "Weight of campaigns that shift what their attack shifts, against the user's own baseline.");
    Local: pattern("local", "Local anomalies", 0.25,
        "Weight of campaigns whose rows scatter more widely around the user's own baseline.");
    Global: pattern("global", "Global anomalies", 0.25,
        "Weight of campaigns whose rows lie anywhere in the range of each measure.");
    Dependency: pattern("dependency", "Dependency anomalies", 0.25,
        "Weight of campaigns in which each measure alone is normal, but none depends on another.");
    Cluster: pattern("cluster", "Clustered anomalies", 0.25,
        "Weight of campaigns whose rows lie close together, away from the user's baseline.");
}

impl Pattern {
    /// Whether the rows show the shifts that the attack's phases state.
    pub fn shifts_as_stated(self) -> bool {
        matches!(self, Pattern::Contextual | Pattern::Cluster)
    }
}
