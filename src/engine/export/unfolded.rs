//! One file that is made of events: a log, the key to the events, or what rules match among them. Rows are drawn again and unfolded.

use std::ops::Range;

use super::event_key::{EventKey, RuleMatches};
use super::files::File;
use super::formats::{Contents, Encoding, Writer};
use super::gzip::Stream;
use super::logs::LogWriter;
use super::open::all;
use crate::engine::events::Unfolder;
use crate::engine::generator::Generator;
use crate::engine::problem::Problem;

/// A file that is being written.
pub struct Unfolded {
    unfolder: Unfolder,
    form: Form,
}

/// What is made of the events.
enum Form {
    Log(Log),
    Key(Box<(EventKey, Box<dyn Writer>)>),
    Matches(Box<(RuleMatches, Box<dyn Writer>)>),
}

/// A log, perhaps compressed.
struct Log {
    writer: Box<dyn LogWriter>,
    stream: Option<Stream>,
    text: Vec<u8>,
}

impl Log {
    /// Appends the text since the last time.
    fn pass(&mut self, is_last: bool, output: &mut Vec<u8>) -> Result<(), Problem> {
        match &mut self.stream {
            Some(stream) => stream.write(&self.text, is_last, output)?,
            None => output.extend_from_slice(&self.text),
        }
        self.text.clear();
        Ok(())
    }
}

impl Unfolded {
    /// Begins a file; none where it is not made of events.
    ///
    /// # Errors
    /// The format cannot hold the columns.
    pub fn new(
        generator: &Generator,
        file: File,
        encoding: Encoding,
        output: &mut Vec<u8>,
    ) -> Result<Option<Self>, Problem> {
        if !file.has_events() {
            return Ok(None);
        }
        let configuration = generator.configuration();
        let form = if let Some(writer) = encoding.log_writer(configuration) {
            let mut log = Log { writer, stream: encoding.is_gzip().then(Stream::default), text: Vec::new() };
            log.writer.begin(&mut log.text);
            log.pass(false, output)?;
            Form::Log(log)
        } else if file == File::EventKey {
            let mut key = EventKey::new(configuration, generator.campaigns());
            let table = key.take();
            let mut writer = encoding.writer(&Contents::of(file, &table, configuration));
            writer.begin(output)?;
            Form::Key(Box::new((key, writer)))
        } else {
            let mut matches = RuleMatches::new(configuration);
            let table = matches.take();
            let mut writer = encoding.writer(&Contents::of(file, &table, configuration));
            writer.begin(output)?;
            Form::Matches(Box::new((matches, writer)))
        };
        Ok(Some(Unfolded { unfolder: Unfolder::new(configuration), form }))
    }

    /// Writes the events of rows.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn rows(
        &mut self,
        generator: &mut Generator,
        rows: Range<u64>,
        output: &mut Vec<u8>,
    ) -> Result<(), Problem> {
        let Unfolded { unfolder, form } = self;
        for row in rows {
            let record = generator.record(row);
            let log = unfolder.unfold(&record);
            match form {
                Form::Log(it) => it.writer.log(log, &mut it.text),
                Form::Key(it) => it.0.push(&record, log),
                Form::Matches(it) => it.0.push(&record, log),
            }
        }
        let (table, writer) = match form {
            Form::Log(it) => return it.pass(false, output),
            Form::Key(it) => (it.0.take(), &mut it.1),
            Form::Matches(it) => (it.0.take(), &mut it.1),
        };
        writer.rows(&table, &all(&table), output)
    }

    /// Writes what follows the last event.
    ///
    /// # Errors
    /// The file cannot be completed.
    pub fn end(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        match &mut self.form {
            Form::Log(it) => {
                it.writer.end(&mut it.text);
                it.pass(true, output)
            }
            Form::Key(it) => it.1.end(output),
            Form::Matches(it) => it.1.end(output),
        }
    }
}
