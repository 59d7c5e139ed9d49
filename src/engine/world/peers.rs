//! What users of one role and of one department have in common, and how all users together are spread.

use super::measures::{MEASURES, Mixer};
use super::people::ROLES;
use crate::engine::random::{Purpose, Streams};

/// The shares of the variance between users that their roles, their departments and themselves explain.
const EXPLAINED: [f64; 3] = [0.35, 0.15, 0.5];

/// What a role adds to the variables behind the measures, in the order of [`Measure`](super::measures::Measure).
#[rustfmt::skip]
const OF_ROLE: [[f64; MEASURES]; ROLES.len()] = [
    // sev   imp   cos   res   ses   fil   tra   cpu   mem   log
    [ 0.0, -0.2, -0.3,  0.1, -0.2,  0.2, -0.1, -0.2, -0.2, -0.2],
    [ 0.1,  0.4,  0.6, -0.2,  0.3,  0.4,  0.3, -0.3, -0.2,  0.0],
    [ 0.4,  1.6,  2.2, -0.8, -1.2, -1.4, -0.4, -1.2, -1.0, -0.4],
    [ 0.2,  0.6,  0.2, -0.9,  1.4,  0.8,  1.6,  2.0,  1.8,  2.2],
    [-0.2, -0.4, -0.6,  0.6,  1.8, -1.2, -1.0,  1.2,  1.4,  1.0],
];

/// What users have in common with those of their department.
#[derive(Debug)]
pub struct Peers {
    of_department: Vec<[f64; MEASURES]>,
}

impl Peers {
    /// The peers of a seed.
    pub fn new(seed: u64, departments: usize, mixer: &Mixer) -> Self {
        let mut stream = Streams::new(seed).stream(Purpose::Peers);
        let of_department = |department: usize| {
            stream.seek(department as u64);
            mixer.mix(&std::array::from_fn(|_| stream.normal(0.0, 1.0)))
        };
        Peers { of_department: (0..departments).map(of_department).collect() }
    }

    /// What a user has of each measure: of the role, of the department and of their own.
    pub fn with(&self, role: usize, department: usize, own: &[f64; MEASURES]) -> [f64; MEASURES] {
        let zero = [0.0; MEASURES];
        let parts =
            [OF_ROLE.get(role).unwrap_or(&zero), self.of_department.get(department).unwrap_or(&zero), own];
        std::array::from_fn(|m| parts.iter().zip(EXPLAINED).map(|(part, share)| share.sqrt() * part[m]).sum())
    }
}

/// Turns the measures of all users into independent ones with mean 0 and variance 1, so that what is made of them has the
/// declared correlations in any world, not only on average: few users would be far off by chance. Each measure is replaced
/// by what those before it do not explain (Gram and Schmidt). Too few users for that are left as they are; whether they were
/// enough is returned.
pub fn whiten(users: &mut [&mut [f64; MEASURES]]) -> bool {
    if users.len() <= 2 * MEASURES {
        return false;
    }
    let count = users.len() as f64;
    for m in 0..MEASURES {
        let mean = users.iter().map(|user| user[m]).sum::<f64>() / count;
        users.iter_mut().for_each(|user| user[m] -= mean);
        for before in 0..m {
            // Those before have variance 1 already.
            let shared = users.iter().map(|user| user[m] * user[before]).sum::<f64>() / count;
            users.iter_mut().for_each(|user| user[m] -= shared * user[before]);
        }
        let variance = users.iter().map(|user| user[m] * user[m]).sum::<f64>() / count;
        if variance > 0.0 {
            users.iter_mut().for_each(|user| user[m] /= variance.sqrt());
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::world::{Parameters, people::People};

    fn people(users: u32) -> People {
        People::new(7, &Parameters { users, ..Parameters::default() }, &Mixer::new())
    }

    fn mean(values: impl Iterator<Item = f64>) -> f64 {
        let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
        sum / count
    }

    #[test]
    fn the_variance_between_users_is_exact() {
        let people = people(50);
        let between = crate::engine::world::measures::between_users(0.5);
        for (m, between) in between.into_iter().enumerate() {
            let values = || (0..50).map(|user| people.user(user).baseline[m]);
            assert!(mean(values()).abs() < 1e-9);
            assert!((mean(values().map(|value| value * value)) - between).abs() < 1e-9);
        }
    }

    /// Users of one role are nearer to each other than users of different ones.
    #[test]
    fn peers_are_alike() {
        let people = people(300);
        let between = crate::engine::world::measures::between_users(0.5);
        let distance = |one: u32, other: u32| {
            let [one, other] = [one, other].map(|user| people.user(user).baseline);
            (0..MEASURES).map(|m| (one[m] - other[m]) * (one[m] - other[m]) / between[m]).sum::<f64>()
        };
        let pairs = || (0..300).flat_map(|one| (0..one).map(move |other| (one, other)));
        let same = |&(one, other): &(u32, u32)| people.user(one).role == people.user(other).role;
        let within = mean(pairs().filter(same).map(|(one, other)| distance(one, other)));
        let across = mean(pairs().filter(|pair| !same(pair)).map(|(one, other)| distance(one, other)));
        assert!(across > 1.2 * within, "{across} {within}");
    }

    #[test]
    fn few_users_are_people_as_well() {
        for users in [1, 3, 20, 21] {
            let people = people(users);
            assert!((0..users).all(|user| people.user(user).baseline.iter().all(|value| value.is_finite())));
        }
    }
}
