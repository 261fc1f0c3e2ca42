use super::backup_rows::BackupRows;
use crate::optimise::budget::Watch;
use crate::optimise::search::pace::Pace;

/// Adds sites one by one until `centres` are open, each time the one that helps most: what gets its second site
/// counts twice as much as what gets its first. Ties to the lower site; when the time is over, those that help most of
/// what was looked at.
pub(super) fn add_greedily(
    rows: &BackupRows,
    may_open: &[bool],
    open: &mut [bool],
    centres: usize,
    watch: Watch,
) {
    let mut pace = Pace::new(watch);
    let mut count = open.iter().filter(|&&is_open| is_open).count();
    while count < centres {
        let mut gain = vec![0_u128; open.len()];
        for row in &rows.rows {
            if pace.is_over_after(row.sites.len()) {
                break;
            }
            let factor = match row.needed.saturating_sub(row.hits(open)) {
                0 => continue,
                1 => 2,
                _ => 1,
            };
            for &site in &row.sites {
                gain[usize::from(site)] += factor * row.weight;
            }
        }
        let closed = (0..open.len()).filter(|&site| may_open[site] && !open[site]);
        let Some(best) = closed.max_by_key(|&site| (gain[site], std::cmp::Reverse(site))) else {
            return;
        };
        open[best] = true;
        count += 1;
    }
}

/// Exchanges one open site for one closed site, the best such pair each time, until none is better or the time is over:
/// vertex substitution. Returns the cost.
pub(super) fn interchange(
    rows: &BackupRows,
    free: &[bool],
    open: &mut [bool],
    watch: Watch,
) -> u128 {
    let mut cost = rows.cost(open);
    let mut pace = Pace::new(watch);
    while let Some((out, into)) = best_swap(rows, free, open, &mut pace) {
        open[out] = false;
        open[into] = true;
        let changed = rows.cost(open);
        debug_assert!(changed < cost, "a swap saves what it was said to save");
        cost = changed;
    }
    cost
}

/// The swap that saves most, if any saves; ties to the lower sites. None when the time is over.
fn best_swap(
    rows: &BackupRows,
    free: &[bool],
    open: &[bool],
    pace: &mut Pace,
) -> Option<(usize, usize)> {
    let sites = open.len();
    let mut number = vec![usize::MAX; sites];
    for (next, site) in (0..sites)
        .filter(|&site| open[site] && free[site])
        .enumerate()
    {
        number[site] = next;
    }
    let outs = number
        .iter()
        .filter(|&&number| number != usize::MAX)
        .count();
    let mut gain = vec![0_i128; sites];
    let mut loss = vec![0_i128; sites];
    // By the number of the open site and the closed site: what a swap of both saves beside that.
    let mut shared = vec![0_i128; outs * sites];
    for row in &rows.rows {
        if pace.is_over_after(row.sites.len()) {
            return None;
        }
        let mut all = row.sites.iter().map(|&site| usize::from(site));
        let hits = all.clone().filter(|&site| open[site]).count();
        let lacks = usize::from(row.needed) == hits + 1;
        if !lacks && usize::from(row.needed) != hits {
            continue;
        }
        let weight = i128::try_from(row.weight).unwrap_or(i128::MAX);
        for site in all.clone() {
            match (open[site], lacks) {
                (false, true) => gain[site] += weight,
                (true, false) => loss[site] += weight,
                _ => {}
            }
        }
        let both = if lacks { -weight } else { weight };
        for out in all.by_ref().filter(|&site| number[site] != usize::MAX) {
            for &into in &row.sites {
                if !open[usize::from(into)] {
                    shared[number[out] * sites + usize::from(into)] += both;
                }
            }
        }
    }
    let mut best = (0, None);
    for out in (0..sites).filter(|&site| number[site] != usize::MAX) {
        for into in (0..sites).filter(|&site| free[site] && !open[site]) {
            let saved = gain[into] - loss[out] + shared[number[out] * sites + into];
            if saved > best.0 {
                best = (saved, Some((out, into)));
            }
        }
    }
    best.1
}
