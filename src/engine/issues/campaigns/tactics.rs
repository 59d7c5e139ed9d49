//! The tactics of MITRE ATT&CK for enterprises, in its order.

/// A tactic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tactic {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its short name, as Navigator, STIX and Sigma write it.
    pub short: &'static str,
}

const fn tactic(id: &'static str, name: &'static str, short: &'static str) -> Tactic {
    Tactic { id, name, short }
}

/// All of them.
pub const TACTICS: [Tactic; 14] = [
    tactic("TA0043", "Reconnaissance", "reconnaissance"),
    tactic("TA0042", "Resource development", "resource-development"),
    tactic("TA0001", "Initial access", "initial-access"),
    tactic("TA0002", "Execution", "execution"),
    tactic("TA0003", "Persistence", "persistence"),
    tactic("TA0004", "Privilege escalation", "privilege-escalation"),
    tactic("TA0005", "Defense evasion", "defense-evasion"),
    tactic("TA0006", "Credential access", "credential-access"),
    tactic("TA0007", "Discovery", "discovery"),
    tactic("TA0008", "Lateral movement", "lateral-movement"),
    tactic("TA0009", "Collection", "collection"),
    tactic("TA0011", "Command and control", "command-and-control"),
    tactic("TA0010", "Exfiltration", "exfiltration"),
    tactic("TA0040", "Impact", "impact"),
];

/// The short name of a tactic; none where there is no such tactic.
pub fn name(id: &str) -> Option<&'static str> {
    TACTICS.iter().find(|tactic| tactic.id == id).map(|tactic| tactic.short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::issues::campaigns::ATTACKS;

    #[test]
    fn every_tactic_of_an_attack_is_known() {
        for phase in ATTACKS.iter().flat_map(|attack| attack.phases.iter()) {
            assert!(name(&phase.tactic).is_some(), "{}", phase.tactic);
        }
    }
}
