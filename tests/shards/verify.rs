//! What `verify` says of parts and of folders.

use std::fs;

use super::{errors, run, text};

#[test]
fn a_part_that_was_changed_is_found() {
    let keep = tempfile::tempdir().unwrap();
    let out = keep.path().to_str().unwrap();
    let generate = ["generate", "--rows", "2000", "--format", "csv,parquet", "--parts", "3", "--out", out];
    text(&generate);
    let verified = text(&["verify", out]);
    // Five files with lists and the answer key and its companions: four in three parts, four lists, in two formats.
    assert_eq!(verified.lines().count(), 2 * (4 * 3 + 4));
    assert!(verified.lines().all(|line| line.starts_with("same ")), "{verified}");
    // A card alone says whether the files can be made again.
    for index in 1..=3 {
        let card = keep.path().join(format!("manifest-0000{index}-of-00003.json"));
        let again = text(&["verify", card.to_str().unwrap()]);
        assert_eq!(again.lines().count(), if index == 1 { 16 } else { 8 });
        assert!(again.lines().all(|line| line.starts_with("same ")), "{again}");
    }

    // One bit of one byte, at the same length: the same command does not see it, verify does.
    let path = keep.path().join("cybersecurity_dataset_normal-00002-of-00003.parquet");
    let original = fs::read(&path).unwrap();
    let mut changed = original.clone();
    changed[original.len() / 2] ^= 1;
    fs::write(&path, changed).unwrap();
    let output = run(&["verify", out]);
    assert_eq!(output.status.code(), Some(3));
    let report = String::from_utf8(output.stdout.clone()).unwrap();
    let wrong: Vec<&str> = report.lines().filter(|line| !line.starts_with("same ")).collect();
    assert_eq!(wrong, ["different  cybersecurity_dataset_normal-00002-of-00003.parquet"]);
    // As the hint says, it is made again once its card is gone.
    assert!(errors(&output).contains("remove their card"), "{}", errors(&output));
    fs::remove_file(keep.path().join("manifest-00002-of-00003.json")).unwrap();
    let output = run(&["verify", out]);
    assert!(String::from_utf8(output.stdout).unwrap().ends_with("missing    manifest-00002-of-00003.json\n"));
    assert_eq!(text(&generate).lines().count(), 9);
    assert!(fs::read(&path).unwrap() == original);
    text(&["verify", out]);

    fs::remove_file(&path).unwrap();
    let output = run(&["verify", out]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        String::from_utf8(output.stdout).unwrap().contains("missing    cybersecurity_dataset_normal-00002")
    );
}

#[test]
fn a_card_of_a_part_that_was_changed_is_found() {
    let keep = tempfile::tempdir().unwrap();
    let out = keep.path().to_str().unwrap();
    text(&["generate", "--preset", "classic", "--rows", "500", "--shard", "2/2", "--out", out]);
    let path = keep.path().join("manifest-00002-of-00002.json");
    let card = fs::read_to_string(&path).unwrap();
    let verify = |changed: String, code: i32, part: &str| {
        fs::write(&path, changed).unwrap();
        let output = run(&["verify", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(code), "{}", errors(&output));
        assert!(errors(&output).contains(part), "{}", errors(&output));
    };
    verify(card.replace("\"2/2\"", "\"3/2\""), 2, "there is no shard 3 of 2");
    // The folder has a card under the name of another one.
    fs::write(&path, card.replace("\"2/2\"", "\"1/2\"")).unwrap();
    let output = run(&["verify", out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("manifest-00002-of-00002.json is the card of other files"));
    // Of another shard, none of the names is known.
    verify(card.replace("\"2/2\"", "\"1/2\""), 3, "not every file is the same");
    let digit = card.find("\"sha256\": \"").unwrap() + 11;
    let other = if card.as_bytes()[digit] == b'0' { "1" } else { "0" };
    verify(format!("{}{other}{}", &card[..digit], &card[digit + 1..]), 3, "not every file is the same");
}

#[test]
fn a_whole_folder_is_read_as_well() {
    let keep = tempfile::tempdir().unwrap();
    let out = keep.path().to_str().unwrap();
    text(&["generate", "--preset", "classic", "--rows", "500", "--out", out]);
    assert_eq!(text(&["verify", out]).lines().count(), 5);
    fs::write(keep.path().join("scenarios_with_colors.csv"), "other").unwrap();
    let output = run(&["verify", out]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stdout).unwrap().contains("different  scenarios_with_colors.csv"));
    let empty = tempfile::tempdir().unwrap();
    let output = run(&["verify", empty.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("has no card"), "{}", errors(&output));
}

/// It said that someone changed a card.
#[test]
fn a_folder_with_two_datasets_is_refused() {
    let keep = tempfile::tempdir().unwrap();
    let folder = |name: &str| keep.path().join(name);
    let generate = ["generate", "--preset", "classic", "--rows", "90", "--out"];
    for (name, more) in [("whole", &[][..]), ("three", &["--parts", "3"]), ("four", &["--parts", "4"])] {
        text(&[&generate[..], &[folder(name).to_str().unwrap()], more].concat());
    }
    for (from, card, reason) in [
        (
            "four",
            "manifest-00001-of-00004.json",
            "manifest-00001-of-00004.json is of other data than manifest-00001-of-00003.json",
        ),
        ("whole", "reproducibility_card.json", "has a whole dataset and parts of one"),
    ] {
        fs::copy(folder(from).join(card), folder("three").join(card)).unwrap();
        let output = run(&["verify", folder("three").to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{from}");
        let told = errors(&output);
        assert!(told.contains(reason) && told.contains("hint: keep one dataset in a folder"), "{told}");
        assert!(output.stdout.is_empty());
    }
}
