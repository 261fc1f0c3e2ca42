//! A small study at random.

use std::fmt::Write as _;

/// A small study at random: all of its numbers are exact.
#[derive(Debug, Clone)]
pub(crate) struct RandomStudy {
    /// Demand in millionths.
    pub(crate) demand: Vec<i128>,
    pub(crate) residents: Vec<i128>,
    /// The group of each point in the one grouping; empty where it has none.
    pub(crate) groups: Vec<&'static str>,
    /// Whether it has a row in the table.
    pub(crate) has_row: Vec<bool>,
    /// Milliseconds from each point to each site; `None` where there is no way.
    pub(crate) times: Vec<Vec<Option<i128>>>,
    pub(crate) sites: usize,
    /// The sites of each layout, ascending.
    pub(crate) layouts: Vec<Vec<usize>>,
    /// Milliseconds.
    pub(crate) standards: Vec<i128>,
    /// In hundredths.
    pub(crate) share: i128,
    pub(crate) min_procedures: i128,
    pub(crate) min_demand: i128,
    /// Where everything is, in a study with positions.
    pub(crate) places: Option<Places>,
    /// What a test adds.
    pub(crate) more: More,
}

/// Degrees of latitude and longitude, with three decimals, which is what is written.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    pub(crate) points: Vec<[f64; 2]>,
    pub(crate) sites: Vec<[f64; 2]>,
}

/// What the test of some tables adds to a study.
#[derive(Debug, Clone, Default)]
pub(crate) struct More {
    /// Columns of the demand points: the header, then a cell of each.
    pub(crate) of_points: Vec<(&'static str, Vec<String>)>,
    pub(crate) of_sites: Vec<(&'static str, Vec<String>)>,
    /// Those of the columns that group demand points, beside `region`.
    pub(crate) groupings: Vec<&'static str>,
    /// Those of the columns that are capabilities of sites.
    pub(crate) capabilities: Vec<&'static str>,
    /// Keys of the study before its tables.
    pub(crate) before: String,
    /// Keys of `[travel]` and of `[report]`.
    pub(crate) of_travel: String,
    pub(crate) of_report: String,
    /// Tables of the study.
    pub(crate) tables: String,
    pub(crate) files: Vec<(&'static str, String)>,
}

/// A table with columns more.
fn with_columns(table: &str, columns: &[(&str, Vec<String>)]) -> String {
    let mut lines: Vec<String> = table.lines().map(str::to_owned).collect();
    for (header, cells) in columns {
        let (first, rows) = lines.split_first_mut().expect("a header");
        let _ = write!(first, ",{header}");
        for (row, cell) in rows.iter_mut().zip(cells) {
            let _ = write!(row, ",{cell}");
        }
    }
    lines.join("\n") + "\n"
}

/// Names in quotes, separated by commas.
fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    quoted.join(", ")
}

/// Milliseconds as a cell: minutes with two decimals, empty where there is no way.
pub(crate) fn cell(time: Option<i128>) -> String {
    time.map_or_else(String::new, |time| {
        let hundredths = time * 100 / MINUTE;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    })
}

pub(crate) const MINUTE: i128 = 60_000;
pub(crate) const ONE: i128 = 1_000_000;

/// A sequence of numbers that looks random and is the same for the same seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub(crate) fn size(&mut self, end: u64) -> usize {
        usize::try_from(self.below(end)).expect("small")
    }

    /// A number of degrees with three decimals, above `least` by less than `span`.
    pub(crate) fn degrees(&mut self, least: f64, span: u32) -> f64 {
        let part = u32::try_from(self.below(u64::from(span) * 1_000)).expect("small");
        let found = least + f64::from(part) / 1_000.0;
        (found * 1_000.0).round() / 1_000.0
    }
}

impl RandomStudy {
    pub(crate) fn new(seed: u64) -> Self {
        Self::with_points(seed, 12)
    }

    /// One of at most so many demand points.
    pub(crate) fn with_points(seed: u64, most: u64) -> Self {
        let mut random = Random::new(seed);
        let (points, sites) = (1 + random.size(most), 2 + random.size(4));
        // Some studies are of round numbers, in which much is equal.
        let round = random.below(2) == 0;
        let mut demand: Vec<i128> = (0..points)
            .map(|_| match random.below(5) {
                0 => 0,
                _ if round => i128::from(1 + random.below(3)) * 10 * ONE,
                _ => i128::from(1 + random.below(300_000)) * 1_000,
            })
            .collect();
        demand[0] = demand[0].max(7 * ONE);
        let time = |random: &mut Random| match random.below(4) {
            0 => None,
            _ if round => Some(i128::from(random.below(7)) * 5 * MINUTE),
            _ => Some(i128::from(random.below(9_000)) * MINUTE / 100),
        };
        let mut times: Vec<Vec<Option<i128>>> = (0..points)
            .map(|_| (0..sites).map(|_| time(&mut random)).collect())
            .collect();
        let residents = (0..points)
            .map(|_| i128::from(random.below(2_000)) * ONE)
            .collect();
        let groups = (0..points)
            .map(|_| ["North", "South", ""][random.size(3)])
            .collect();
        let has_row: Vec<bool> = (0..points)
            .map(|point| point == 0 || random.below(8) > 0)
            .collect();
        // A site that nobody can reach at all is refused.
        for site in 0..sites {
            let mut rows = times.iter().zip(&has_row).filter(|(_, has_row)| **has_row);
            if rows.all(|(row, _)| row[site].is_none()) {
                times[0][site] = Some(5 * MINUTE);
            }
        }
        let layouts = (0..2 + random.size(2))
            .map(|_| {
                let mut all: Vec<usize> = (0..sites).filter(|_| random.below(2) == 0).collect();
                if all.is_empty() {
                    all.push(random.size(sites as u64));
                }
                all
            })
            .collect();
        Self {
            demand,
            residents,
            groups,
            has_row,
            times,
            sites,
            layouts,
            standards: vec![5 * MINUTE, 20 * MINUTE + MINUTE / 2, 45 * MINUTE],
            share: i128::from(1 + random.below(100)),
            min_procedures: i128::from(1 + random.below(60)),
            min_demand: i128::from(1 + random.below(100)),
            places: None,
            more: More::default(),
        }
    }

    pub(crate) fn point_id(point: usize) -> String {
        format!("P{point:02}")
    }

    pub(crate) fn layout_name(layout: usize) -> String {
        format!("layout-{layout}")
    }

    /// There is no column of names, so that the id is the name.
    pub(crate) fn point_name(point: usize) -> String {
        Self::point_id(point)
    }

    /// Its files with their names.
    pub(crate) fn files(&self) -> Vec<(&'static str, String)> {
        let mut people = "id,admissions,population,region\n".to_owned();
        let mut table = "id".to_owned();
        for site in 0..self.sites {
            let _ = write!(table, ",S{site}");
        }
        table.push('\n');
        for (point, &demand) in self.demand.iter().enumerate() {
            let demand = format!("{}.{:06}", demand / ONE, demand % ONE);
            let (residents, group) = (self.residents[point] / ONE, self.groups[point]);
            let _ = writeln!(people, "P{point:02},{demand},{residents},{group}");
            if !self.has_row[point] {
                continue;
            }
            let _ = write!(table, "P{point:02}");
            for &time in &self.times[point] {
                let _ = write!(table, ",{}", cell(time));
            }
            table.push('\n');
        }
        let mut hospitals = "id,name\n".to_owned();
        for site in 0..self.sites {
            let _ = writeln!(hospitals, "S{site},Site {site}");
        }
        let groupings = quoted(&[&["region"], &self.more.groupings[..]].concat());
        let mut study = format!(
            "name = \"random\"\n[population]\nfile = \"people.csv\"\ndemand = \"admissions\"\n\
             groups = [{groupings}]\n[hospitals]\nfile = \"hospitals.csv\"\n\
             capabilities = [{}]\n[travel]\nmodel = \"table\"\n\
             file = \"times.csv\"\nshape = \"wide\"\nunit = \"minutes\"\nmissing = \"unreachable\"\n\
             max_without_row = 1.0\n{}[report]\nstandards_minutes = [5, 20.5, 45]\n{}[centres]\n\
             eligible_share = {}.{:02}\nmin_procedures = {}\nmin_demand = {}\nclinicians = 5\n",
            quoted(&self.more.capabilities),
            self.more.of_travel,
            self.more.of_report,
            self.share / 100,
            self.share % 100,
            self.min_procedures,
            self.min_demand,
        );
        for (layout, sites) in self.layouts.iter().enumerate() {
            let ids: Vec<String> = sites.iter().map(|site| format!("\"S{site}\"")).collect();
            let (name, ids) = (Self::layout_name(layout), ids.join(", "));
            let _ = writeln!(study, "[[layouts]]\nname = \"{name}\"\nsites = [{ids}]");
        }
        study.insert_str(0, &self.more.before);
        study += &self.more.tables;
        let mut of_points = self.more.of_points.clone();
        let mut of_sites = self.more.of_sites.clone();
        if let Some(places) = &self.places {
            for (number, header) in ["lat", "lon"].into_iter().enumerate() {
                let column = |places: &[[f64; 2]]| {
                    let cells = places.iter().map(|place| format!("{:.3}", place[number]));
                    (header, cells.collect())
                };
                of_points.push(column(&places.points));
                of_sites.push(column(&places.sites));
            }
        }
        let mut files = vec![
            ("people.csv", with_columns(&people, &of_points)),
            ("times.csv", table),
            ("hospitals.csv", with_columns(&hospitals, &of_sites)),
            ("study.toml", study),
        ];
        files.extend(self.more.files.iter().cloned());
        files
    }
}
