//! Every option of balancing, each declared once, and the choices that no type of its own declares.

use super::Making;
use super::option::{BalanceOption, Form};
use crate::engine::balance::features::Missing;
use crate::engine::balance::split::Split;
use crate::engine::balance::{Cleaned, Cleaning, Method, Scaling};
use crate::engine::decimal;
use crate::engine::settings::names;
use crate::engine::settings::{Choice, Kind, MAX_SEED};

/// The method that suits the columns.
pub const AUTO: Choice = Choice {
    key: "auto",
    name: words!("Automatic"),
    help: words!(
        "SMOTE-NC for numeric and categorical columns, SMOTE for numeric and SMOTE-N for categorical ones alone."
    ),
};
/// No method.
pub const NO_ROWS: Choice = Choice {
    key: "none",
    name: words!("None"),
    help: words!("Makes no synthetic rows; what is removed afterwards is all."),
};
const NO_CLEANING: Choice = Choice { key: "none", name: words!("Nothing"), help: words!("All rows stay.") };

const METHOD_COUNT: usize = Method::CHOICES.len();

/// The choice by the columns, the methods, and none of them.
static METHODS: [Choice; METHOD_COUNT + 2] =
    with(&with::<{ METHOD_COUNT + 1 }>(Method::CHOICES, AUTO, 0), NO_ROWS, METHOD_COUNT + 1);

/// The cleaning steps, after none of them.
static CLEANINGS: [Choice; Cleaning::CHOICES.len() + 1] = with(Cleaning::CHOICES, NO_CLEANING, 0);

/// Choices with one more, at a place among them.
const fn with<const COUNT: usize>(choices: &[Choice], none: Choice, place: usize) -> [Choice; COUNT] {
    let mut all = [none; COUNT];
    let mut index = 0;
    while index < choices.len() {
        all[if index < place { index } else { index + 1 }] = choices[index];
        index += 1;
    }
    all
}

/// Every option, in the order of a form.
pub static OPTIONS: [BalanceOption; 17] = [
    BalanceOption {
        key: "target",
        name: words!("Target"),
        unit: "",
        help: words!("The column whose classes are balanced."),
        form: Form::Column,
        matters: |_| true,
        get: |options| options.target.clone(),
        put: |options, entry| {
            entry.text.clone_into(&mut options.target);
            Some(())
        },
    },
    BalanceOption {
        key: "method",
        name: words!("Method"),
        unit: "",
        help: words!("How synthetic rows of the smaller classes are made."),
        form: Form::Value(Kind::Choice(&METHODS)),
        matters: |_| true,
        get: |options| options.method.key().to_owned(),
        put: |options, entry| {
            let key = entry.choice()?;
            options.method = match Method::from_key(key) {
                Some(method) => Making::By(method),
                None if key == AUTO.key => Making::Auto,
                None => Making::None,
            };
            Some(())
        },
    },
    BalanceOption {
        key: "strategy",
        name: words!("Strategy"),
        unit: "",
        help: words!("How many rows each class gets in the training part."),
        form: Form::Strategy,
        matters: |options| options.method != Making::None,
        get: |options| options.strategy.to_string(),
        put: |options, entry| {
            options.strategy = entry.text.parse().ok()?;
            Some(())
        },
    },
    BalanceOption {
        key: "k",
        name: words!("Neighbors k"),
        unit: "",
        help: words!(
            "A synthetic row lies between a row and one of its k nearest neighbors. A class needs k + 1 rows."
        ),
        form: Form::Value(Kind::Integer { min: 1, max: 1_000 }),
        matters: |options| options.method.may(Method::uses_k),
        get: |options| options.k.to_string(),
        put: |options, entry| {
            options.k = entry.whole()?.try_into().ok()?;
            Some(())
        },
    },
    BalanceOption {
        key: "m",
        name: words!("Neighbors m"),
        unit: "",
        help: words!("A row is in danger if at least half of its m nearest neighbors are of another class."),
        form: Form::Value(Kind::Integer { min: 1, max: 1_000 }),
        matters: |options| options.method.may(Method::uses_m),
        get: |options| options.m.to_string(),
        put: |options, entry| {
            options.m = entry.whole()?.try_into().ok()?;
            Some(())
        },
    },
    BalanceOption {
        key: "shrinkage",
        name: words!("Shrinkage"),
        unit: "",
        help: words!(
            "Size of the normal noise that random over-sampling adds to its copies (ROSE); 0 adds none."
        ),
        form: Form::Value(Kind::Decimal { min: 0.0, max: 10.0 }),
        matters: |options| options.method.may(Method::uses_shrinkage),
        get: |options| decimal::text(options.shrinkage),
        put: |options, entry| {
            options.shrinkage = entry.decimal()?;
            Some(())
        },
    },
    BalanceOption {
        key: "train-share",
        name: words!("Train share"),
        unit: "%",
        help: words!("The share of the rows that goes into the training part."),
        form: Form::Value(Kind::Decimal { min: 5.0, max: 95.0 }),
        matters: |options| options.split != Split::Whole,
        get: |options| decimal::text(options.train_share),
        put: |options, entry| {
            options.train_share = entry.decimal()?;
            Some(())
        },
    },
    BalanceOption {
        key: "split",
        name: words!("Split"),
        unit: "",
        help: words!("How the rows are split into a training and a test part before anything is balanced."),
        form: Form::Value(Kind::Choice(Split::CHOICES)),
        matters: |_| true,
        get: |options| options.split.key().to_owned(),
        put: |options, entry| {
            options.split = Split::from_key(entry.choice()?)?;
            Some(())
        },
    },
    BalanceOption {
        key: "scaling",
        name: words!("Scaling"),
        unit: "",
        help: words!("How numeric columns are scaled, so that none dominates the distances."),
        form: Form::Value(Kind::Choice(Scaling::CHOICES)),
        matters: |_| true,
        get: |options| options.scaling.key().to_owned(),
        put: |options, entry| {
            options.scaling = Scaling::from_key(entry.choice()?)?;
            Some(())
        },
    },
    BalanceOption {
        key: "clean",
        name: words!("Remove rows afterwards"),
        unit: "",
        help: words!("Which rows are removed from the training part in the end."),
        form: Form::Value(Kind::Choice(&CLEANINGS)),
        matters: |_| true,
        get: |options| options.cleaning.map_or(NO_CLEANING.key, Cleaning::key).to_owned(),
        put: |options, entry| {
            options.cleaning = Cleaning::from_key(entry.choice()?);
            Some(())
        },
    },
    BalanceOption {
        key: "clean-classes",
        name: words!("Classes that lose rows"),
        unit: "",
        help: words!("The classes from which rows are removed."),
        form: Form::Value(Kind::Choice(Cleaned::CHOICES)),
        matters: |options| matches!(options.cleaning, Some(Cleaning::Tomek | Cleaning::EditedNearest)),
        get: |options| options.cleaned.key().to_owned(),
        put: |options, entry| {
            options.cleaned = Cleaned::from_key(entry.choice()?)?;
            Some(())
        },
    },
    BalanceOption {
        key: "clean-k",
        name: words!("Neighbors compared"),
        unit: "",
        help: words!("Edited nearest neighbors compares a row with so many of its nearest neighbors."),
        form: Form::Value(Kind::Integer { min: 1, max: 1_000 }),
        matters: |options| options.cleaning == Some(Cleaning::EditedNearest),
        get: |options| options.cleaning_k.to_string(),
        put: |options, entry| {
            options.cleaning_k = entry.whole()?.try_into().ok()?;
            Some(())
        },
    },
    BalanceOption {
        key: "under-ratio",
        name: words!("Under-sampling ratio"),
        unit: "",
        help: words!("Rows of the smallest class per row of each other class; 1 makes all classes equal."),
        form: Form::Value(Kind::Decimal { min: 0.0001, max: 1.0 }),
        matters: |options| options.cleaning == Some(Cleaning::RandomUnder),
        get: |options| decimal::text(options.ratio),
        put: |options, entry| {
            options.ratio = entry.decimal()?;
            Some(())
        },
    },
    BalanceOption {
        key: "missing",
        name: words!("Missing values"),
        unit: "",
        help: words!("What happens to rows with missing values."),
        form: Form::Value(Kind::Choice(Missing::CHOICES)),
        matters: |_| true,
        get: |options| options.missing.key().to_owned(),
        put: |options, entry| {
            options.missing = Missing::from_key(entry.choice()?)?;
            Some(())
        },
    },
    BalanceOption {
        key: "categorical",
        name: words!("Numbers that are codes"),
        unit: "",
        help: words!(
            "Numeric columns that hold codes, such as ports, and are treated as categories; commas between names."
        ),
        form: Form::Columns,
        matters: |_| true,
        get: |options| names::write(&options.categorical),
        put: |options, entry| {
            options.categorical = names::read(entry.text);
            Some(())
        },
    },
    BalanceOption {
        key: "ignored",
        name: words!("Columns to leave out"),
        unit: "",
        help: words!(
            "Columns that are not features; synthetic rows copy them from their base row. Commas between names."
        ),
        form: Form::Columns,
        matters: |_| true,
        get: |options| names::write(&options.ignored),
        put: |options, entry| {
            options.ignored = names::read(entry.text);
            Some(())
        },
    },
    BalanceOption {
        key: "seed",
        name: words!("Seed"),
        unit: "",
        help: words!("The seed of the split and of the synthetic rows."),
        form: Form::Value(Kind::Integer { min: 0, max: MAX_SEED }),
        matters: |_| true,
        get: |options| options.seed.to_string(),
        put: |options, entry| {
            options.seed = entry.whole()?;
            Some(())
        },
    },
];
