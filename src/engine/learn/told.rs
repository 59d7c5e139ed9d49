//! A lesson in another language: its words one text after another, as a catalog has them.

use super::lesson::{Answer, Block, Lesson, Question, Span, Step};

/// What gives other words for some: those of another language.
pub type Tell<'a> = &'a mut dyn FnMut(&str) -> String;

impl Lesson {
    /// The lesson in other words, which are asked for each text of it; words in a style have the marks of Markdown. What its
    /// steps open and which answers are right stays, and so does code.
    pub fn told(&self, tell: Tell) -> Lesson {
        let title = tell(&self.title);
        let introduction = self.introduction.iter().map(|block| block.told(tell)).collect();
        let steps = self.steps.iter().map(|step| step.told(tell)).collect();
        Lesson { title, minutes: self.minutes, introduction, steps }
    }

    /// The text that this lesson was read from, in other words, to be changed: each text of it where it stands, the rest as it is.
    pub fn text_told(&self, text: &str, tell: Tell) -> String {
        let (mut before, mut rest) = (String::new(), text);
        self.told(&mut |words| {
            let told = tell(words);
            if let Some((between, after)) = rest.split_once(words).filter(|_| !words.is_empty()) {
                before.push_str(between);
                before.push_str(&told);
                rest = after;
            }
            told
        });
        before + rest
    }
}

impl Step {
    fn told(&self, tell: Tell) -> Step {
        let title = tell(&self.title);
        let text = self.text.iter().map(|block| block.told(tell)).collect();
        let question = self.question.as_ref().map(|question| question.told(tell));
        Step { title, open: self.open.clone(), text, question }
    }
}

impl Block {
    fn told(&self, tell: Tell) -> Block {
        let mut spans = |spans: &Vec<Span>| {
            let words = written(spans);
            let told = tell(&words);
            if told == words { spans.clone() } else { read(&told) }
        };
        match self {
            Block::Paragraph(words) => Block::Paragraph(spans(words)),
            Block::List { is_ordered, items } => {
                Block::List { is_ordered: *is_ordered, items: items.iter().map(spans).collect() }
            }
            Block::Code(text) => Block::Code(text.clone()),
        }
    }
}

impl Question {
    fn told(&self, tell: Tell) -> Question {
        let text = tell(&self.text);
        let answer = match &self.answer {
            Answer::Choice { choices, right } => {
                Answer::Choice { choices: choices.iter().map(|choice| tell(choice)).collect(), right: *right }
            }
            Answer::Formula { formula, unit, tolerance } => {
                Answer::Formula { formula: formula.clone(), unit: tell(unit), tolerance: *tolerance }
            }
        };
        Question { text, answer, hint: tell(&self.hint), because: tell(&self.because) }
    }
}

/// Words in several styles as one text, with the marks of Markdown.
pub(super) fn written(spans: &[Span]) -> String {
    let written = |span: &Span| {
        let mut text = span.text.clone();
        for (is_so, mark) in [(span.is_code, "`"), (span.is_emphasized, "*"), (span.is_strong, "**")] {
            if is_so {
                text = format!("{mark}{text}{mark}");
            }
        }
        match &span.link {
            Some(address) => format!("[{text}]({address})"),
            None => text,
        }
    };
    spans.iter().map(written).collect()
}

/// The words that [`written`] would write so.
pub(super) fn read(text: &str) -> Vec<Span> {
    let (mut spans, mut style, mut rest): (Vec<Span>, Span, &str) = (Vec::new(), Span::default(), text);
    while let Some(sign) = rest.chars().next() {
        let link = rest.strip_prefix('[').and_then(|inner| {
            let (words, after) = inner.split_once("](")?;
            let (address, after) = after.split_once(')')?;
            Some((words, address, after))
        });
        let code = rest.strip_prefix('`').and_then(|inner| inner.split_once('`'));
        if let Some((words, address, after)) = link {
            let inner = read(words).into_iter();
            spans.extend(inner.map(|span| Span { link: Some(address.to_owned()), ..span }));
            rest = after;
        } else if let Some((code, after)) = code {
            spans.push(Span { text: code.to_owned(), is_code: true, ..style.clone() });
            rest = after;
        } else if let Some(after) = rest.strip_prefix("**") {
            style.is_strong = !style.is_strong;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('*') {
            style.is_emphasized = !style.is_emphasized;
            rest = after;
        } else {
            let end = sign.len_utf8();
            let until = rest.get(end..).and_then(|behind| behind.find(['[', '*', '`']));
            let (words, after) = rest.split_at(until.map_or(rest.len(), |until| end + until));
            match spans.last_mut() {
                Some(last) if (Span { text: String::new(), ..last.clone() }) == style => {
                    last.text.push_str(words);
                }
                _ => spans.push(Span { text: words.to_owned(), ..style.clone() }),
            }
            rest = after;
        }
    }
    spans
}
