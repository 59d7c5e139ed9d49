//! The explorer without the browser: requests in; replies, parts of the page and files out.

use std::collections::BTreeMap;

use super::held::{Held, Pace, Source};
use super::view::Section;
use super::{columns, form, menu, report, view};
use crate::charts::{Hit, Theme, svg};
use crate::engine::configuration::{Override, Preset};
use crate::engine::explore::change::moved;
use crate::engine::explore::filter::Filter;
use crate::engine::explore::query::{Query, Sort};
use crate::engine::explore::{Chart, Kind, Request, chart};
use crate::engine::{Configuration, Problem};
use crate::protocol::{Choice, ExplorerReply as Reply, ExplorerRequest, MOST_ROWS, Shown, Surface};

/// The width of a chart in a file.
const FILE_WIDTH: u32 = 900;

/// What follows the column in a link whose greatest comes first.
const FALLING: &str = " down";

/// Something for the page.
#[derive(Debug)]
pub enum Output {
    /// A message.
    Reply(Reply),
    /// A file: its name, its media type and its bytes.
    File(String, &'static str, Vec<u8>),
    /// The chart is to be drawn into a file of this name, as a picture in pixels.
    Picture(String),
}

/// What the explorer knows.
#[derive(Default)]
pub struct Session {
    generation: u32,
    configuration: Option<Configuration>,
    held: [Option<Held>; 3],
    source: Source,
    /// The filter of the page's dataset while there is no table of it.
    filter: Filter,
    class: Option<bool>,
    sort: Option<Sort>,
    hidden: Vec<u32>,
    version: u32,
    /// The table's rows in their order; none where it is the dataset's own.
    order: Option<Vec<u32>>,
    is_looked_at: bool,
    request: Option<Request>,
    surface: Surface,
    chart: Option<Chart>,
    hits: Vec<Hit>,
    /// The place that the keyboard is at.
    at: Option<usize>,
    /// Whether the chart has to be drawn again.
    is_stale: bool,
    /// The sections under the chart that are unfolded.
    sections: Vec<Section>,
    /// What stands in each part of the page.
    parts: BTreeMap<String, String>,
    headers: Vec<String>,
    shown: Shown,
    outputs: Vec<Output>,
}

impl Session {
    /// Takes a request, with the bytes of a file where one came with it. `pace` hears how far long work is.
    pub fn handle(&mut self, request: ExplorerRequest, file: Vec<u8>, pace: Pace) -> Vec<Output> {
        let done = match request {
            ExplorerRequest::Dataset { generation, preset, settings } => {
                self.dataset(generation, &preset, &settings, pace)
            }
            ExplorerRequest::Choose(choice) => self.choose(&choice, pace),
            ExplorerRequest::Look(is_looked_at) => {
                self.is_looked_at = is_looked_at;
                self.refresh(pace)
            }
            ExplorerRequest::Class(class) => {
                self.class = class;
                self.reorder(pace)
            }
            ExplorerRequest::Act { action, fields } => self.act(&action, &fields, pace),
            ExplorerRequest::Order { version, first, count } => {
                self.give(version, first, count);
                Ok(())
            }
            ExplorerRequest::Surface(surface) => {
                self.is_stale |= self.surface != surface;
                self.surface = surface;
                self.draw_legend();
                Ok(())
            }
            ExplorerRequest::Point { x, y, pressed } => self.point(x, y, pressed, pace),
            ExplorerRequest::Preview { preset, settings } => self.preview(&preset, &settings),
            ExplorerRequest::Open { name, balanced } => self.open(&name, balanced, file, pace),
        };
        if let Err(problems) = done {
            self.outputs.push(Output::Reply(Reply::Failed(problems)));
        }
        self.tell();
        std::mem::take(&mut self.outputs)
    }

    /// The chart that has to be drawn, and how.
    pub fn to_draw(&mut self) -> Option<(&Chart, Surface, Theme)> {
        let is_ready = std::mem::take(&mut self.is_stale) && self.surface.width > 0 && self.is_looked_at;
        let (surface, theme) = (self.surface, self.theme());
        self.chart.as_ref().filter(|_| is_ready).map(|chart| (chart, surface, theme))
    }

    /// The chart as it is drawn into files.
    pub fn chart(&self) -> Option<&Chart> {
        self.chart.as_ref()
    }

    /// Takes note of what was drawn, and where.
    pub fn drawn(&mut self, hits: Vec<Hit>) {
        self.hits = hits;
        self.at = None;
    }

    fn theme(&self) -> Theme {
        if self.surface.dark { Theme::DARK } else { Theme::LIGHT }
    }

    fn held(&self, source: Source) -> Option<&Held> {
        self.held.get(source as usize).and_then(Option::as_ref)
    }

    fn held_mut(&mut self, source: Source) -> Option<&mut Held> {
        self.held.get_mut(source as usize).and_then(Option::as_mut)
    }

    fn put(&mut self, source: Source, held: Option<Held>) {
        if let Some(place) = self.held.get_mut(source as usize) {
            *place = held;
        }
    }

    fn dataset(
        &mut self,
        generation: u32,
        preset: &str,
        settings: &[Override],
        pace: Pace,
    ) -> Result<(), Vec<Problem>> {
        let configuration = configuration(preset, settings)?;
        self.generation = generation;
        if self.configuration.as_ref() != Some(&configuration) {
            if let Some(Some(held)) = self.held.first_mut().map(Option::take) {
                self.filter = held.filter;
            }
            self.put(Source::Balanced, None);
            if self.source == Source::Balanced {
                self.source = Source::Generated;
            }
            self.configuration = Some(configuration);
            self.headers = Vec::new();
        }
        self.refresh(pace)
    }

    /// What settings would change: a thousand rows of the dataset that is shown, and as many of the other.
    fn preview(&mut self, preset: &str, settings: &[Override]) -> Result<(), Vec<Problem>> {
        let Some(now) = self.configuration.clone() else { return Ok(()) };
        let then = configuration(preset, settings)?;
        let before = Held::sample(&now)?;
        let after = Held::sample(&then)?;
        self.dialog(menu::preview(&moved(&before, &after), &self.theme()));
        Ok(())
    }

    fn choose(&mut self, choice: &Choice, pace: Pace) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        match Filter::read(&choice.filter) {
            Ok(filter) => match self.held_mut(Source::Generated) {
                Some(held) => {
                    held.filter = filter;
                    held.apply();
                }
                None => self.filter = filter,
            },
            Err(problem) => problems.push(problem),
        }
        self.request = None;
        if !choice.chart.is_empty() {
            match Request::read(&choice.chart) {
                Ok(request) => self.request = Some(request),
                Err(problem) => problems.push(problem),
            }
        }
        self.sort = (!choice.sort.is_empty()).then(|| {
            let falling = choice.sort.strip_suffix(FALLING);
            Sort { column: falling.unwrap_or(&choice.sort).to_owned(), descending: falling.is_some() }
        });
        self.refresh(pace)?;
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Makes the table of the page's dataset, if there is none.
    fn need(&mut self, pace: Pace) -> Result<(), Vec<Problem>> {
        if self.held(Source::Generated).is_some() {
            return Ok(());
        }
        let Some(configuration) = &self.configuration else {
            let hint = "wait until the first dataset is there";
            return Err(vec![Problem::new("", "there is no dataset to look at yet", hint)]);
        };
        let held = Held::generate(configuration, self.filter.clone(), pace)?;
        self.put(Source::Generated, Some(held));
        Ok(())
    }

    /// Brings everything up to date that anyone looks at.
    fn refresh(&mut self, pace: Pace) -> Result<(), Vec<Problem>> {
        self.reorder(pace)?;
        if !self.is_looked_at {
            return Ok(());
        }
        self.part("explore-view", view::frame());
        if self.source == Source::Generated {
            self.need(pace)?;
        }
        let sources = [0, 1, 2].map(|index: usize| self.held.get(index).and_then(Option::as_ref));
        let source = view::source(self.source, &sources);
        self.part("explore-source", source);
        let Some(held) = self.held(self.source) else { return Ok(()) };
        let request = self.request.clone().unwrap_or_else(|| Request::new(Kind::Histogram));
        let chips = view::chips(&held.filter, held.rows.len() as u64, held.table.rows() as u64, "unchip");
        let form = form::form(&held.table, &request);
        let problem = held.problem.clone();
        let chart = chart(&held.table, &held.rows, &request).unwrap_or_else(|problem| {
            Chart::explained(request.kind.declared().name, format!("{}: {}.", problem.reason, problem.hint))
        });
        let sections = view::sections(held, &self.sections);
        self.part("explore-sections", sections);
        self.part("explore-chips", chips);
        self.part("explore-form", form);
        self.show(chart);
        problem.map_or(Ok(()), |problem| Err(vec![problem]))
    }

    fn show(&mut self, chart: Chart) {
        use crate::worker::html::escaped;
        self.part("chart-title", escaped(&chart.title));
        self.part("chart-finding", escaped(&chart.finding));
        self.part("chart-numbers", view::numbers(&chart));
        self.part("chart-readout", String::new());
        if self.chart.as_ref() != Some(&chart) {
            self.chart = Some(chart);
            self.is_stale = true;
        }
        self.draw_legend();
    }

    fn draw_legend(&mut self) {
        if let Some(chart) = &self.chart {
            let legend = view::legend(chart, &self.theme());
            self.part("chart-legend", legend);
        }
    }

    /// Puts the table's rows in order anew.
    fn reorder(&mut self, pace: Pace) -> Result<(), Vec<Problem>> {
        let filter = self.held(Source::Generated).map_or(&self.filter, |held| &held.filter).clone();
        let query = Query { filter, class: self.class, sort: self.sort.clone() };
        if self.configuration.is_none() {
            return Ok(());
        }
        self.version += 1;
        if query.is_plain() {
            self.order = None;
        } else {
            self.need(pace)?;
            let held = self.held(Source::Generated);
            let order = held.map(|held| query.rows(&held.table)).transpose().map_err(|problem| {
                self.order = None;
                vec![problem]
            })?;
            self.order = order;
        }
        let chips = match self.held(Source::Generated) {
            Some(held) => {
                view::chips(&held.filter, held.rows.len() as u64, held.table.rows() as u64, "unfilter")
            }
            None => String::new(),
        };
        self.part("table-chips", chips);
        if self.headers.is_empty()
            && let Some(held) = self.held(Source::Generated)
        {
            let rows: Vec<u32> = (0..held.table.rows() as u32).collect();
            self.headers = columns::pictures(&held.table, &rows);
            self.outputs.push(Output::Reply(Reply::Headers(self.headers.clone())));
        }
        Ok(())
    }

    /// Tells what the table shows, if that is news.
    fn tell(&mut self) {
        let filter = self.held(Source::Generated).map_or(&self.filter, |held| &held.filter);
        let sort = self.sort.as_ref();
        let place = |name: &str| menu::place(name);
        let shown = Shown {
            generation: self.generation,
            version: self.version,
            rows: self.order.as_ref().map(|order| order.len() as u64),
            sort: sort.and_then(|sort| Some((place(&sort.column)?, sort.descending))),
            filtered: filter.conditions().iter().filter_map(|condition| place(&condition.column)).collect(),
            hidden: self.hidden.clone(),
            choice: Choice {
                filter: filter.text(),
                chart: self.request.as_ref().map(Request::write).unwrap_or_default(),
                sort: sort.map_or_else(String::new, |sort| {
                    format!("{}{}", sort.column, if sort.descending { FALLING } else { "" })
                }),
            },
        };
        if shown != self.shown {
            self.shown = shown.clone();
            self.outputs.push(Output::Reply(Reply::Shown(shown)));
        }
    }

    /// Writes a part of the page, if something else stands there.
    fn part(&mut self, id: &str, html: String) {
        if self.parts.get(id) != Some(&html) {
            self.parts.insert(id.to_owned(), html.clone());
            self.outputs.push(Output::Reply(Reply::Part { id: id.to_owned(), html }));
        }
    }

    /// Shows something in the dialog.
    fn dialog(&mut self, html: String) {
        // It may have been closed in the meantime: it is written and opened in any case.
        self.parts.remove("explore-menu");
        self.part("explore-menu", html);
        self.outputs.push(Output::Reply(Reply::Dialog(true)));
    }

    fn close(&mut self) {
        self.outputs.push(Output::Reply(Reply::Dialog(false)));
    }

    fn give(&mut self, version: u32, first: u64, count: u32) {
        if version != self.version {
            return;
        }
        let Some(order) = &self.order else { return };
        let first_place = usize::try_from(first).unwrap_or(usize::MAX);
        let rows = order.iter().skip(first_place).take(count.min(MOST_ROWS) as usize).copied().collect();
        self.outputs.push(Output::Reply(Reply::Numbers { version, first, rows }));
    }

    /// Does what was asked for in a part of the page.
    fn act(&mut self, action: &str, fields: &[(String, String)], pace: Pace) -> Result<(), Vec<Problem>> {
        let (action, rest) = action.split_once('/').unwrap_or((action, ""));
        let column = || rest.split('/').next().and_then(|index| index.parse::<usize>().ok());
        match action {
            "close" => self.close(),
            "columns" => {
                if let Some(configuration) = &self.configuration {
                    let html = menu::columns(configuration, &self.hidden);
                    self.dialog(html);
                }
            }
            "dictionary" => {
                if let Some(configuration) = &self.configuration {
                    let html = menu::dictionary(configuration);
                    self.dialog(html);
                }
            }
            "menu" => {
                self.need(pace)?;
                let held = self.held(Source::Generated);
                let html = held.zip(column()).and_then(|(held, index)| {
                    menu::menu(&held.table, index, &held.filter, self.sort.as_ref())
                });
                if let Some(html) = html {
                    self.dialog(html);
                }
                return self.reorder(pace);
            }
            "sort" => {
                self.need(pace)?;
                let held = self.held(Source::Generated);
                let name = held.zip(column()).and_then(|(held, index)| held.table.columns().get(index));
                self.sort = name.map(|column| Sort {
                    column: column.field.name.clone(),
                    descending: rest.ends_with("down"),
                });
                self.close();
                return self.reorder(pace);
            }
            "unsort" => {
                self.sort = None;
                self.close();
                return self.reorder(pace);
            }
            "filter" => {
                let held = self.held(Source::Generated);
                let column = held.zip(column()).and_then(|(held, index)| held.table.columns().get(index));
                let Some(column) = column else { return Ok(()) };
                let name = column.field.name.clone();
                let test = menu::typed(column, fields).map_err(|problem| vec![problem])?;
                self.close();
                return self.refilter(
                    Source::Generated,
                    |filter| match test {
                        Some(test) => filter.set(&name, test),
                        None => filter.remove(&name),
                    },
                    pace,
                );
            }
            "unfilter" | "unchip" => {
                let source = if action == "unchip" { self.source } else { Source::Generated };
                self.close();
                return self.refilter(source, |filter| filter.remove(rest), pace);
            }
            "unfilter-all" | "unchip-all" => {
                let source = if action == "unchip-all" { self.source } else { Source::Generated };
                return self.refilter(source, |filter| *filter = Filter::default(), pace);
            }
            "hide" => {
                self.hidden.extend(column().map(|index| index as u32));
                self.close();
            }
            "shown" => {
                let shown = |place: &u32| {
                    fields.iter().any(|field| field.0 == "shown" && field.1.parse() == Ok(*place))
                };
                let places = self.configuration.iter().flat_map(Configuration::columns);
                let places: Vec<u32> = places.map(|column| column.place() as u32).collect();
                let hidden: Vec<u32> = places.iter().filter(|place| !shown(place)).copied().collect();
                if hidden.len() == places.len() {
                    let hint = "leave at least one of them ticked";
                    return Err(vec![Problem::new("", "a table without columns shows nothing", hint)]);
                }
                self.hidden = hidden;
            }
            "show-all" => {
                self.hidden = Vec::new();
                self.close();
            }
            "chart" => {
                let Some(held) = self.held(self.source) else { return Ok(()) };
                let request = form::chosen(&held.table, fields).map_err(|problem| vec![problem])?;
                self.request = Some(request);
                return self.refresh(pace);
            }
            "source" => {
                let chosen = fields.iter().find(|field| field.0 == "source");
                let source = Source::ALL
                    .into_iter()
                    .find(|source| chosen.is_some_and(|field| field.1 == source.key()));
                self.source = source.unwrap_or_default();
                return self.refresh(pace);
            }
            "legend" => {
                let entry =
                    self.chart.as_ref().zip(column()).and_then(|(chart, index)| chart.legend.get(index));
                let selection = entry.map(|entry| entry.selection.clone()).unwrap_or_default();
                return self.select(&selection, pace);
            }
            "section" => {
                if let Some(section) = Section::ALL.into_iter().find(|section| section.key() == rest) {
                    match self.sections.iter().position(|open| *open == section) {
                        Some(place) => drop(self.sections.remove(place)),
                        None => self.sections.push(section),
                    }
                }
                if let Some(held) = self.held(self.source) {
                    let sections = view::sections(held, &self.sections);
                    self.part("explore-sections", sections);
                }
            }
            "save" => self.save(rest)?,
            "next" => self.walk(1),
            "previous" => self.walk(-1),
            "take" => {
                let hit = self.at.and_then(|at| self.hits.get(at)).map(|hit| hit.selection.clone());
                return self.select(&hit.unwrap_or_default(), pace);
            }
            _ => {}
        }
        Ok(())
    }

    fn refilter(
        &mut self,
        source: Source,
        change: impl FnOnce(&mut Filter),
        pace: Pace,
    ) -> Result<(), Vec<Problem>> {
        match self.held_mut(source) {
            Some(held) => {
                change(&mut held.filter);
                held.apply();
            }
            None => change(&mut self.filter),
        }
        self.refresh(pace)
    }

    /// Filters by what was chosen in the chart.
    fn select(
        &mut self,
        selection: &[crate::engine::explore::chart::Selection],
        pace: Pace,
    ) -> Result<(), Vec<Problem>> {
        if selection.is_empty() {
            return Ok(());
        }
        let source = self.source;
        if let Some(held) = self.held_mut(source) {
            held.choose(selection);
        }
        self.refresh(pace)
    }

    fn open(&mut self, name: &str, balanced: bool, bytes: Vec<u8>, pace: Pace) -> Result<(), Vec<Problem>> {
        let held = Held::read(name, bytes, pace).map_err(|problem| vec![problem])?;
        self.source = if balanced { Source::Balanced } else { Source::File };
        self.put(self.source, Some(held));
        // The chart of other data may name columns that this one has not.
        let fits = |held: &Held, request: &Request| request.checked(&held.table).is_ok();
        let source = self.source;
        let keeps =
            self.held(source).zip(self.request.as_ref()).is_some_and(|(held, request)| fits(held, request));
        if !keeps {
            self.request = self.held(source).and_then(|held| {
                let kinds = [Kind::Histogram, Kind::Bars];
                kinds.into_iter().map(Request::new).find(|request| fits(held, request))
            });
        }
        self.is_looked_at = true;
        self.refresh(pace)
    }

    fn point(&mut self, x: i32, y: i32, pressed: bool, pace: Pace) -> Result<(), Vec<Problem>> {
        let at = self.hits.iter().rposition(|hit| hit.holds(x, y));
        if pressed {
            let selection = at.and_then(|at| self.hits.get(at)).map(|hit| hit.selection.clone());
            return self.select(&selection.unwrap_or_default(), pace);
        }
        if at != self.at {
            self.at = at;
            self.mark();
        }
        Ok(())
    }

    /// Goes to the next place of the chart, or to the one before.
    fn walk(&mut self, step: isize) {
        let count = self.hits.len() as isize;
        if count > 0 {
            let at = self.at.map_or(if step > 0 { -1 } else { count }, |at| at as isize);
            self.at = Some((at + step).rem_euclid(count) as usize);
            self.mark();
        }
    }

    fn mark(&mut self) {
        let hit = self.at.and_then(|at| self.hits.get(at));
        let place = hit.map(|hit| [hit.left, hit.top, hit.width, hit.height]);
        let text = hit.map(|hit| hit.label.clone()).unwrap_or_default();
        self.outputs.push(Output::Reply(Reply::Marked(place, text)));
    }

    fn save(&mut self, form: &str) -> Result<(), Vec<Problem>> {
        if form == "report" {
            let Some(held) = self.held(self.source) else { return Ok(()) };
            let configuration = self.configuration.as_ref().filter(|_| self.source == Source::Generated);
            let html = report::report(held, configuration, self.request.as_ref())
                .map_err(|problem| vec![problem])?;
            self.outputs.push(Output::File("report.html".to_owned(), "text/html", html.into_bytes()));
            return Ok(());
        }
        let Some(chart) = &self.chart else { return Ok(()) };
        let kind = self.request.as_ref().map_or(Kind::Histogram, |request| request.kind);
        let name = format!("{}.{form}", kind.declared().key);
        let output = if form == "svg" {
            let (text, _) = svg::whole(chart, FILE_WIDTH, Theme::LIGHT).map_err(|problem| vec![problem])?;
            Output::File(name, "image/svg+xml", text.into_bytes())
        } else {
            Output::Picture(name)
        };
        self.outputs.push(output);
        Ok(())
    }
}

fn configuration(preset: &str, settings: &[Override]) -> Result<Configuration, Vec<Problem>> {
    let preset = Preset::from_key(preset)
        .ok_or_else(|| vec![Problem::new("", format!("there is no preset '{preset}'"), "reload the page")])?;
    Configuration::from_overrides(preset, settings)
}

#[cfg(test)]
mod tests;
