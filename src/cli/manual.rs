//! `cyberdatagen completions` and `cyberdatagen man`: what shells complete, and pages for `man`, both from the declaration of the
//! arguments.

use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::output::{Output, keep, prepare};
use super::{Arguments, Failure, print};

/// Prints the completions for a shell.
///
/// # Errors
/// Standard output cannot be written.
pub fn completions(shell: Shell) -> Result<(), Failure> {
    let mut text = Vec::new();
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    clap_complete::generate(shell, &mut command, name, &mut text);
    print(&String::from_utf8_lossy(&text))
}

/// Writes the pages: `cyberdatagen.1`, and `cyberdatagen-generate.1` and so on.
///
/// # Errors
/// The folder cannot be written into.
pub fn pages(folder: &Path) -> Result<(), Failure> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let mut outputs = Vec::new();
    prepare(folder, [])?;
    for command in std::iter::once(&command).chain(command.get_subcommands()) {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        let mut text = Vec::new();
        let page = Man::new(command.clone()).title(name.to_uppercase());
        let rendered = page.render(&mut text);
        rendered
            .map_err(|error| Failure::machine(format!("{name}: {error}"), "please report this as a bug"))?;
        let mut output = Output::create(folder, &format!("{name}.1"))?;
        output.write(&text)?;
        outputs.push(output);
    }
    print(&keep(outputs, folder)?)
}
