//! Samplers, each with one fixed algorithm, so that a value never depends on the platform or on a
//! library's version. Elementary functions come from `libm`.

use super::stream::Stream;

/// The quantile function of the standard normal distribution: Wichura, "Algorithm AS 241: The percentage
/// points of the normal distribution", 1988, accurate to about one part in 10¹⁶. `probability` is in (0, 1).
pub fn standard_normal_quantile(probability: f64) -> f64 {
    let centered = probability - 0.5;
    if centered.abs() <= 0.425 {
        let r = 0.180625 - centered * centered;
        let numerator = [
            3.387_132_872_796_366_5,
            133.141_667_891_784_38,
            1_971.590_950_306_551_3,
            13_731.693_765_509_46,
            45_921.953_931_549_87,
            67_265.770_927_008_7,
            33_430.575_583_588_13,
            2_509.080_928_730_122_7,
        ];
        let denominator = [
            1.0,
            42.313_330_701_600_91,
            687.187_007_492_057_9,
            5_394.196_021_424_751,
            21_213.794_301_586_597,
            39_307.895_800_092_71,
            28_729.085_735_721_943,
            5_226.495_278_852_854,
        ];
        return centered * polynomial(numerator, r) / polynomial(denominator, r);
    }
    let tail = if centered < 0.0 { probability } else { 1.0 - probability };
    let r = (-libm::log(tail)).sqrt();
    let value = if r <= 5.0 {
        let numerator = [
            1.423_437_110_749_683_5,
            4.630_337_846_156_546,
            5.769_497_221_460_691,
            3.647_848_324_763_204_5,
            1.270_458_252_452_368_4,
            0.241_780_725_177_450_6,
            0.022_723_844_989_269_184,
            7.745_450_142_783_414e-4,
        ];
        let denominator = [
            1.0,
            2.053_191_626_637_759,
            1.676_384_830_183_803_8,
            0.689_767_334_985_1,
            0.148_103_976_427_480_08,
            0.015_198_666_563_616_457,
            5.475_938_084_995_345e-4,
            1.050_750_071_644_416_9e-9,
        ];
        polynomial(numerator, r - 1.6) / polynomial(denominator, r - 1.6)
    } else {
        let numerator = [
            6.657_904_643_501_103,
            5.463_784_911_164_114,
            1.784_826_539_917_291_3,
            0.296_560_571_828_504_87,
            0.026_532_189_526_576_124,
            0.001_242_660_947_388_078_4,
            2.711_555_568_743_487_6e-5,
            2.010_334_399_292_288_1e-7,
        ];
        let denominator = [
            1.0,
            0.599_832_206_555_888,
            0.136_929_880_922_735_8,
            0.014_875_361_290_850_615,
            7.868_691_311_456_133e-4,
            1.846_318_317_510_054_8e-5,
            1.421_511_758_316_446e-7,
            2.044_263_103_389_939_8e-15,
        ];
        polynomial(numerator, r - 5.0) / polynomial(denominator, r - 5.0)
    };
    if centered < 0.0 { -value } else { value }
}

/// The polynomial with the given coefficients, lowest first, by Horner's rule.
fn polynomial(coefficients: [f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

impl Stream {
    /// Normal with the given mean and standard deviation, by inversion: one draw of 64 bits, always.
    pub fn normal(&mut self, mean: f64, standard_deviation: f64) -> f64 {
        mean + standard_deviation * standard_normal_quantile(self.open_unit())
    }

    /// Exponential with the given mean, by inversion.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(self.open_unit())
    }

    /// Lomax (Pareto II) with scale 1: P(X > x) = (1 + x)^(−shape). By inversion.
    pub fn lomax(&mut self, shape: f64) -> f64 {
        libm::expm1(-libm::log(self.open_unit()) / shape)
    }

    /// Gamma with the given shape and scale: Marsaglia and Tsang, "A simple method for generating gamma
    /// variables", 2000, with their boost for shapes below 1.
    pub fn gamma(&mut self, shape: f64, scale: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::exp(libm::log(self.open_unit()) / shape);
            return boost * self.gamma(shape + 1.0, scale);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal(0.0, 1.0);
            let root = 1.0 + c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = self.open_unit();
            let square = x * x;
            if u < 1.0 - 0.0331 * square * square
                || libm::log(u) < 0.5 * square + d * (1.0 - v + libm::log(v))
            {
                return d * v * scale;
            }
        }
    }

    /// Poisson with the given mean: below 30 by sequential search from 0, else by transformed rejection,
    /// Hörmann, "The transformed rejection method for generating Poisson random variables", 1993 (PTRS).
    pub fn poisson(&mut self, mean: f64) -> u32 {
        if mean < 30.0 {
            let mut rest = self.unit();
            let mut probability = libm::exp(-mean);
            let mut count = 0_u32;
            // The bound is 20 standard deviations away: rounding must not make the search endless.
            while rest >= probability && count < 200 {
                rest -= probability;
                count += 1;
                probability *= mean / f64::from(count);
            }
            return count;
        }
        let log_mean = libm::log(mean);
        let b = 0.931 + 2.53 * mean.sqrt();
        let a = -0.059 + 0.02483 * b;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        let acceptance = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let u = self.unit() - 0.5;
            let v = self.open_unit();
            let us = 0.5 - u.abs();
            let count = ((2.0 * a / us + b) * u + mean + 0.43).floor();
            if us >= 0.07 && v <= acceptance {
                return count as u32;
            }
            if count < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            let bound = count * log_mean - mean - libm::lgamma(count + 1.0);
            if libm::log(v) + libm::log(inverse_alpha) - libm::log(a / (us * us) + b) <= bound {
                return count as u32;
            }
        }
    }

    /// Negative binomial: the number of failures before `successes` successes of probability
    /// `probability` each. A Poisson variable whose mean is gamma distributed.
    pub fn negative_binomial(&mut self, successes: f64, probability: f64) -> u32 {
        let mean = self.gamma(successes, (1.0 - probability) / probability);
        self.poisson(mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::stream::{Purpose, Streams};
    use statrs::distribution::{
        Continuous, ContinuousCDF, Discrete, DiscreteCDF, Exp, Gamma, NegativeBinomial, Normal, Poisson,
    };

    const SAMPLES: usize = 50_000;
    /// Kolmogorov's critical value at 0.001 is 1.95 / √n; the seeds are fixed, so it is passed or failed for good.
    const CRITICAL: f64 = 1.95;

    fn stream() -> Stream {
        Streams::new(20_260_101).stream(Purpose::Row)
    }

    /// The Kolmogorov–Smirnov distance of a sample from a law, times √n.
    fn distance(mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
        sample.sort_by(f64::total_cmp);
        let n = sample.len() as f64;
        let sup = sample.iter().enumerate().fold(0.0_f64, |sup, (index, &x)| {
            let p = cdf(x);
            sup.max((index as f64 + 1.0) / n - p).max(p - index as f64 / n)
        });
        sup * n.sqrt()
    }

    /// The same for whole numbers: both functions step at the same places.
    fn discrete_distance(sample: &[u32], cdf: impl Fn(u64) -> f64) -> f64 {
        let n = sample.len() as f64;
        let top = sample.iter().copied().max().unwrap_or(0);
        let mut counts = vec![0_u32; top as usize + 1];
        for &x in sample {
            counts[x as usize] += 1;
        }
        let (mut below, mut sup) = (0.0, 0.0_f64);
        for (x, count) in counts.iter().enumerate() {
            below += f64::from(*count);
            sup = sup.max((below / n - cdf(x as u64)).abs());
        }
        sup * n.sqrt()
    }

    #[test]
    fn the_normal_quantile_inverts_the_distribution_function() {
        let normal = Normal::standard();
        for probability in [1e-12, 1e-5, 0.01, 0.07, 0.075, 0.3, 0.5, 0.9, 0.925, 0.999, 1.0 - 1e-9] {
            let x = standard_normal_quantile(probability);
            let error = (normal.cdf(x) - probability).abs() / normal.pdf(x);
            assert!(error < 1e-7 * x.abs().max(1.0), "{probability}: {x} is off by {error}");
        }
        assert_eq!(standard_normal_quantile(0.5), 0.0);
        // R: qnorm(c(0.975, 1e-10))
        assert!((standard_normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-15);
        assert!((standard_normal_quantile(1e-10) + 6.361_340_902_404_056).abs() < 1e-14);
    }

    #[test]
    fn continuous_samples_follow_their_laws() {
        let mut stream = stream();
        let normal = Normal::new(3.0, 2.0).unwrap();
        let sample = (0..SAMPLES).map(|_| stream.normal(3.0, 2.0)).collect();
        assert!(distance(sample, |x| normal.cdf(x)) < CRITICAL);
        let exponential = Exp::new(1.0 / 600.0).unwrap();
        let sample = (0..SAMPLES).map(|_| stream.exponential(600.0)).collect();
        assert!(distance(sample, |x| exponential.cdf(x)) < CRITICAL);
        for shape in [1.5, 2.0] {
            let sample = (0..SAMPLES).map(|_| stream.lomax(shape)).collect();
            assert!(distance(sample, |x| 1.0 - libm::pow(1.0 + x, -shape)) < CRITICAL);
        }
        for shape in [0.3, 1.0, 3.0, 10.0] {
            let gamma = Gamma::new(shape, 0.5).unwrap();
            let sample = (0..SAMPLES).map(|_| stream.gamma(shape, 2.0)).collect();
            assert!(distance(sample, |x| gamma.cdf(x)) < CRITICAL);
        }
    }

    #[test]
    fn discrete_samples_follow_their_laws() {
        let mut stream = stream();
        for mean in [0.25, 5.0, 29.9, 30.0, 75.0, 900.0] {
            let poisson = Poisson::new(mean).unwrap();
            let sample: Vec<u32> = (0..SAMPLES).map(|_| stream.poisson(mean)).collect();
            assert!(discrete_distance(&sample, |x| poisson.cdf(x)) < CRITICAL, "mean {mean}");
        }
        for (successes, probability) in [(3.0, 0.5), (5.0, 0.3), (10.0, 0.3)] {
            let law = NegativeBinomial::new(successes, probability).unwrap();
            let sample: Vec<u32> =
                (0..SAMPLES).map(|_| stream.negative_binomial(successes, probability)).collect();
            let mut cumulative: Vec<f64> = (0..=400).map(|x| law.pmf(x)).collect();
            for index in 1..cumulative.len() {
                cumulative[index] += cumulative[index - 1];
            }
            assert!(discrete_distance(&sample, |x| cumulative[x as usize]) < CRITICAL);
        }
    }

    #[test]
    fn values_are_stable() {
        let mut stream = stream();
        stream.seek(1);
        let drawn =
            [stream.normal(0.0, 1.0), stream.exponential(1.0), stream.lomax(2.0), stream.gamma(3.0, 1.0)];
        let counts = [stream.poisson(4.0), stream.poisson(400.0), stream.negative_binomial(5.0, 0.3)];
        assert_eq!(drawn, [-0.34474165732609297, 1.777724945178233, 0.38946719433781896, 1.6895621953772038]);
        assert_eq!(counts, [6, 373, 10]);
    }
}
