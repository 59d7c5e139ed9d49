//! Jupyter notebooks: <https://nbformat.readthedocs.io/en/latest/format_description.html>.

use serde_json::{Value, json};

/// What stands before a cell of a template.
const CELL: &str = "\n# %%";

/// The notebook of some cells: JSON, in the format 4.5.
pub fn text(cells: impl Iterator<Item = Cell>) -> String {
    let cells: Vec<Value> = cells.enumerate().map(|(place, cell)| cell.json(place)).collect();
    let notebook = json!({
        "cells": cells,
        "metadata": {
            "kernelspec": { "display_name": "Python 3", "language": "python", "name": "python3" },
            "language_info": { "name": "python" },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    });
    serde_json::to_string_pretty(&notebook).unwrap_or_default() + "\n"
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Whether it is text.
    pub is_markdown: bool,
    /// What stands beside its marker: what tells it from others.
    pub name: &'static str,
    /// Its lines.
    pub source: String,
}

/// The cells of a template in the percent format of Jupytext.
pub fn cells(template: &'static str) -> impl Iterator<Item = Cell> {
    template.split(CELL).skip(1).map(|text| {
        let (marker, body) = text.split_once('\n').unwrap_or((text, ""));
        let markdown = marker.trim().strip_prefix("[markdown]");
        let line = |line: &str| match (markdown, line.strip_prefix('#')) {
            (Some(_), Some(text)) => text.strip_prefix(' ').unwrap_or(text).to_owned(),
            // A command of the notebook's own is no Python, and a comment in the template.
            (None, Some(text)) if text.starts_with(" %") => text.trim_start().to_owned(),
            _ => line.to_owned(),
        };
        let lines: Vec<String> = body.trim().lines().map(line).collect();
        let name = markdown.unwrap_or(marker).trim();
        Cell { is_markdown: markdown.is_some(), name, source: lines.join("\n") }
    })
}

impl Cell {
    fn json(&self, place: usize) -> Value {
        let source: Vec<&str> = self.source.split_inclusive('\n').collect();
        let id = format!("cell-{place:02}");
        match self.is_markdown {
            true => json!({ "cell_type": "markdown", "id": id, "metadata": {}, "source": source }),
            false => json!({
                "cell_type": "code", "id": id, "metadata": {}, "source": source, "outputs": [], "execution_count": null,
            }),
        }
    }
}
