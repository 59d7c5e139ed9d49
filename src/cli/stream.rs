//! `cyberdatagen stream`: a configuration's rows in the order of time, at a pace, as lines to standard output, TCP or UDP.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use super::flags::Declared;
use super::progress::{hear_interruptions, is_interrupted};
use super::respond::{self, Monitoring};
use super::{Failure, StreamArguments};
use crate::engine::decimal;
use crate::engine::respond::Stream;
use crate::engine::respond::log::{Form, LogLines};
use crate::engine::respond::stream::{Chunk, Launched, Script};

/// Rows that are made at once at most, so that an interruption is heard soon.
const MOST_ROWS: u64 = 2_048;

/// The longest pause before an interruption is heard.
const PAUSE: Duration = Duration::from_millis(20);

/// How long a reader is waited for to take the last lines.
const LAST_LINES_WITHIN: Duration = Duration::from_secs(5);

/// The rates that can be asked for.
const MAX_RATE: f64 = 1_000_000.0;

/// Writes the rows.
///
/// # Errors
/// The arguments cannot be used, or the reader went away.
pub fn run(arguments: &StreamArguments) -> Result<(), Failure> {
    let (configuration, options) = respond::asked(&arguments.watching)?;
    let form = Form::ALL.into_iter().find(|form| form.key() == arguments.format).ok_or_else(|| {
        let keys: Vec<&str> = Form::ALL.iter().map(|form| form.key()).collect();
        let reason = format!("there is no form '{}'", arguments.format);
        Failure::input("--format", reason, format!("the forms are {}", keys.join(", ")))
    })?;
    if arguments.labels && form != Form::JsonLines {
        return Err(Failure::input(
            "--labels",
            "events never say what they are",
            "use it with --format jsonl",
        ));
    }
    let pace = Pace::of(arguments)?;
    let from = whole("--from-row", &arguments.from_row)?;
    let until = arguments.until_row.as_deref().map(|text| whole("--until-row", text)).transpose()?;
    let launches = arguments.launch.iter().map(|text| {
        Launched::read(text, &configuration.realistic)
            .map_err(|problem| Failure::input("--launch", problem.reason, problem.hint))
    });
    let script = Script::new(launches.collect::<Result<_, _>>()?);
    hear_interruptions();
    let flagged = |problems: Vec<crate::engine::Problem>| {
        Failure::Input(problems.into_iter().map(Monitoring::flagged).collect())
    };
    let stream = Stream::new(&configuration, &options).map_err(flagged)?;
    let lines =
        LogLines::new(form, &stream, arguments.labels).map_err(|problem| Failure::Input(vec![problem]))?;
    let target = Target::open(arguments.to.as_deref(), &arguments.framing)?;
    let mut writing = Writing { stream, lines, script, target, text: Vec::new() };
    writing.skip(from)?;
    writing.write(pace, until)
}

fn whole(flag: &str, text: &str) -> Result<u64, Failure> {
    text.parse()
        .map_err(|_| Failure::input(flag, format!("'{text}' is no row"), "use a whole number of at least 0"))
}

/// How fast rows are written.
#[derive(Clone, Copy)]
enum Pace {
    /// As fast as can be.
    Max,
    /// So many rows a second.
    Rate(f64),
    /// So many seconds of the rows' own times a second.
    Speed(f64),
}

impl Pace {
    fn of(arguments: &StreamArguments) -> Result<Self, Failure> {
        let positive = |flag: &str, text: &str, max: f64| {
            let number = decimal::parse(text).filter(|number| *number > 0.0 && *number <= max);
            let hint = format!("use a number above 0, at most {}", decimal::text(max));
            number.ok_or_else(|| Failure::input(flag, format!("'{text}' is out of range"), hint))
        };
        match (&arguments.speed, arguments.rate.as_str()) {
            (Some(speed), _) => positive("--speed", speed, 1e9).map(Pace::Speed),
            (None, "max") => Ok(Pace::Max),
            (None, rate) => positive("--rate", rate, MAX_RATE).map(Pace::Rate),
        }
    }
}

/// Where lines go.
enum Target {
    Output(io::BufWriter<io::Stdout>),
    Tcp { socket: io::BufWriter<TcpStream>, is_octets: bool },
    Udp(UdpSocket),
}

impl Target {
    fn open(address: Option<&str>, framing: &str) -> Result<Self, Failure> {
        let is_octets = match framing {
            "lines" => false,
            "octets" => true,
            other => {
                let reason = format!("there is no framing '{other}'");
                return Err(Failure::input("--framing", reason, "use lines or octets"));
            }
        };
        let Some(address) = address else { return Ok(Target::Output(io::BufWriter::new(io::stdout()))) };
        let refused = |error: io::Error| {
            let reason = format!("{address} cannot be reached: {error}");
            Failure::machine(reason, "start what is to read the lines first, and check host and port")
        };
        if let Some(host) = address.strip_prefix("tcp://") {
            let socket = TcpStream::connect(host).map_err(refused)?;
            // Lines are gathered here; the system is not to wait for more.
            let _ = socket.set_nodelay(true);
            return Ok(Target::Tcp { socket: io::BufWriter::with_capacity(1 << 16, socket), is_octets });
        }
        if let Some(host) = address.strip_prefix("udp://") {
            let socket =
                UdpSocket::bind(("0.0.0.0", 0)).or_else(|_| UdpSocket::bind(("::", 0))).map_err(refused)?;
            socket.connect(host).map_err(refused)?;
            return Ok(Target::Udp(socket));
        }
        let hint = "write tcp://HOST:PORT or udp://HOST:PORT";
        Err(Failure::input("--to", format!("'{address}' is no address of ours"), hint))
    }

    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        match self {
            Target::Output(output) => output.write_all(lines).and_then(|()| output.flush()),
            Target::Tcp { socket, is_octets: false } => socket.write_all(lines).and_then(|()| socket.flush()),
            Target::Tcp { socket, is_octets: true } => {
                for line in lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
                    write!(socket, "{} ", line.len())?;
                    socket.write_all(line)?;
                }
                socket.flush()
            }
            Target::Udp(socket) => {
                for line in lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
                    socket.send(line)?;
                }
                Ok(())
            }
        }
    }

    /// Lets the reader take the last lines.
    fn close(self) {
        if let Target::Tcp { socket, .. } = self
            && let Ok(mut socket) = socket.into_inner()
        {
            let _ = socket.shutdown(Shutdown::Write);
            let _ = socket.set_read_timeout(Some(LAST_LINES_WITHIN));
            let mut rest = [0; 256];
            while socket.read(&mut rest).is_ok_and(|count| count > 0) {}
        }
    }
}

/// A stream that is being written.
struct Writing {
    stream: Stream,
    lines: LogLines,
    script: Script,
    target: Target,
    text: Vec<u8>,
}

impl Writing {
    /// The next rows, at most so many.
    fn advance(&mut self, rows: u64) -> Result<Chunk, Failure> {
        let chunk = self.script.advance(&mut self.stream, rows);
        chunk.map_err(|problem| Failure::input("--launch", problem.reason, problem.hint))
    }

    /// Lets rows come without writing them: what is remembered of users is as if they had been.
    fn skip(&mut self, rows: u64) -> Result<(), Failure> {
        while self.stream.progress().0 < rows {
            let left = rows - self.stream.progress().0;
            if self.advance(left.min(MOST_ROWS))?.records.is_empty() {
                let (_, all) = self.stream.progress();
                return Err(Failure::input(
                    "--from-row",
                    format!("there are {all} rows"),
                    "begin with an earlier row",
                ));
            }
            if is_interrupted() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Writes rows at a pace, until the end, an interruption, or the reader goes away.
    fn write(mut self, pace: Pace, until: Option<u64>) -> Result<(), Failure> {
        #[expect(clippy::disallowed_methods, reason = "the pace needs a clock")]
        let begun = Instant::now();
        let first = self.stream.progress().0;
        let first_time = self.stream.next_time().unwrap_or(0);
        let until = until.unwrap_or(u64::MAX);
        loop {
            let came = self.stream.progress().0;
            if is_interrupted() {
                let _ = writeln!(io::stderr(), "stopped after row {came}: go on with --from-row {came}");
                break;
            }
            if came >= until {
                break;
            }
            let seconds = begun.elapsed().as_secs_f64();
            let due = match pace {
                Pace::Max => MOST_ROWS,
                Pace::Rate(rate) => ((seconds * rate) as u64 + 1).saturating_sub(came - first),
                // Row by row: how many are due, their times say.
                Pace::Speed(factor) => {
                    let now = first_time as f64 + seconds * factor;
                    u64::from(self.stream.next_time().is_none_or(|time| time as f64 <= now))
                }
            };
            if due == 0 {
                std::thread::sleep(self.pause(pace, came - first, seconds, first_time));
                continue;
            }
            let chunk = self.advance(due.min(MOST_ROWS).min(until - came))?;
            if chunk.records.is_empty() {
                break;
            }
            self.text.clear();
            if let Some(monitor) = self.stream.monitors.first() {
                let written = self.lines.write(&chunk, monitor, &mut self.text);
                written.map_err(|problem| Failure::Input(vec![problem]))?;
            }
            match self.target.write(&self.text) {
                Ok(()) => {}
                // Whoever reads standard output has seen enough.
                Err(error)
                    if error.kind() == io::ErrorKind::BrokenPipe
                        && matches!(self.target, Target::Output(_)) =>
                {
                    return Ok(());
                }
                Err(error) => {
                    let reason = format!("the reader went away after row {came}: {error}");
                    return Err(Failure::machine(reason, format!("go on with --from-row {came}")));
                }
            }
        }
        self.target.close();
        Ok(())
    }

    /// How long to wait for the next row.
    fn pause(&mut self, pace: Pace, written: u64, seconds: f64, first_time: i64) -> Duration {
        let next = match pace {
            Pace::Max => 0.0,
            Pace::Rate(rate) => written as f64 / rate,
            Pace::Speed(factor) => {
                self.stream.next_time().map_or(0.0, |time| (time - first_time) as f64 / factor)
            }
        };
        Duration::from_secs_f64((next - seconds).clamp(0.000_1, PAUSE.as_secs_f64()))
    }
}
