//! What is said of the attacks as a whole, for tools of those who hunt them: a layer for MITRE's Navigator, a STIX bundle of the
//! campaigns, Sigma rules. They are small, and written at once.

pub mod navigator;
pub mod sigma;
pub mod stix;
mod uuid;

pub use uuid::uuid;

/// The short name of an ATT&CK tactic, as Navigator, STIX and Sigma write it.
fn tactic_name(tactic: &str) -> &'static str {
    match tactic {
        "TA0001" => "initial-access",
        "TA0002" => "execution",
        "TA0004" => "privilege-escalation",
        "TA0006" => "credential-access",
        "TA0007" => "discovery",
        "TA0008" => "lateral-movement",
        "TA0009" => "collection",
        "TA0010" => "exfiltration",
        _ => "impact",
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::issues::campaigns::ATTACKS;

    #[test]
    fn every_tactic_has_its_name() {
        for phase in ATTACKS.iter().flat_map(|attack| attack.phases) {
            assert_eq!(super::tactic_name(phase.tactic) == "impact", phase.tactic == "TA0040");
        }
    }
}
