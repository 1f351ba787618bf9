//! Whole numbers shared out by weight so that nothing is lost.

/// Shares `total` out by `weights`; the shares add up to it exactly.
#[must_use]
pub fn share_out(total: i64, weights: &[i64]) -> Vec<i64> {
    let whole = weights.iter().sum::<i64>().max(1);
    let mut weight_so_far = 0;
    let mut shared_so_far = 0;
    weights
        .iter()
        .map(|weight| {
            weight_so_far += weight;
            let until_here = total * weight_so_far / whole;
            let share = until_here - shared_so_far;
            shared_so_far = until_here;
            share
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::share_out;

    #[test]
    fn shares_add_up_to_the_total() {
        assert_eq!(share_out(10, &[1, 1, 1]), [3, 3, 4]);
        assert_eq!(
            share_out(1_215_000, &[7, 0, 11, 13]).iter().sum::<i64>(),
            1_215_000
        );
    }
}
