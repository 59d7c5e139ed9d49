//! The world that rows are drawn in: what is particular to each user and each department, drawn once.

pub mod calendar;
pub mod people;

use super::configuration::Configuration;
use super::random::{Purpose, Streams};

/// The ranges that the profiles of users and departments are drawn from uniformly, each declared once.
#[derive(Debug)]
pub struct ProfileRange {
    /// How settings name it.
    pub key: &'static str,
    /// How a form names it.
    pub name: &'static str,
    /// The least and the greatest value in the notebook.
    pub notebook: [f64; 2],
    /// One sentence on what it does.
    pub help: &'static str,
}

/// How many ranges there are.
pub const PROFILE_COUNT: usize = 4;

/// All ranges.
pub static PROFILES: [ProfileRange; PROFILE_COUNT] = [
    ProfileRange {
        key: "user.activity",
        name: "User's activity",
        notebook: [0.5, 1.5],
        help: "How active a user is: a factor on sessions, files, logins and transfers.",
    },
    ProfileRange {
        key: "user.risk",
        name: "User's risk tolerance",
        notebook: [0.8, 1.2],
        help: "A factor on the impact score of a user's issues.",
    },
    ProfileRange {
        key: "department.risk",
        name: "Department's risk",
        notebook: [0.5, 1.5],
        help: "A factor on the cost and the logins of a department's issues.",
    },
    ProfileRange {
        key: "department.activity",
        name: "Department's activity",
        notebook: [0.8, 1.2],
        help: "A factor on the files and transfers of a department's issues.",
    },
];

/// Users and departments.
#[derive(Clone, Debug)]
pub struct World {
    users: Vec<User>,
    departments: Vec<Department>,
}

/// What is particular to a user.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct User {
    /// How active the user is; 1 is usual.
    pub baseline_activity: f64,
    /// How much impact the user's issues have; 1 is usual.
    pub risk_tolerance: f64,
}

/// What is particular to a department.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Department {
    /// How risky the department's work is; 1 is usual.
    pub baseline_risk: f64,
    /// How active its people are; 1 is usual.
    pub activity_multiplier: f64,
}

impl World {
    /// The world of a configuration that was checked.
    pub fn new(configuration: &Configuration) -> Self {
        let streams = Streams::new(configuration.seed);
        let [activity, tolerance, risk, multiplier] = configuration.profile_ranges;
        let mut user = streams.stream(Purpose::User);
        let mut department = streams.stream(Purpose::Department);
        World {
            users: (0..configuration.world.users)
                .map(|index| {
                    user.seek(index.into());
                    User {
                        baseline_activity: user.uniform(activity[0], activity[1]),
                        risk_tolerance: user.uniform(tolerance[0], tolerance[1]),
                    }
                })
                .collect(),
            departments: (0..configuration.world.departments.len())
                .map(|index| {
                    department.seek(index as u64);
                    Department {
                        baseline_risk: department.uniform(risk[0], risk[1]),
                        activity_multiplier: department.uniform(multiplier[0], multiplier[1]),
                    }
                })
                .collect(),
        }
    }

    /// A user; a usual one for a number that is none's.
    pub fn user(&self, number: u32) -> User {
        self.users
            .get(number as usize)
            .copied()
            .unwrap_or(User { baseline_activity: 1.0, risk_tolerance: 1.0 })
    }

    /// A department; a usual one for a code that is none's.
    pub fn department(&self, code: u16) -> Department {
        let usual = Department { baseline_risk: 1.0, activity_multiplier: 1.0 };
        self.departments.get(usize::from(code)).copied().unwrap_or(usual)
    }
}
