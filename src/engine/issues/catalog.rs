//! What is known of each of the 20 categories: one row a category.
//!
//! A category that a configuration adds has no row here; it takes the defaults that each reader names.

use super::CategoryKind;

const KPI: CategoryKind = CategoryKind::PerformanceIndicator;
const KRI: CategoryKind = CategoryKind::RiskIndicator;

/// What a category is about, which says what its users do most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// No activity in particular.
    Any,
    /// Who has access.
    Access,
    /// Files and what they hold.
    Files,
    /// Changes to data and systems.
    Changes,
}

/// The facts of a category.
#[derive(Clone, Copy, Debug)]
pub struct KnownCategory {
    /// The name.
    pub name: &'static str,
    /// KPI or KRI.
    pub kind: CategoryKind,
    /// What it is about.
    pub subject: Subject,
    /// Its score as a key threat indicator, 1 to 8.
    pub threat_score: f64,
    /// The classic preset's issue names, for normal and anomalous rows.
    pub issue_names: [&'static str; 2],
}

const fn known(
    name: &'static str,
    kind: CategoryKind,
    subject: Subject,
    threat_score: f64,
    issue_names: [&'static str; 2],
) -> KnownCategory {
    KnownCategory { name, kind, subject, threat_score, issue_names }
}

/// All 20: first the KPI, then the KRI.
#[rustfmt::skip]
pub static CATEGORIES: [KnownCategory; 20] = [
    known("Network Security", KPI, Subject::Access, 5.0,
        ["Firewall rule due for review", "Unknown host scanning internal ports"]),
    known("Access Control", KPI, Subject::Access, 5.0,
        ["Access rights overdue for recertification", "Privileges raised outside the approval process"]),
    known("System Vulnerability", KPI, Subject::Changes, 5.0,
        ["Outdated library found by scheduled scan", "Exploit attempt against an unpatched service"]),
    known("Penetration Testing Effectiveness", KPI, Subject::Access, 3.0,
        ["Penetration test finding awaiting retest", "Known finding exploited before its retest"]),
    known("Management Oversight", KPI, Subject::Any, 2.0,
        ["Security report late for management review", "Security exceptions approved without a review"]),
    known("Procurement Security", KPI, Subject::Any, 2.0,
        ["Supplier questionnaire incomplete", "Tampered component in a supplier delivery"]),
    known("Control Effectiveness", KPI, Subject::Changes, 3.0,
        ["Control test outside its tolerance", "Logging switched off on a critical system"]),
    known("Asset Inventory Accuracy", KPI, Subject::Any, 1.0,
        ["Asset record without an owner", "Unregistered device on a server network"]),
    known("Vulnerability Remediation", KPI, Subject::Changes, 4.0,
        ["Patch scheduled after its target date", "Critical patch withheld while exploits circulate"]),
    known("Risk Management Maturity", KPI, Subject::Any, 1.0,
        ["Risk register entry needs an update", "Accepted risk turned into an incident"]),
    known("Risk Assessment Coverage", KPI, Subject::Any, 1.0,
        ["Yearly risk assessment still open", "Unassessed system found handling sensitive data"]),
    known("Data Breach", KRI, Subject::Files, 8.0,
        ["Misaddressed document reported", "Customer records copied to an outside host"]),
    known("Phishing Attack", KRI, Subject::Access, 6.0,
        ["Suspicious message reported by an employee", "Credentials entered on a look-alike login page"]),
    known("Malware", KRI, Subject::Changes, 7.0,
        ["Unwanted software removed by the scanner", "Malicious code running on several hosts"]),
    known("Data Leak", KRI, Subject::Files, 7.0,
        ["Shared folder open too widely", "Bulk download of confidential files at night"]),
    known("Legal Compliance", KRI, Subject::Files, 3.0,
        ["Retention period needs a decision", "Regulated data moved to a forbidden region"]),
    known("Risk Exposure", KRI, Subject::Any, 4.0,
        ["Encryption setting below the standard", "Critical service exposed without protection"]),
    known("Cloud Security Posture", KRI, Subject::Changes, 4.0,
        ["Cloud storage policy drifted from baseline", "Cloud administrator key used from a new country"]),
    known("Unauthorized Access", KRI, Subject::Access, 8.0,
        ["Badge and login times do not match", "Series of failed logins followed by a success"]),
    known("DDOS", KRI, Subject::Access, 7.0,
        ["Traffic peak handled by rate limiting", "Service unreachable under a flood of requests"]),
];

/// The facts of a category, where it is one of the 20.
pub fn find(name: &str) -> Option<&'static KnownCategory> {
    CATEGORIES.iter().find(|known| known.name == name)
}

/// The issue names of a category, for normal and anomalous rows.
pub fn issue_names(category: &str) -> [String; 2] {
    match find(category) {
        Some(known) => known.issue_names.map(str::to_owned),
        None => [format!("Routine finding: {category}"), format!("Unusual activity: {category}")],
    }
}

/// The remediation steps that belong to an issue name.
pub fn remediation(issue_name: &str) -> String {
    format!("Follow the runbook for: {issue_name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_11_performance_and_9_risk_indicators_with_names_of_their_own() {
        assert_eq!(CATEGORIES.iter().filter(|known| known.kind == KPI).count(), 11);
        assert_eq!(CATEGORIES.iter().filter(|known| known.kind == KRI).count(), 9);
        let mut names: Vec<&str> = CATEGORIES.iter().flat_map(|known| known.issue_names).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 40);
    }
}
