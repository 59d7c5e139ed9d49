//! Names of columns as one text.

/// Names with commas between them; one that holds a comma or a quote stands in double quotes, doubled within.
pub fn write(names: &[String]) -> String {
    let name = |name: &String| {
        if name.contains([',', '"']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.clone() }
    };
    names.iter().map(name).collect::<Vec<String>>().join(", ")
}

/// The names of such a text; empty ones are left out.
pub fn read(text: &str) -> Vec<String> {
    let (mut names, mut name, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                name.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => names.push(std::mem::take(&mut name)),
            letter => name.push(letter),
        }
    }
    names.push(name);
    names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let names = ["Port", "a,b", "say \"x\""].map(str::to_owned);
        assert_eq!(read(&write(&names)), names);
        assert_eq!(read(" Port ,, Cost "), ["Port", "Cost"]);
        assert!(read("").is_empty() && write(&[]).is_empty());
    }
}
