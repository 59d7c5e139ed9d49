//! The parameters of the world.

use chrono::NaiveDate;

use crate::engine::problem::Problem;
use crate::engine::settings::{List, Setting, check_range, parameters};

parameters! {
    /// The days, the people, where they are, and what they differ by.
    Parameters, Paths {
        start_date: NaiveDate = day(2023, 1, 1), (), "start_date", words!("Start date"), "", words!("The first day on which an issue is reported.");
        reference_date: NaiveDate = day(2026, 11, 7), (), "reference_date", words!("Reference date"), "", words!("The day that stands for today, the last that is drawn; a late report of it can fall into the next morning.");
        users: u32 = 100, 1..=100_000, "users", words!("Users"), words!("users"), words!("How many users act, User_1 to User_n.");
        reporters: u32 = 10, 1..=100_000, "reporters", words!("Reporters"), words!("people"), words!("How many people report issues.");
        assignees: u32 = 20, 1..=100_000, "assignees", words!("Assignees"), words!("people"), words!("How many people issues are assigned to.");
        departments: List<String> = ["IT", "Finance", "Operations", "HR", "Legal", "Sales", "C-Suite Executives", "External Contractors"].into(), 1..=200, "lists.departments", words!("Departments"), "", words!("The departments that issues affect.");
        locations: List<String> = ["CANADA", "USA", "Unknown", "EU", "DE", "FR", "JP", "CN", "AU", "IN", "UK"].into(), MIN_LOCATIONS..=250, "lists.locations", words!("Locations"), "", words!("Where users and IP addresses are; at least two, so that they can differ.");
        user_activity_min: f64 = 0.5, FACTOR, "profiles.user.activity.least", words!("User's activity, from"), "", words!("How active a user is: a factor on sessions, files, logins and transfers.");
        user_activity_max: f64 = 1.5, FACTOR, "profiles.user.activity.greatest", words!("User's activity, to"), "", words!("How active a user is: a factor on sessions, files, logins and transfers.");
        user_risk_min: f64 = 0.8, FACTOR, "profiles.user.risk.least", words!("User's risk tolerance, from"), "", words!("A factor on the impact score of a user's issues.");
        user_risk_max: f64 = 1.2, FACTOR, "profiles.user.risk.greatest", words!("User's risk tolerance, to"), "", words!("A factor on the impact score of a user's issues.");
        department_risk_min: f64 = 0.5, FACTOR, "profiles.department.risk.least", words!("Department's risk, from"), "", words!("A factor on the cost and the logins of a department's issues.");
        department_risk_max: f64 = 1.5, FACTOR, "profiles.department.risk.greatest", words!("Department's risk, to"), "", words!("A factor on the cost and the logins of a department's issues.");
        department_activity_min: f64 = 0.8, FACTOR, "profiles.department.activity.least", words!("Department's activity, from"), "", words!("A factor on the files and transfers of a department's issues.");
        department_activity_max: f64 = 1.2, FACTOR, "profiles.department.activity.greatest", words!("Department's activity, to"), "", words!("A factor on the files and transfers of a department's issues.");
        individuality: f64 = 0.5, 0.0..=0.9, "world.individuality", words!("Individual users"), "", words!("How much users differ: the share of the variance of volumes (sessions, files, transfers, CPU, memory) that lies between users, not between the rows of one. Of logins and of an issue's severity, impact, cost and response it is less. Roles and departments explain a part of it.");
        role_period_days: u32 = 180, 30..=3_650, "world.roles.period", words!("Role changes every"), words!("days"), words!("Days between two dates on which roles change.");
        role_share_percent: f64 = 10.0, 0.0..=100.0, "world.roles.share", words!("Role changes"), "%", words!("Share of users who change their department, and of each team of assignees who change, on such a date.");
        monthly_volatility: f64 = 0.08, 0.0..=1.0, "world.volatility.monthly", words!("Monthly volatility"), "", words!("Step of the mean-reverting random walk of Impact Score, Cost and Data Transfer from month to month; 0 switches it off.");
        rhythm: f64 = 1.0, 0.0..=1.0, "world.rhythm", words!("Calendar rhythm"), "", words!("How much weekends, month ends and seasons show; 0 makes all days alike.");
    }
}

/// The range of the factors that users and departments differ by.
const FACTOR: std::ops::RangeInclusive<f64> = 0.01..=100.0;

/// Fewer locations could not differ.
const MIN_LOCATIONS: usize = 2;

impl Parameters {
    /// The settings, in the order of a form.
    pub fn settings() -> Vec<Setting<Parameters>> {
        Parameters::fields()
    }

    /// The number of days, the first and the last included; at least one.
    pub fn days(&self) -> u32 {
        (self.reference_date - self.start_date).num_days().max(0) as u32 + 1
    }

    /// Adds what contradicts itself.
    pub fn check(&self, problems: &mut Vec<Problem>) {
        const PATHS: Paths = Parameters::PATHS;
        let (start, reference) = (self.start_date, self.reference_date);
        if start > reference {
            let (start, reference) = (start.to_string(), reference.to_string());
            let reason =
                text!("the start date {start} is after the reference date {reference}", start, reference);
            let hint = text!("choose a start date on or before the reference date");
            problems.push(Problem::new(PATHS.start_date, reason, hint));
        }
        for (path, min, max) in [
            (PATHS.user_activity_min, self.user_activity_min, self.user_activity_max),
            (PATHS.user_risk_min, self.user_risk_min, self.user_risk_max),
            (PATHS.department_risk_min, self.department_risk_min, self.department_risk_max),
            (PATHS.department_activity_min, self.department_activity_min, self.department_activity_max),
        ] {
            check_range(path, min, max, problems);
        }
        self.departments.check(PATHS.departments, 1, problems);
        self.locations.check(PATHS.locations, MIN_LOCATIONS, problems);
    }
}

/// A day that is written in this file; the minimum date stands for one that does not exist.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
}
