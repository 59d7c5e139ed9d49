//! Runs that are killed, and disks that fill up: nothing is lost, and nothing is there twice.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Draws, PROGRAM, assert_equal, contents, errors, run, text};

/// 20 parts of a dataset.
const GENERATE: [&str; 11] = [
    "generate",
    "--rows",
    "20000",
    "--format",
    "csv,parquet",
    "--set",
    "users=300",
    "--gzip",
    "--parts",
    "20",
    "--out",
];

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_again_and_again_ends_as_an_undisturbed_one() {
    let keep = tempfile::tempdir().unwrap();
    let [found, expected] = ["found", "expected"].map(|name| keep.path().join(name));
    text(&[&GENERATE[..], &[expected.to_str().unwrap()]].concat());
    let (mut draws, mut killed, mut resumed) = (Draws(5), 0, 0);
    while killed < 20 {
        let before = complete(&found);
        let mut child = Command::new(PROGRAM)
            .args([&GENERATE[..], &[found.to_str().unwrap()]].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // So many parts later, and then at any time. A run that ends before that does not count.
        let until = before.len() + draws.below(4) as usize;
        while complete(&found).len() < until && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(draws.below(60_000)));
        child.kill().unwrap();
        let is_killed = child.wait().unwrap().code().is_none();
        let after = complete(&found);
        assert!(before.iter().all(|part| after.contains(part)), "a part that was complete stays");
        killed += u32::from(is_killed);
        resumed += u32::from(is_killed && !before.is_empty() && before.len() < 20);
        if after.len() == 20 {
            fs::remove_dir_all(&found).unwrap();
        }
    }
    assert!(resumed > 0, "no run went on after a killed one");
    text(&[&GENERATE[..], &[found.to_str().unwrap()]].concat());
    assert_equal(&found, &expected);
    let output = run(&[&GENERATE[..], &[found.to_str().unwrap()]].concat());
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(errors(&output), "all 20 parts are there already\n");
    text(&["verify", found.to_str().unwrap()]);
}

/// The names of the cards in a folder.
fn complete(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("manifest-")).collect()
}

#[test]
fn a_part_whose_files_are_not_as_large_as_its_card_says_is_made_again() {
    let keep = tempfile::tempdir().unwrap();
    let [found, expected] = ["found", "expected"].map(|name| keep.path().join(name));
    let generate = ["generate", "--preset", "classic", "--rows", "3000", "--parts", "3", "--out"];
    for folder in [&found, &expected] {
        text(&[&generate[..], &[folder.to_str().unwrap()]].concat());
    }
    let file = |name: &str| found.join(name);
    fs::write(file("cybersecurity_dataset_normal-00001-of-00003.csv"), "cut").unwrap();
    fs::remove_file(file("cybersecurity_dataset_anomalous-00002-of-00003.csv")).unwrap();
    fs::write(file("manifest-00003-of-00003.json"), "{ \"cyberdatagen\": ").unwrap();
    // What killed runs of these parts left behind goes; what is of others stays.
    fs::write(file(".cyberdatagen-00002-of-00003-AbCdEf"), "left").unwrap();
    fs::write(file(".cyberdatagen-00002-of-00004-AbCdEf"), "of others").unwrap();
    assert_eq!(text(&[&generate[..], &[found.to_str().unwrap()]].concat()).lines().count(), 6 + 4 + 4);
    fs::remove_file(file(".cyberdatagen-00002-of-00004-AbCdEf")).unwrap();
    assert_equal(&found, &expected);
}

#[test]
fn a_folder_with_parts_of_other_data_is_refused() {
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path().join("data");
    let generate = ["generate", "--preset", "classic", "--out", folder.to_str().unwrap(), "--rows"];
    text(&[&generate[..], &["900", "--parts", "3"]].concat());
    let before = contents(&folder);
    for (arguments, part) in [
        (&["900", "--parts", "3", "--seed", "8"][..], "has parts of another configuration"),
        (&["901", "--shard", "2/3"], "has parts of another configuration"),
        (&["900", "--parts", "3", "--format", "jsonl"], "has parts in other formats"),
        (&["900", "--parts", "3", "--gzip"], "has parts in other formats"),
        (&["900", "--parts", "4"], "has parts of another number"),
        (&["900", "--shard", "1/30"], "has parts of another number"),
    ] {
        let output = run(&[&generate[..], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let errors = errors(&output);
        assert!(
            errors.contains(part) && errors.contains("hint: choose another folder"),
            "{arguments:?}: {errors}"
        );
        assert!(contents(&folder) == before, "{arguments:?}");
    }
}

/// Both in one folder gave cards that contradict each other.
#[test]
fn a_whole_dataset_and_parts_do_not_share_a_folder() {
    let keep = tempfile::tempdir().unwrap();
    let [whole, parts] = ["whole", "parts"].map(|name| keep.path().join(name));
    let generate = ["generate", "--preset", "classic", "--rows", "300", "--out"];
    let run_in =
        |folder: &Path, more: &[&str]| run(&[&generate[..], &[folder.to_str().unwrap()], more].concat());
    assert!(run_in(&whole, &[]).status.success());
    assert!(run_in(&parts, &["--shard", "2/3"]).status.success());
    for (folder, more, part) in [
        (&whole, &["--parts", "3"][..], "has a whole dataset: reproducibility_card.json"),
        (&whole, &["--shard", "2/3"], "has a whole dataset: reproducibility_card.json"),
        (&parts, &[], "has parts of a dataset: manifest-00002-of-00003.json"),
    ] {
        let before = contents(folder);
        let output = run_in(folder, more);
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        let errors = errors(&output);
        assert!(
            errors.contains(part) && errors.contains("hint: choose another folder"),
            "{more:?}: {errors}"
        );
        assert!(contents(folder) == before, "{more:?}");
    }
    // Each may be written again.
    assert!(run_in(&whole, &[]).status.success());
    let output = run_in(&parts, &["--shard", "2/3"]);
    assert_eq!(errors(&output), "part 2 of 3 is there already\n");
}

/// The hint said twice that the command can be run again.
#[cfg(unix)]
#[test]
fn an_interruption_keeps_the_complete_parts_and_says_how_to_go_on() {
    let keep = tempfile::tempdir().unwrap();
    let out = keep.path().join("data");
    let child = Command::new(PROGRAM)
        .args(["generate", "--preset", "classic", "--rows", "10000000", "--parts", "200", "--out"])
        .arg(&out)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while complete(&out).is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let there = complete(&out).len();
    let told = format!(
        "error: interrupted\n hint: {there} of 200 parts are complete, and the same command goes on after them\n"
    );
    assert!(errors(&output).ends_with(&told), "{}", errors(&output));
    assert!(contents(&out).keys().all(|name| !name.starts_with(".cyberdatagen-")));
}

/// A limit on the size of files stands for a disk that fills up in the middle of a part.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_file() {
    let keep = tempfile::tempdir().unwrap();
    let [found, expected] = ["found", "expected"].map(|name| keep.path().join(name));
    let generate = |folder: &Path| {
        format!("'{PROGRAM}' generate --preset classic --rows 20000 --parts 4 --out '{}'", folder.display())
    };
    let shell = |script: String| Command::new("bash").args(["-c", &script]).output().unwrap();
    assert!(shell(generate(&expected)).status.success());
    // Less than a part's 2,000 kB.
    let output = shell(format!("trap '' XFSZ; ulimit -f 1000; {}", generate(&found)));
    assert_eq!(output.status.code(), Some(1));
    let told = errors(&output);
    assert!(told.contains("cannot be written") && told.contains("0 of 4 parts are complete"), "{told}");
    assert!(contents(&found).is_empty());
    assert!(shell(generate(&found)).status.success());
    assert_equal(&found, &expected);
}

/// A disk of four fifths of what is needed: a file system in memory, where the system lets anyone mount one in a namespace of theirs.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_at_four_fifths_keeps_the_complete_parts() {
    let can_mount = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !can_mount.is_ok_and(|output| output.status.success()) {
        eprintln!("no file system can be mounted here: the test of a full disk was not run");
        return;
    }
    let keep = tempfile::tempdir().unwrap();
    let [found, expected] = ["found", "expected"].map(|name| keep.path().join(name));
    text(&[&GENERATE[..], &[expected.to_str().unwrap()]].concat());
    let bytes: u64 = contents(&expected).values().map(|file| file.len() as u64).sum();
    let generate = GENERATE.join(" ");
    let script = format!(
        "set -e; mount -t tmpfs -o size={} none /mnt
         if '{PROGRAM}' {generate} /mnt/data > /dev/null 2> '{found}.errors'; then exit 9; else test $? = 1; fi
         ls -A /mnt/data > '{found}.names'
         mount -o remount,size={} none /mnt
         '{PROGRAM}' {generate} /mnt/data > '{found}.report'
         cp -r /mnt/data '{found}'",
        bytes * 4 / 5,
        bytes * 4,
        found = found.display()
    );
    let output = Command::new("unshare").args(["-rm", "bash", "-c", &script]).output().unwrap();
    assert!(output.status.success(), "{:?}: {}", output.status, errors(&output));
    assert_equal(&found, &expected);
    let beside = |what: &str| fs::read_to_string(format!("{}.{what}", found.display())).unwrap();
    assert!(beside("errors").contains("parts are complete, and the same command goes on after them"));
    let names = beside("names");
    let there = names.lines().filter(|name| name.starts_with("manifest-")).count();
    assert!((10..20).contains(&there), "{there} of 20 parts");
    assert!(!names.contains(".cyberdatagen-"), "{names}");
    // The second run wrote those that were missing alone.
    let cards = beside("report").lines().filter(|line| line.contains("manifest-")).count();
    assert_eq!(cards, 20 - there);
}
