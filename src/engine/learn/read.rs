//! Reading a lesson from Markdown: `#` is its title, `##` begins a step, and fenced blocks named `lesson`, `open` and `question` say
//! what is no text.

use std::mem::take;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::formula::Formula;
use super::lesson::{Answer, Block, Lesson, MAX_BYTES, MAX_STEPS, MAX_TITLE, Question, Span, Step};
use crate::engine::configuration::Override;
use crate::engine::decimal;
use crate::engine::problem::Problem;
use crate::engine::text::{Text, number};

/// The most minutes that a lesson takes.
const MAX_MINUTES: u32 = 600;

/// The fields of a question, each followed by a colon.
const FIELDS: [&str; 5] = ["answer", "unit", "tolerance", "hint", "because"];

/// What begins a choice, and whether it is the right one.
const CHOICES: [(&str, bool); 3] = [("[ ]", false), ("[x]", true), ("[X]", true)];

impl Lesson {
    /// The lesson that a text stands for.
    ///
    /// # Errors
    /// Everything that is wrong with it, with the number of the line.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        if text.len() > MAX_BYTES {
            let reason =
                text!("the lesson has {bytes} bytes", bytes = number(decimal::grouped(text.len() as u64)));
            let hint = text!("use at most {max}", max = number(decimal::grouped(MAX_BYTES as u64)));
            return Err(Problem::new("", reason, hint).into());
        }
        let mut reader = Reader { text, ..Reader::default() };
        for (event, place) in Parser::new(text).into_offset_iter() {
            reader.line = text.get(..place.start).map_or(1, |before| before.matches('\n').count() + 1);
            reader.take(event);
        }
        reader.finish()
    }
}

/// What has been read so far.
#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    lesson: Lesson,
    problems: Vec<Problem>,
    /// The number of the line that is being read.
    line: usize,
    /// The words of what is being read, and their style.
    spans: Vec<Span>,
    style: Span,
    /// The items of the list that is being read, and whether they are numbered.
    list: Option<(bool, Vec<Vec<Span>>)>,
    /// The name, the line and the text of the fenced block that is being read.
    fence: Option<(String, usize, String)>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => match &mut self.fence {
                Some((_, _, text)) => text.push_str(&words),
                None => self.words(&words, false),
            },
            Event::Code(words) => self.words(&words, true),
            Event::SoftBreak | Event::HardBreak => self.words(" ", false),
            Event::Rule => {}
            _ => self.refuse(text!("HTML is not shown"), text!("write Markdown in its place")),
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::Item => {}
            Tag::List(_) if self.list.is_some() => {
                self.refuse(text!("a list inside a list is not shown"), text!("write one list"));
            }
            Tag::List(first) => self.list = Some((first.is_some(), Vec::new())),
            Tag::CodeBlock(kind) => {
                let name = match kind {
                    CodeBlockKind::Fenced(name) => name.trim().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.fence = Some((name, self.line, String::new()));
            }
            Tag::Strong => self.style.is_strong = true,
            Tag::Emphasis => self.style.is_emphasized = true,
            Tag::Link { dest_url, .. }
                if ["https://", "http://"].iter().any(|it| dest_url.starts_with(it)) =>
            {
                self.style.link = Some(dest_url.into_string());
            }
            Tag::Link { .. } => {
                self.refuse(text!("a link leads to no address"), text!("begin it with https://"));
            }
            Tag::Image { .. } => {
                self.refuse(text!("images are not shown"), text!("describe what is to be seen on the page"))
            }
            _ => self.refuse(
                text!("this part of Markdown is not shown"),
                text!("use paragraphs, lists, bold, italics, code and links"),
            ),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            // A paragraph of an item is the item's.
            TagEnd::Paragraph if self.list.is_some() => self.words(" ", false),
            TagEnd::Paragraph => {
                let spans = take(&mut self.spans);
                if !spans.is_empty() {
                    self.block(Block::Paragraph(spans));
                }
            }
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::Item => {
                let mut spans = take(&mut self.spans);
                if let Some(last) = spans.last_mut() {
                    last.text.truncate(last.text.trim_end().len());
                }
                if let Some((_, items)) = &mut self.list {
                    items.push(spans);
                }
            }
            TagEnd::List(_) => {
                if let Some((is_ordered, items)) = self.list.take() {
                    self.block(Block::List { is_ordered, items });
                }
            }
            TagEnd::CodeBlock => {
                if let Some((name, line, text)) = self.fence.take() {
                    self.fenced(&name, line, &text);
                }
            }
            TagEnd::Strong => self.style.is_strong = false,
            TagEnd::Emphasis => self.style.is_emphasized = false,
            TagEnd::Link => self.style.link = None,
            _ => {}
        }
    }

    fn words(&mut self, words: &str, is_code: bool) {
        let style = Span { is_code, ..self.style.clone() };
        match self.spans.last_mut() {
            Some(last) if (Span { text: String::new(), ..last.clone() }) == style => {
                last.text.push_str(words)
            }
            _ => self.spans.push(Span { text: words.to_owned(), ..style }),
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let title: String = take(&mut self.spans).into_iter().map(|span| span.text).collect();
        if title.chars().count() > MAX_TITLE {
            self.refuse(
                text!("this title is too long"),
                text!("use at most {max} characters", max = MAX_TITLE),
            );
        }
        match level {
            HeadingLevel::H1 if self.lesson.title.is_empty() && self.lesson.steps.is_empty() => {
                self.lesson.title = title;
            }
            HeadingLevel::H1 => self.refuse(text!("there is a second title"), text!("begin a step with ##")),
            HeadingLevel::H2 => self.lesson.steps.push(Step { title, ..Step::default() }),
            _ => self.refuse(
                text!("a heading inside a step is not shown"),
                text!("begin a step with ##, or write a paragraph"),
            ),
        }
    }

    fn block(&mut self, block: Block) {
        match self.lesson.steps.last_mut() {
            Some(step) => step.text.push(block),
            None => self.lesson.introduction.push(block),
        }
    }

    fn fenced(&mut self, name: &str, line: usize, text: &str) {
        let is_in_step = !self.lesson.steps.is_empty();
        self.line = line;
        match name {
            "lesson" if !is_in_step => {
                for (place, field) in (1..).zip(text.lines()) {
                    self.line = line + place;
                    match field.split_once(':').map(|(name, value)| (name.trim(), value.trim().parse())) {
                        Some(("minutes", Ok(minutes))) if (1..=MAX_MINUTES).contains(&minutes) => {
                            self.lesson.minutes = Some(minutes);
                        }
                        _ => self.refuse(
                            text!("'{field}' says nothing here", field),
                            text!("write for instance minutes: 15"),
                        ),
                    }
                }
            }
            "open" if is_in_step => {
                for (place, setting) in (1..).zip(text.lines().filter(|line| !line.trim().is_empty())) {
                    self.line = line + place;
                    match setting.split_once('=') {
                        Some((path, value)) => {
                            let (path, value) = (path.trim().to_owned(), value.trim().to_owned());
                            if path == "seed" {
                                self.refuse(
                                    text!("the seed is the visitor's"),
                                    text!("leave it out: answers follow from the data"),
                                );
                            } else if let Some(step) = self.lesson.steps.last_mut() {
                                step.open.push(Override { path, value });
                            }
                        }
                        None => self.refuse(
                            text!("'{setting}' opens nothing", setting),
                            text!("write for instance view=audit"),
                        ),
                    }
                }
            }
            "question" if is_in_step => self.question(line, text),
            "lesson" | "open" | "question" => {
                let hint = if is_in_step {
                    text!("it stands before the first step")
                } else {
                    text!("it stands in a step, behind its heading")
                };
                self.refuse(text!("a block named {name} stands in the wrong place", name), hint);
            }
            _ => self.block(Block::Code(text.trim_end().to_owned())),
        }
    }

    fn question(&mut self, line: usize, text: &str) {
        let mut fields: Vec<(&str, String)> = vec![("", String::new())];
        let (mut choices, mut right): (Vec<String>, Vec<usize>) = (Vec::new(), Vec::new());
        for text in text.lines().map(str::trim).filter(|text| !text.is_empty()) {
            let choice =
                CHOICES.iter().find_map(|(mark, is_right)| Some((text.strip_prefix(mark)?, *is_right)));
            let field = text.split_once(':').and_then(|(name, value)| {
                FIELDS.into_iter().find(|field| *field == name).map(|field| (field, value.trim().to_owned()))
            });
            match (choice, field, fields.last_mut()) {
                (Some((choice, is_right)), _, _) => {
                    if is_right {
                        right.push(choices.len());
                    }
                    choices.push(choice.trim().to_owned());
                }
                (None, Some(field), _) => fields.push(field),
                // A line without a name goes on with what stands before it.
                (None, None, Some((_, before))) => {
                    if !before.is_empty() {
                        before.push(' ');
                    }
                    before.push_str(text);
                }
                (None, None, None) => {}
            }
        }
        self.line = line;
        let field = |name: &str| {
            let found = fields.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        if field("").is_empty() {
            self.refuse(text!("the question asks nothing"), text!("begin the block with the question"));
        }
        let answer = match (field("answer"), &right[..]) {
            (formula, []) if choices.is_empty() && !formula.is_empty() => {
                let tolerance = field("tolerance");
                let read = (!tolerance.is_empty()).then(|| decimal::parse(&tolerance));
                if read.is_some_and(|read| read.is_none_or(|tolerance| tolerance < 0.0)) {
                    self.refuse(
                        text!("'{tolerance}' is no tolerance", tolerance = &tolerance),
                        text!("write a number, such as 0.5"),
                    );
                }
                match Formula::read(&formula) {
                    Ok(formula) => {
                        Answer::Formula { formula, unit: field("unit"), tolerance: read.flatten() }
                    }
                    Err(problem) => return self.refuse(problem.reason, problem.hint),
                }
            }
            (formula, &[right]) if choices.len() > 1 && formula.is_empty() => {
                Answer::Choice { choices, right }
            }
            (formula, _) if !choices.is_empty() && formula.is_empty() => {
                return self.refuse(
                    text!("the choices have not one right one"),
                    text!("mark it with [x], and at least one other with [ ]"),
                );
            }
            _ => {
                return self.refuse(
                    text!("the question has no answer, or two kinds"),
                    text!("write a line answer: …, or choices with [ ] and [x]"),
                );
            }
        };
        let question = Question { text: field(""), answer, hint: field("hint"), because: field("because") };
        let before = self.lesson.steps.last_mut().and_then(|step| step.question.replace(question));
        if before.is_some() {
            self.refuse(text!("the step asks a second question"), text!("begin another step with ##"));
        }
    }

    fn refuse(&mut self, reason: Text, hint: Text) {
        let reason = text!("line {line}: {reason}", line = self.line, reason);
        self.problems.push(Problem::new("", reason, hint));
    }

    fn finish(mut self) -> Result<Lesson, Vec<Problem>> {
        self.line = 1;
        if self.text.trim().is_empty() {
            self.refuse(text!("there is nothing yet"), text!("begin with # and a title"));
            return Err(self.problems);
        }
        if self.lesson.title.is_empty() {
            self.refuse(text!("the lesson has no title"), text!("begin with # and a title"));
        }
        match self.lesson.steps.len() {
            0 => self.refuse(text!("the lesson has no steps"), text!("begin each with ## and its title")),
            1..=MAX_STEPS => {}
            count => self.refuse(
                text!("the lesson has {count} steps", count),
                text!("use at most {max}", max = MAX_STEPS),
            ),
        }
        if self.problems.is_empty() {
            let seed = Lesson::ANY_SEED;
            for step in 0..self.lesson.steps.len() {
                if let Err(problems) = self.lesson.configuration(step, seed) {
                    self.problems.extend(problems.into_iter().map(|problem| {
                        let reason = text!("step {step}: {reason}", step = step + 1, reason = problem.reason);
                        Problem { reason, ..problem }
                    }));
                    break;
                }
            }
        }
        if self.problems.is_empty() { Ok(self.lesson) } else { Err(self.problems) }
    }
}
