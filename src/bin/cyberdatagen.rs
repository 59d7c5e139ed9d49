//! The command line.

fn main() -> std::process::ExitCode {
    cyberdatagen::cli::main()
}
