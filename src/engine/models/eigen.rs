//! The eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals, then implicit QL
//! steps (Bowdler, Martin, Reinsch and Wilkinson, "The QR and QL algorithms for symmetric matrices", 1968; EISPACK's
//! `tred2` and `tql2`). Every loop runs along rows, so that a thousand columns take seconds. A library would choose
//! instructions by processor, and results would differ in the last digits.

/// QL steps that an eigenvalue may take; two are usual.
const MAX_STEPS: usize = 60;

/// An eigenvalue and its eigenvector of length 1.
pub type Pair = (f64, Vec<f64>);

/// The eigenpairs of a symmetric matrix, the largest eigenvalue first. None where numbers are not finite.
pub fn eigenpairs(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Pair>> {
    let (mut diagonal, mut beside) = tridiagonal(&mut matrix);
    let mut vectors = reflected(&matrix);
    diagonalize(&mut diagonal, &mut beside, &mut vectors)?;
    let mut pairs: Vec<Pair> = diagonal.into_iter().zip(vectors).collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    Some(pairs)
}

/// Reduces a matrix to its diagonal and what stands beside it. Each row keeps, right of the diagonal, the vector v of the
/// reflection I − v vᵀ that cleared it.
#[allow(clippy::needless_range_loop, reason = "the rows below change with the row at hand")]
fn tridiagonal(matrix: &mut [Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let size = matrix.len();
    let (mut diagonal, mut beside) = (vec![0.0; size], vec![0.0; size]);
    for at in 0..size {
        diagonal[at] = matrix[at][at];
        let mut vector = matrix[at][at + 1..].to_vec();
        let Some(&first) = vector.first() else { break };
        let length = dot(&vector, &vector).sqrt();
        let turned = if first > 0.0 { -length } else { length };
        beside[at] = turned;
        // v = (x − turned e₁) / √(length · (length + |first|)), of length √2.
        vector[0] -= turned;
        let scale = (length * (length + first.abs())).sqrt();
        if scale > 0.0 {
            vector.iter_mut().for_each(|entry| *entry /= scale);
        } else {
            vector.fill(0.0);
        }
        // A − v wᵀ − w vᵀ with w = A v − (vᵀ A v / 2) v.
        let mut other: Vec<f64> = matrix[at + 1..].iter().map(|row| dot(&row[at + 1..], &vector)).collect();
        let half = dot(&vector, &other) / 2.0;
        add(&mut other, -half, &vector);
        for (row, (v, w)) in matrix[at + 1..].iter_mut().zip(vector.iter().zip(&other)) {
            for (entry, (other, vector)) in row[at + 1..].iter_mut().zip(other.iter().zip(&vector)) {
                *entry -= v * other + w * vector;
            }
        }
        matrix[at][at + 1..].copy_from_slice(&vector);
    }
    (diagonal, beside)
}

/// The product of the reflections, transposed: row i is what becomes of the i-th unit vector.
fn reflected(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let size = matrix.len();
    let mut vectors: Vec<Vec<f64>> =
        (0..size).map(|row| (0..size).map(|column| f64::from(u8::from(row == column))).collect()).collect();
    for at in (0..size).rev() {
        let vector = &matrix[at][at + 1..];
        for row in &mut vectors[at + 1..] {
            let part = &mut row[at + 1..];
            let along = dot(part, vector);
            add(part, -along, vector);
        }
    }
    vectors
}

/// Turns three diagonals into one by rotations, which the rows of `vectors` follow.
fn diagonalize(diagonal: &mut [f64], beside: &mut [f64], vectors: &mut [Vec<f64>]) -> Option<()> {
    let size = diagonal.len();
    for low in 0..size {
        for step in 0.. {
            // The first place from `low` on where the matrix falls apart.
            let is_small = |&at: &usize| {
                let around = diagonal[at].abs() + diagonal[at + 1].abs();
                beside[at].abs() <= f64::EPSILON * around
            };
            let high = (low..size - 1).find(is_small).unwrap_or(size - 1);
            if high == low {
                break;
            }
            if step == MAX_STEPS {
                return None;
            }
            let ahead = (diagonal[low + 1] - diagonal[low]) / (2.0 * beside[low]);
            let root = (ahead * ahead + 1.0).sqrt();
            let shift = beside[low] / (ahead + if ahead < 0.0 { -root } else { root });
            let mut chased = diagonal[high] - diagonal[low] + shift;
            let (mut sine, mut cosine, mut moved) = (1.0, 1.0, 0.0);
            let mut is_split = false;
            for at in (low..high).rev() {
                let (above, along) = (sine * beside[at], cosine * beside[at]);
                let length = (above * above + chased * chased).sqrt();
                beside[at + 1] = length;
                if length == 0.0 {
                    diagonal[at + 1] -= moved;
                    beside[high] = 0.0;
                    is_split = true;
                    break;
                }
                (sine, cosine) = (above / length, chased / length);
                chased = diagonal[at + 1] - moved;
                let turn = (diagonal[at] - chased) * sine + 2.0 * cosine * along;
                moved = sine * turn;
                diagonal[at + 1] = chased + moved;
                chased = cosine * turn - along;
                if let [first, second, ..] = &mut vectors[at..] {
                    rotate(first, second, sine, cosine);
                }
            }
            if is_split {
                continue;
            }
            diagonal[low] -= moved;
            beside[low] = chased;
            beside[high] = 0.0;
        }
    }
    diagonal.iter().all(|value| value.is_finite()).then_some(())
}

fn rotate(first: &mut [f64], second: &mut [f64], sine: f64, cosine: f64) {
    for (first, second) in first.iter_mut().zip(second) {
        let (a, b) = (*first, *second);
        *second = sine * a + cosine * b;
        *first = cosine * a - sine * b;
    }
}

/// A scalar product, in four sums side by side.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (fours, rest) = a.as_chunks::<4>();
    let (other_fours, other_rest) = b.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (a, b) in fours.iter().zip(other_fours) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    let rest: f64 = rest.iter().zip(other_rest).map(|(a, b)| a * b).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

fn add(to: &mut [f64], factor: f64, other: &[f64]) {
    to.iter_mut().zip(other).for_each(|(to, other)| *to += factor * other);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Purpose, Streams};

    fn assert_solves(matrix: &[Vec<f64>]) {
        let pairs = eigenpairs(matrix.to_vec()).unwrap();
        let scale = pairs.iter().map(|pair| pair.0.abs()).fold(1e-300, f64::max);
        assert_eq!(pairs.len(), matrix.len());
        assert!(pairs.is_sorted_by(|a, b| a.0 >= b.0));
        for (place, (value, vector)) in pairs.iter().enumerate() {
            for (row, entry) in matrix.iter().zip(vector) {
                assert!((dot(row, vector) - value * entry).abs() < 1e-13 * scale * matrix.len() as f64);
            }
            for (other, (_, second)) in pairs.iter().enumerate() {
                let expected = f64::from(u8::from(place == other));
                assert!((dot(vector, second) - expected).abs() < 1e-12, "{place} {other}");
            }
        }
    }

    #[test]
    fn eigenvalues_and_vectors_solve_their_equation() {
        assert_solves(&[]);
        assert_solves(&[vec![-3.0]]);
        assert_solves(&[vec![0.0, 0.0], vec![0.0, 0.0]]);
        assert_solves(&[vec![1.0, 1.0], vec![1.0, 1.0]]);
        assert_solves(&[vec![4.0, 1.0, -2.0], vec![1.0, 2.0, 0.0], vec![-2.0, 0.0, 3.0]]);
        let mut stream = Streams::new(3).stream(Purpose::Detect);
        for size in [2, 3, 5, 17, 60] {
            for rank in [1, size / 2, size] {
                let parts: Vec<Vec<f64>> =
                    (0..rank).map(|_| (0..size).map(|_| stream.normal(0.0, 1.0)).collect()).collect();
                let entry = |a: usize, b: usize| parts.iter().map(|part| part[a] * part[b]).sum::<f64>();
                let matrix: Vec<Vec<f64>> =
                    (0..size).map(|a| (0..size).map(|b| entry(a, b)).collect()).collect();
                assert_solves(&matrix);
            }
        }
    }

    #[test]
    fn numbers_that_are_not_finite_have_none() {
        assert_eq!(eigenpairs(vec![vec![f64::NAN, 1.0], vec![1.0, 2.0]]), None);
    }
}
