//! The world that rows are drawn in: what is particular to each user and each department, drawn once.

pub mod calendar;
pub mod measures;
mod parameters;
pub mod peers;
pub mod people;

pub use parameters::Parameters;

use super::random::{Purpose, Streams};

/// Users and departments.
#[derive(Clone, Debug)]
pub struct World {
    users: Vec<User>,
    departments: Vec<Department>,
}

/// What is particular to a user.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct User {
    /// How active the user is; 1 is average.
    pub baseline_activity: f64,
    /// How much impact the user's issues have; 1 is average.
    pub risk_tolerance: f64,
}

/// What is particular to a department.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Department {
    /// How risky the department's work is; 1 is average.
    pub baseline_risk: f64,
    /// How active its people are; 1 is average.
    pub activity_multiplier: f64,
}

impl World {
    /// The world of a seed and of parameters that were checked.
    pub fn new(seed: u64, parameters: &Parameters) -> Self {
        let (p, streams) = (parameters, Streams::new(seed));
        let mut user = streams.stream(Purpose::User);
        let mut department = streams.stream(Purpose::Department);
        World {
            users: (0..p.users)
                .map(|index| {
                    user.seek(index.into());
                    User {
                        baseline_activity: user.uniform(p.user_activity_min, p.user_activity_max),
                        risk_tolerance: user.uniform(p.user_risk_min, p.user_risk_max),
                    }
                })
                .collect(),
            departments: (0..p.departments.len())
                .map(|index| {
                    department.seek(index as u64);
                    Department {
                        baseline_risk: department.uniform(p.department_risk_min, p.department_risk_max),
                        activity_multiplier: department
                            .uniform(p.department_activity_min, p.department_activity_max),
                    }
                })
                .collect(),
        }
    }

    /// A user; an average one for a number that is none's.
    pub fn user(&self, number: u32) -> User {
        self.users
            .get(number as usize)
            .copied()
            .unwrap_or(User { baseline_activity: 1.0, risk_tolerance: 1.0 })
    }

    /// A department; an average one for a code that is none's.
    pub fn department(&self, code: u16) -> Department {
        let average = Department { baseline_risk: 1.0, activity_multiplier: 1.0 };
        self.departments.get(usize::from(code)).copied().unwrap_or(average)
    }
}
