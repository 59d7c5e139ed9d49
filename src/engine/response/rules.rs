//! The rules that add a defense action, each declared once.

use crate::engine::column::ColumnId;
use crate::engine::decimal;
use crate::engine::issues::Issue;
use crate::engine::level::Level;
use crate::engine::text::{Text, number};

/// A rule of the adaptive defense: it fires where its condition holds and a value is above its limit.
#[derive(Debug)]
pub struct Rule {
    /// How settings name its limit.
    pub key: &'static str,
    /// The condition in words, but for the limit.
    condition: &'static str,
    /// What stands beside the comparison with the limit, as rules are written that are data; empty where nothing does.
    pub query: &'static str,
    /// The column that is compared with the limit.
    pub column: ColumnId,
    /// The limit in the notebook.
    pub notebook: f64,
    /// What is added to the defense action.
    pub action: &'static str,
    /// Whether the condition holds, by row, threat level and activity type.
    applies: fn(&Issue, Level, &str) -> bool,
    /// The value that is compared with the limit.
    value: fn(&Issue) -> f64,
}

/// How many rules there are.
pub const RULE_COUNT: usize = 4;

/// All rules, in the order in which their actions are added.
pub static RULES: [Rule; RULE_COUNT] = [
    Rule {
        key: "lock_account",
        condition: words!("Threat Level is High or Critical, and Login Attempts"),
        query: "threat_level >= High",
        column: ColumnId::LoginAttempts,
        notebook: 5.0,
        action: "Lock account and alert",
        applies: |_, level, _| level >= Level::High,
        value: |issue| f64::from(issue.login_attempts),
    },
    Rule {
        key: "restrict_files",
        condition: words!("Activity Type is file_access, and Num Files Accessed"),
        query: "activity_type = file_access",
        column: ColumnId::FilesAccessed,
        notebook: 15.0,
        action: "Restrict file access",
        applies: |_, _, activity_type| activity_type == "file_access",
        value: |issue| f64::from(issue.files),
    },
    Rule {
        key: "require_mfa",
        condition: words!("Activity Type is login, and Login Attempts"),
        query: "activity_type = login",
        column: ColumnId::LoginAttempts,
        notebook: 10.0,
        action: "Require multi-factor authentication",
        applies: |_, _, activity_type| activity_type == "login",
        value: |issue| f64::from(issue.login_attempts),
    },
    Rule {
        key: "limit_transfer",
        condition: "Data Transfer MB",
        query: "",
        column: ColumnId::TransferMb,
        notebook: 100.0,
        action: "Limit data transfer",
        applies: |_, _, _| true,
        value: |issue| issue.transfer_mb,
    },
];

impl Rule {
    /// Whether the rule fires.
    pub fn fires(&self, issue: &Issue, threat_level: Level, activity_type: &str, limit: f64) -> bool {
        (self.applies)(issue, threat_level, activity_type) && (self.value)(issue) > limit
    }

    /// The condition in words.
    pub fn condition(&self, limit: f64) -> Text {
        let condition = Text::declared(self.condition);
        text!("{condition} > {limit}", condition, limit = number(decimal::text(limit)))
    }
}
