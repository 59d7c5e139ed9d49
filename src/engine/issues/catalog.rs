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
    /// The issue names; in the classic preset, for normal and anomalous rows.
    pub issue_names: [&'static str; 2],
    /// What to do about each, in realistic presets.
    pub remedies: [&'static str; 2],
}

const fn known(
    name: &'static str,
    kind: CategoryKind,
    subject: Subject,
    threat_score: f64,
    issue_names: [&'static str; 2],
    remedies: [&'static str; 2],
) -> KnownCategory {
    KnownCategory { name, kind, subject, threat_score, issue_names, remedies }
}

/// All 20: first the KPI, then the KRI.
#[rustfmt::skip]
pub static CATEGORIES: [KnownCategory; 20] = [
    known("Network Security", KPI, Subject::Access, 5.0,
        ["Firewall rule due for review", "Unknown host scanning internal ports"],
        ["Confirm the rule's owner and purpose; remove it if neither is known",
         "Identify the host, isolate its port and review what it reached"]),
    known("Access Control", KPI, Subject::Access, 5.0,
        ["Access rights overdue for recertification", "Privileges raised outside the approval process"],
        ["Have the manager confirm each right; withdraw those not confirmed",
         "Withdraw the privileges, review what was done with them, and require approval"]),
    known("System Vulnerability", KPI, Subject::Changes, 5.0,
        ["Outdated library found by scheduled scan", "Exploit attempt against an unpatched service"],
        ["Upgrade the library in the next release and scan again",
         "Patch the service, block the exploit at the gateway and search for signs of compromise"]),
    known("Penetration Testing Effectiveness", KPI, Subject::Access, 3.0,
        ["Penetration test finding awaiting retest", "Known finding exploited before its retest"],
        ["Schedule the retest and close the finding if it passes",
         "Apply the interim fix, retest now and review the affected systems"]),
    known("Management Oversight", KPI, Subject::Any, 2.0,
        ["Security report late for management review", "Security exceptions approved without a review"],
        ["Set a date for the review and record the decision",
         "Suspend the exceptions until each was reviewed and signed"]),
    known("Procurement Security", KPI, Subject::Any, 2.0,
        ["Supplier questionnaire incomplete", "Tampered component in a supplier delivery"],
        ["Ask the supplier for the missing answers and rate the risk",
         "Quarantine the delivery, notify the supplier and inspect earlier ones"]),
    known("Control Effectiveness", KPI, Subject::Changes, 3.0,
        ["Control test outside its tolerance", "Logging switched off on a critical system"],
        ["Find the cause, adjust the control and repeat the test",
         "Switch logging on, restore what was lost and find out who switched it off"]),
    known("Asset Inventory Accuracy", KPI, Subject::Any, 1.0,
        ["Asset record without an owner", "Unregistered device on a server network"],
        ["Assign an owner and complete the record",
         "Disconnect the device, identify it and scan its segment"]),
    known("Vulnerability Remediation", KPI, Subject::Changes, 4.0,
        ["Patch scheduled after its target date", "Critical patch withheld while exploits circulate"],
        ["Move the patch to the next window or record an exception",
         "Install the patch as an emergency change and watch for exploitation"]),
    known("Risk Management Maturity", KPI, Subject::Any, 1.0,
        ["Risk register entry needs an update", "Accepted risk turned into an incident"],
        ["Review likelihood and impact with the owner and update the entry",
         "Open an incident, withdraw the acceptance and plan a treatment"]),
    known("Risk Assessment Coverage", KPI, Subject::Any, 1.0,
        ["Yearly risk assessment still open", "Unassessed system found handling sensitive data"],
        ["Complete the assessment and have it approved",
         "Restrict access to the system until it was assessed"]),
    known("Data Breach", KRI, Subject::Files, 8.0,
        ["Misaddressed document reported", "Customer records copied to an outside host"],
        ["Ask the recipient to delete it and confirm; record the disclosure",
         "Block the host, preserve the logs and notify the data protection officer"]),
    known("Phishing Attack", KRI, Subject::Access, 6.0,
        ["Suspicious message reported by an employee", "Credentials entered on a look-alike login page"],
        ["Analyze the message, remove it from all mailboxes and thank the reporter",
         "Reset the credentials, end all sessions and block the page"]),
    known("Malware", KRI, Subject::Changes, 7.0,
        ["Unwanted software removed by the scanner", "Malicious code running on several hosts"],
        ["Confirm the removal and check where the software came from",
         "Isolate the hosts, collect memory images and restore from clean backups"]),
    known("Data Leak", KRI, Subject::Files, 7.0,
        ["Shared folder open too widely", "Bulk download of confidential files at night"],
        ["Limit the folder to its team and review who opened it",
         "Suspend the account's access, preserve the files' log and interview the user"]),
    known("Legal Compliance", KRI, Subject::Files, 3.0,
        ["Retention period needs a decision", "Regulated data moved to a forbidden region"],
        ["Have legal set the period and apply it",
         "Stop the transfer, bring the data back and inform the regulator if required"]),
    known("Risk Exposure", KRI, Subject::Any, 4.0,
        ["Encryption setting below the standard", "Critical service exposed without protection"],
        ["Raise the setting to the standard and verify clients",
         "Take the service behind protection and review its access log"]),
    known("Cloud Security Posture", KRI, Subject::Changes, 4.0,
        ["Cloud storage policy drifted from baseline", "Cloud administrator key used from a new country"],
        ["Reapply the baseline and find out what changed it",
         "Revoke the key, rotate secrets and review the calls that it made"]),
    known("Unauthorized Access", KRI, Subject::Access, 8.0,
        ["Badge and login times do not match", "Series of failed logins followed by a success"],
        ["Ask the user and the door log; correct whichever is wrong",
         "Lock the account, require a new password and a second factor, and review the session"]),
    known("DDOS", KRI, Subject::Access, 7.0,
        ["Traffic peak handled by rate limiting", "Service unreachable under a flood of requests"],
        ["Review the limits and keep the traffic sample",
         "Redirect traffic to scrubbing, block the sources and add capacity"]),
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

/// The remediation steps of a category's issue names, in realistic presets.
pub fn remedies(category: &str) -> [String; 2] {
    match find(category) {
        Some(known) => known.remedies.map(str::to_owned),
        None => [
            format!("Assign the finding, fix it and confirm: {category}"),
            format!("Contain, investigate and report: {category}"),
        ],
    }
}

/// The remediation steps that belong to an issue name, in the classic preset.
pub fn runbook(issue_name: &str) -> String {
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
        let mut remedies: Vec<&str> = CATEGORIES.iter().flat_map(|known| known.remedies).collect();
        remedies.sort_unstable();
        remedies.dedup();
        assert_eq!(remedies.len(), 40);
    }
}
