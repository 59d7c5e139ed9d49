//! The controls, each built in one place: a button, a field for text, a box to tick. Views say what is particular about
//! one; how it is built is compiled once, which keeps the page small.

use std::borrow::Cow;

use leptos::ev::Event;
use leptos::prelude::*;

/// A button; [`button`] makes a plain one.
pub struct Button {
    /// The element's id; none if empty.
    pub id: &'static str,
    /// Its classes: `primary`, `quiet`, `small`.
    pub class: &'static str,
    /// What stands on it.
    pub face: Signal<String>,
    /// What it is called where its face does not say.
    pub name: Option<String>,
    /// The tooltip.
    pub title: &'static str,
    /// Whether it cannot be pressed.
    pub disabled: Signal<bool>,
}

/// A button with a text on it.
pub fn button(class: &'static str, face: impl Into<String>) -> Button {
    let face = face.into();
    Button {
        id: "",
        class,
        face: Signal::stored(face),
        name: None,
        title: "",
        disabled: Signal::stored(false),
    }
}

impl Button {
    /// Gives it an id.
    pub fn id(self, id: &'static str) -> Self {
        Button { id, ..self }
    }

    /// Names a button whose face is a sign.
    pub fn name(self, name: impl Into<String>) -> Self {
        Button { name: Some(name.into()), ..self }
    }

    /// Explains it to a pointer.
    pub fn title(self, title: &'static str) -> Self {
        Button { title, ..self }
    }

    /// What disables it.
    pub fn disabled(self, when: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Button { disabled: Signal::derive(when), ..self }
    }

    /// The button, and what it does.
    pub fn does(self, action: impl FnMut() + 'static) -> AnyView {
        pressed(self, Box::new(action))
    }
}

fn pressed(button: Button, mut action: Box<dyn FnMut()>) -> AnyView {
    let Button { id, class, face, name, title, disabled } = button;
    view! {
        <button
            type="button"
            id=some(id)
            class=class
            title=some(title)
            aria-label=name
            disabled=disabled
            on:click=move |_| action()
        >
            {face}
        </button>
    }
    .into_any()
}

/// A field that holds a line: text, a number, a date, a slider's place.
pub struct Line {
    /// The element's id; none if empty.
    pub id: String,
    /// Its classes.
    pub class: &'static str,
    /// The type of the input.
    pub kind: &'static str,
    /// The keyboard that a phone shows; the standard one if empty.
    pub keyboard: &'static str,
    /// What it is called where no label says.
    pub name: Option<String>,
    /// The ids of what describes it.
    pub described_by: String,
    /// What stands in it while it is empty.
    pub placeholder: String,
    /// The id of a list of suggestions.
    pub suggestions: &'static str,
    /// The last place of a slider; none if empty.
    pub max: String,
    /// Whether something is wrong with it.
    pub invalid: Signal<bool>,
    /// What a slider's place means.
    pub meaning: Option<Signal<String>>,
}

impl Line {
    /// A plain field for text.
    pub fn text() -> Self {
        Line {
            id: String::new(),
            class: "",
            kind: "text",
            keyboard: "",
            name: None,
            described_by: String::new(),
            placeholder: String::new(),
            suggestions: "",
            max: String::new(),
            invalid: Signal::stored(false),
            meaning: None,
        }
    }

    /// The field: what it shows, and what is done with every change of it.
    pub fn typed(self, value: Signal<String>, typed: impl FnMut(String) + 'static) -> AnyView {
        line(self, value, Box::new(typed), Box::new(|_| {}))
    }

    /// The field: what it shows, and what is done with what was typed when it is left.
    pub fn left(self, value: Signal<String>, left: impl FnMut(String) + 'static) -> AnyView {
        line(self, value, Box::new(|_| {}), Box::new(left))
    }

    /// The field of a text.
    pub fn of(self, text: RwSignal<String>) -> AnyView {
        self.typed(text.into(), move |typed| text.set(typed))
    }
}

type Taker = Box<dyn FnMut(String)>;

fn line(line: Line, value: Signal<String>, mut typed: Taker, mut left: Taker) -> AnyView {
    let Line {
        id,
        class,
        kind,
        keyboard,
        name,
        described_by,
        placeholder,
        suggestions,
        max,
        invalid,
        meaning,
    } = line;
    let some_text = |text: String| (!text.is_empty()).then_some(text);
    let is_slider = !max.is_empty();
    view! {
        <input
            id=some_text(id)
            class=class
            type=kind
            inputmode=some(keyboard)
            autocomplete="off"
            spellcheck="false"
            aria-label=name
            aria-describedby=some_text(described_by)
            aria-valuetext=meaning
            aria-invalid=Signal::derive(move || invalid.get().then(|| "true".to_owned()))
            placeholder=some_text(placeholder)
            list=some(suggestions)
            min=is_slider.then_some("0")
            max=some_text(max)
            prop:value=value
            on:input=move |event: Event| typed(event_target_value(&event))
            on:change=move |event: Event| left(event_target_value(&event))
        />
    }
    .into_any()
}

/// A field for several lines.
pub fn lines(
    id: String,
    labelled_by: Option<String>,
    described_by: String,
    invalid: Signal<bool>,
    text: RwSignal<String>,
) -> AnyView {
    view! {
        <textarea
            id=id
            rows="4"
            spellcheck="false"
            aria-labelledby=labelled_by
            aria-describedby=(!described_by.is_empty()).then_some(described_by)
            aria-invalid=Signal::derive(move || invalid.get().then(|| "true".to_owned()))
            prop:value=text
            on:input=move |event: Event| text.set(event_target_value(&event))
        ></textarea>
    }
    .into_any()
}

/// A box to tick.
pub fn tick(
    id: String,
    described_by: String,
    ticked: impl Fn() -> bool + Send + Sync + 'static,
    changed: impl FnMut(bool) + 'static,
) -> AnyView {
    tick_box(id, described_by, Signal::derive(ticked), Box::new(changed))
}

fn tick_box(
    id: String,
    described_by: String,
    ticked: Signal<bool>,
    mut changed: Box<dyn FnMut(bool)>,
) -> AnyView {
    view! {
        <input
            id=(!id.is_empty()).then_some(id)
            type="checkbox"
            aria-describedby=(!described_by.is_empty()).then_some(described_by)
            prop:checked=ticked
            on:change=move |event: Event| changed(event_target_checked(&event))
        />
    }
    .into_any()
}

/// A choice of a switch, which is one of several: its group, how it is known there, and what stands on it.
pub fn choice(
    group: &'static str,
    value: &'static str,
    face: &'static str,
    chosen: impl Fn() -> bool + Send + Sync + 'static,
    disabled: impl Fn() -> bool + Send + Sync + 'static,
    choose: impl FnMut() + 'static,
) -> AnyView {
    radio([group, value, face], [Signal::derive(chosen), Signal::derive(disabled)], Box::new(choose))
}

fn radio(
    [group, value, face]: [&'static str; 3],
    [chosen, disabled]: [Signal<bool>; 2],
    mut choose: Box<dyn FnMut()>,
) -> AnyView {
    view! {
        <label>
            <input
                type="radio"
                name=group
                value=value
                disabled=disabled
                prop:checked=chosen
                on:change=move |_| choose()
            />
            <span>{face}</span>
        </label>
    }
    .into_any()
}

/// One of several choices: key and name of each.
pub fn select<T: Into<Cow<'static, str>>>(
    id: String,
    name: Option<String>,
    described_by: String,
    choices: Vec<(T, T)>,
    value: Signal<String>,
    changed: impl FnMut(String) + 'static,
) -> AnyView {
    let choices = choices.into_iter().map(|(key, name)| (key.into(), name.into())).collect();
    selection(id, name, described_by, choices, value, Box::new(changed))
}

fn selection(
    id: String,
    name: Option<String>,
    described_by: String,
    choices: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    value: Signal<String>,
    mut changed: Taker,
) -> AnyView {
    view! {
        <select
            id=(!id.is_empty()).then_some(id)
            aria-label=name
            aria-describedby=(!described_by.is_empty()).then_some(described_by)
            prop:value=value
            on:change=move |event: Event| changed(event_target_value(&event))
        >
            {choices.into_iter().map(|(key, name)| view! { <option value=key>{name}</option> }.into_any()).collect_view()}
        </select>
    }
    .into_any()
}

/// A label over a control.
pub fn labeled(
    id: impl Into<Cow<'static, str>>,
    label: impl Into<Cow<'static, str>>,
    control: AnyView,
) -> AnyView {
    let (id, label) = (id.into(), label.into());
    view! {
        <div class="field">
            <label class="label" for=id>{label}</label>
            {control}
        </div>
    }
    .into_any()
}

fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}
