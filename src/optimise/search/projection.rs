/// The nearest point, in the norm of the steps, with every part in [0, 1] and the given sum:
/// `clip(z − step · λ)`. Returns λ, from which the next projection starts.
pub(crate) fn project(
    free: &[usize],
    z: &mut [f64],
    step: &[f64],
    balance: f64,
    centres: f64,
    mut multiplier: f64,
) -> f64 {
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    for _ in 0..60 {
        let (mut sum, mut slope) = (0.0, 0.0);
        for &j in free {
            let moved = z[j] - balance * step[j] * multiplier;
            sum += moved.clamp(0.0, 1.0);
            if moved > 0.0 && moved < 1.0 {
                slope += balance * step[j];
            }
        }
        let excess = sum - centres;
        if excess.abs() < 1e-12 {
            break;
        }
        if excess > 0.0 {
            low = multiplier;
        } else {
            high = multiplier;
        }
        let newton = multiplier + excess / slope;
        multiplier = if slope > 0.0 && newton > low && newton < high {
            newton
        } else if low.is_finite() && high.is_finite() {
            f64::midpoint(low, high)
        } else {
            // Beyond the last break: the next break in that direction is the next guess.
            let breaks = free.iter().flat_map(|&j| {
                let step = balance * step[j];
                [z[j] / step, (z[j] - 1.0) / step]
            });
            let next = if excess > 0.0 {
                breaks
                    .filter(|&b| b > multiplier)
                    .fold(f64::INFINITY, f64::min)
            } else {
                breaks
                    .filter(|&b| b < multiplier)
                    .fold(f64::NEG_INFINITY, f64::max)
            };
            if !next.is_finite() {
                break;
            }
            // A little beyond it, to have a slope.
            next + (next - multiplier) * 1e-9
        };
    }
    for &j in free {
        z[j] = (z[j] - balance * step[j] * multiplier).clamp(0.0, 1.0);
    }
    multiplier
}
