use std::path::Path;

/// The example's sites, and for every area with admissions their number and its minutes to each.
pub(crate) struct Small {
    pub(crate) sites: Vec<String>,
    areas: Vec<(f64, Vec<Option<f64>>)>,
}

impl Small {
    pub(crate) fn read(folder: &Path) -> Self {
        let table = |name| csv::Reader::from_path(folder.join(name)).expect("an example file");
        let mut times = table("travel_times.csv");
        let header = times.headers().expect("a header").clone();
        let times: Vec<csv::StringRecord> =
            times.records().map(|row| row.expect("a row")).collect();
        let of = |id: &str| {
            let row = times.iter().find(|row| &row[0] == id)?;
            Some(row.iter().skip(1).map(|cell| cell.parse().ok()).collect())
        };
        let mut population = table("population.csv");
        let areas = population.records().map(|row| {
            let row = row.expect("a row");
            let none = || vec![None; header.len() - 1];
            let demand = row[5].parse().expect("admissions");
            (demand, of(&row[0]).unwrap_or_else(none))
        });
        Self {
            sites: header.iter().skip(1).map(str::to_owned).collect(),
            areas: areas.collect(),
        }
    }

    pub(crate) fn soonest(&self, layout: &[usize]) -> impl Iterator<Item = (f64, Option<f64>)> {
        self.areas.iter().map(|(demand, times)| {
            let times = layout.iter().filter_map(|&site| times[site]);
            (*demand, times.min_by(f64::total_cmp))
        })
    }

    /// Demand-weighted mean of who can reach a site.
    pub(crate) fn mean(&self, layout: &[usize]) -> f64 {
        let reached = || {
            self.soonest(layout)
                .filter_map(|(demand, time)| Some((demand, time?)))
        };
        let sum: f64 = reached().map(|(demand, time)| demand * time).sum();
        sum / reached().map(|(demand, _)| demand).sum::<f64>()
    }

    /// Share of all demand within a standard, in per cent.
    pub(crate) fn within(&self, layout: &[usize], standard: f64) -> f64 {
        let near = |time: Option<f64>| time.is_some_and(|time| time <= standard);
        let covered: f64 = self
            .soonest(layout)
            .filter(|&(_, time)| near(time))
            .map(|(demand, _)| demand)
            .sum();
        100.0 * covered / self.areas.iter().map(|(demand, _)| demand).sum::<f64>()
    }

    /// Share of all demand within a standard of two sites, in per cent.
    pub(crate) fn within_twice(&self, layout: &[usize], standard: f64) -> f64 {
        let has_two = |times: &[Option<f64>]| {
            let times = layout.iter().filter_map(|&site| times[site]);
            times.filter(|&time| time <= standard).count() >= 2
        };
        let areas = self.areas.iter().filter(|(_, times)| has_two(times));
        let covered: f64 = areas.map(|(demand, _)| demand).sum();
        100.0 * covered / self.areas.iter().map(|(demand, _)| demand).sum::<f64>()
    }

    /// Demand of every site of a layout when everybody goes to the soonest; they never tie here.
    pub(crate) fn volumes(&self, layout: &[usize]) -> Vec<f64> {
        let mut volumes = vec![0.0; layout.len()];
        for (demand, times) in &self.areas {
            let reached =
                (0..layout.len()).filter_map(|place| Some((times[layout[place]]?, place)));
            if let Some((_, place)) = reached.min_by(|a, b| a.0.total_cmp(&b.0)) {
                volumes[place] += demand;
            }
        }
        volumes
    }

    pub(crate) fn layouts(&self, centres: u32) -> Vec<Vec<usize>> {
        let all = 0..self.sites.len();
        (0_usize..1 << self.sites.len())
            .filter(|set| set.count_ones() == centres)
            .map(|set| all.clone().filter(|site| set >> site & 1 == 1).collect())
            .collect()
    }

    pub(crate) fn ids(&self, layout: &[usize]) -> Vec<&str> {
        layout
            .iter()
            .map(|&site| self.sites[site].as_str())
            .collect()
    }

    /// The layout with the least mean of those that satisfy a wish.
    pub(crate) fn best(&self, centres: u32, wish: impl Fn(&[usize]) -> bool) -> Vec<usize> {
        let layouts = self.layouts(centres).into_iter();
        let means = layouts.filter(|layout| wish(layout));
        means
            .min_by(|a, b| self.mean(a).total_cmp(&self.mean(b)))
            .expect("some layout")
    }
}
