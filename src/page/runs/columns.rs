//! The columns that can be a target.

/// The columns of a generated dataset that can be the target.
pub fn generated_targets() -> Vec<String> {
    ["Is Anomaly", "Threat Level", "Severity", "Attack Type"].map(str::to_owned).to_vec()
}

/// The targets that a field offers. The one of a link that is not among them is offered as well, so that the form shows
/// what it asks for.
pub fn offered(targets: &[String], chosen: &str) -> Vec<String> {
    let unknown = Some(chosen).filter(|chosen| !targets.iter().any(|target| target == chosen));
    targets.iter().map(String::as_str).chain(unknown).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_asks_for_is_offered_even_where_the_data_lacks_it() {
        let targets = ["verdict", "kind"].map(str::to_owned);
        assert_eq!(offered(&targets, "kind"), targets);
        assert_eq!(offered(&targets, "Label"), ["verdict", "kind", "Label"]);
    }
}
