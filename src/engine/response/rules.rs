//! The rules that add a defence action, each declared once.

use crate::engine::issues::Issue;
use crate::engine::level::Level;

/// A rule of the adaptive defence.
#[derive(Debug)]
pub struct Rule {
    /// The condition in words.
    pub condition: &'static str,
    /// What is added to the defence action.
    pub action: &'static str,
    /// Whether it fires, by row, threat level and activity type.
    pub(super) fires: fn(&Issue, Level, &str) -> bool,
}

/// All four, in the order in which their actions are added.
pub static RULES: [Rule; 4] = [
    Rule {
        condition: "Threat Level is High or Critical, and Login Attempts > 5",
        action: "Lock account and alert",
        fires: |issue, level, _| level >= Level::High && issue.login_attempts > 5,
    },
    Rule {
        condition: "Activity Type is file_access, and Num Files Accessed > 15",
        action: "Restrict file access",
        fires: |issue, _, activity_type| activity_type == "file_access" && issue.files > 15,
    },
    Rule {
        condition: "Activity Type is login, and Login Attempts > 10",
        action: "Require multi-factor authentication",
        fires: |issue, _, activity_type| activity_type == "login" && issue.login_attempts > 10,
    },
    Rule {
        condition: "Data Transfer MB > 100",
        action: "Limit data transfer",
        fires: |issue, _, _| issue.transfer_mb > 100.0,
    },
];
