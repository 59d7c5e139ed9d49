//! The icons of the bar: lines in the color of the text beside them.

use leptos::prelude::*;

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A shield: the name of the page.
    Shield,
    /// An arrow out of a box.
    Share,
    /// An arrow onto a tray.
    Download,
    /// A disc, half of it filled.
    Theme,
    /// A screen on a stand.
    Present,
    /// A question mark.
    Help,
    /// A table.
    Data,
    /// Bars.
    Explore,
    /// A check mark on a sheet.
    Audit,
    /// A pair of scales.
    Balance,
    /// A curve between two axes.
    Detect,
    /// A bell.
    Respond,
    /// An open book.
    Learn,
}

impl Icon {
    /// Its strokes, in a square of 20 by 20.
    fn path(self) -> &'static str {
        match self {
            Icon::Shield => "M10 1.5 17 4.5V10c0 4.5-3 7.5-7 8.5-4-1-7-4-7-8.5V4.5ZM7 8h6M7 11h6",
            Icon::Share => "M10 12.5v-10M6.5 6 10 2.5 13.5 6M5 9.5H3.5v8h13v-8H15",
            Icon::Download => "M10 2.5v10M6.5 9 10 12.5 13.5 9M3 13.5v4h14v-4",
            Icon::Theme => "M10 2.5a7.5 7.5 0 1 0 0 15ZM10 2.5a7.5 7.5 0 0 1 0 15",
            Icon::Present => "M2.5 3.5h15v9.5h-15ZM10 13v3.5M6.5 16.5h7",
            Icon::Help => "M7.2 7.5a2.8 2.8 0 1 1 4.3 2.4c-1 .6-1.5 1.2-1.5 2.4M10 15.4v.2",
            Icon::Data => "M2.5 4.5h15v11h-15ZM2.5 8.5h15M7.5 8.5v7",
            Icon::Explore => "M3 17h14M5 17V9M9 17V4M13 17v-6M16 17V7",
            Icon::Audit => "M4 2.5h12v15H4ZM7 10.5l2.2 2.2L13.5 8",
            Icon::Balance => "M10 3v14M6 17h8M3 6.5l7-2 7 2M3 6.5 1 11.5h4ZM17 6.5l-2 5h4Z",
            Icon::Respond => "M4 14.5h12l-1.5-2.5V8.5a4.5 4.5 0 0 0-9 0V12ZM8.3 17a1.8 1.8 0 0 0 3.4 0",
            Icon::Learn => {
                "M10 5.5C8 4 5 3.5 2.5 4v11.5C5 15 8 15.5 10 17c2-1.5 5-2 7.5-1.5V4C15 3.5 12 4 10 5.5ZM10 5.5V17"
            }
            Icon::Detect => "M3 3v14h14M4 16C4.5 8 8 5 16.5 4.5",
        }
    }
}

/// The picture of an icon; what it stands for is said beside it.
pub fn icon(icon: Icon) -> AnyView {
    view! {
        <svg class="icon" class:filled=icon == Icon::Theme viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=icon.path()/>
        </svg>
    }
    .into_any()
}
