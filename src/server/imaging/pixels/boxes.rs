//! Gaussian blurs by running means. Three means of the right widths one after the other come as close
//! to the bell curve as 8 bits show, in a time that doesn't depend on how wide it is.

/// How often a mean is taken.
const PASSES: u32 = 3;

/// Blurs rows of `width` pixels of so many channels each. Beyond the edges the outermost pixels go on.
pub(super) fn soften(samples: &mut [u8], width: u32, channels: usize, sigma: f64) {
    let stride = (width as usize * channels).max(1);
    for reach in reaches(sigma).filter(|reach| *reach > 0) {
        samples.chunks_exact_mut(stride).for_each(|row| along(row, channels, reach));
        down(samples, stride, reach);
    }
}

/// How far each mean reaches to either side: one of two neighbouring widths, so that the variances
/// add up best.
fn reaches(sigma: f64) -> impl Iterator<Item = usize> {
    let passes = f64::from(PASSES);
    let ideal = (12.0 * sigma * sigma / passes + 1.0).sqrt();
    let narrow = ((ideal - 1.0) / 2.0).floor();
    let width = 2.0 * narrow + 1.0;
    // A mean of this width has a variance of (width² − 1) / 12; the next one is 2 wider.
    let missing = 12.0 * sigma * sigma - passes * (width * width - 1.0);
    let wide = (missing / (4.0 * width + 4.0)).round();
    // The cast saturates.
    (0..PASSES).map(move |pass| narrow as usize + usize::from(f64::from(pass) < wide))
}

/// Divides by the width of a mean, rounded, with 16 bits behind the point.
struct Mean(u32);

impl Mean {
    fn of(reach: usize) -> Self {
        let width = u32::try_from(2 * reach + 1).unwrap_or(u32::MAX);
        Self((65536 + width / 2) / width)
    }

    fn take(&self, sum: u32) -> u8 {
        u8::try_from((u64::from(sum) * u64::from(self.0) + 32768) >> 16).unwrap_or(255)
    }
}

/// One mean along a row.
fn along(row: &mut [u8], channels: usize, reach: usize) {
    let padded = padded(row, channels, reach);
    let mean = Mean::of(reach);
    let width = (2 * reach + 1) * channels;
    for channel in 0..channels {
        let of_channel = |from: usize| padded.iter().skip(from + channel).step_by(channels).copied();
        let mut sum: u32 = of_channel(0).take(2 * reach + 1).map(u32::from).sum();
        let entering = of_channel(width).chain([0]);
        let pixels = row.iter_mut().skip(channel).step_by(channels);
        for ((to, leaving), entering) in pixels.zip(of_channel(0)).zip(entering) {
            *to = mean.take(sum);
            sum = sum + u32::from(entering) - u32::from(leaving);
        }
    }
}

/// One mean down all columns at once.
fn down(samples: &mut [u8], stride: usize, reach: usize) {
    let source = samples.to_vec();
    let rows: Vec<&[u8]> = source.chunks_exact(stride).collect();
    let last = rows.len().saturating_sub(1);
    let row = |at: usize| rows.get(at.saturating_sub(reach).min(last)).copied().unwrap_or_default();
    let mean = Mean::of(reach);
    let mut sums = vec![0_u32; stride];
    for at in 0..=2 * reach {
        sums.iter_mut().zip(row(at)).for_each(|(sum, value)| *sum += u32::from(*value));
    }
    for (y, to) in samples.chunks_exact_mut(stride).enumerate() {
        let (leaving, entering) = (row(y), row(y + 2 * reach + 1));
        for (((to, sum), leaving), entering) in to.iter_mut().zip(&mut sums).zip(leaving).zip(entering) {
            *to = mean.take(*sum);
            *sum = *sum + u32::from(*entering) - u32::from(*leaving);
        }
    }
}

/// A row with its outermost pixels repeated on both sides.
pub(super) fn padded(row: &[u8], channels: usize, reach: usize) -> Vec<u8> {
    let first = row.get(..channels).unwrap_or_default();
    let last = row.get(row.len().saturating_sub(channels)..).unwrap_or_default();
    [&first.repeat(reach), row, &last.repeat(reach)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variances_add_up() {
        for sigma in [5.0_f64, 6.1, 7.5, 50.0] {
            let variance: f64 =
                reaches(sigma).map(|reach| (2 * reach + 1) as f64).map(|w| (w * w - 1.0) / 12.0).sum();
            assert!((variance.sqrt() / sigma - 1.0).abs() < 0.04, "{sigma}: {}", variance.sqrt());
        }
    }

    /// A mean of three, reckoned by hand, in either direction and for each channel alone.
    #[test]
    fn one_mean() {
        let mut row = [0, 90, 30, 60, 60, 30, 90, 0];
        along(&mut row, 2, 1);
        assert_eq!(row, [10, 80, 30, 60, 60, 30, 80, 10]);
        let mut column = [0, 90, 30, 60, 60, 30, 90, 0];
        down(&mut column, 2, 1);
        assert_eq!(column, [10, 80, 30, 60, 60, 30, 80, 10]);
    }

    #[test]
    fn plain_stays_plain() {
        for level in [0, 1, 77, 254, 255] {
            let mut samples = vec![level; 7 * 5 * 3];
            soften(&mut samples, 7, 3, 9.0);
            assert!(samples.iter().all(|value| *value == level), "{level}");
        }
    }
}
