use super::week_hours::WeekHours;

/// Who receives the patients of a rota group in its shared hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Host {
    /// Always the same centre.
    Fixed(usize),
    /// Each member for a week, in the order of the members. Weeks change on Monday at 00:00.
    RotatingByWeek,
}

/// A network of centres that share nights and weekends: in the shared hours one of them is host and
/// open, and the others send their patients there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotaGroup {
    /// What it is called.
    pub name: String,
    /// The centres, as places in the layout.
    pub members: Vec<usize>,
    /// When only the host is open. Where `None`, all hours in which no member is open by itself.
    pub shared: Option<WeekHours>,
    /// Who is host.
    pub host: Host,
}

impl RotaGroup {
    /// The host of a week, counted from 0; `None` in a group without members.
    #[must_use]
    pub fn host_in_week(&self, week: u32) -> Option<usize> {
        match self.host {
            Host::Fixed(centre) => Some(centre),
            Host::RotatingByWeek => self
                .members
                .get((week as usize).checked_rem(self.members.len())?)
                .copied(),
        }
    }

    /// Weeks until the host is the same again.
    #[must_use]
    pub fn cycle_weeks(&self) -> u32 {
        match self.host {
            Host::Fixed(_) => 1,
            Host::RotatingByWeek => u32::try_from(self.members.len()).unwrap_or(1).max(1),
        }
    }

    /// When only the host is open, given when each centre of the layout is open by itself.
    #[must_use]
    pub fn shared_hours<'a>(&self, own: impl Fn(usize) -> &'a WeekHours) -> WeekHours {
        self.shared.clone().unwrap_or_else(|| {
            let members = self.members.iter();
            members
                .fold(WeekHours::never(), |open, &centre| open.union(own(centre)))
                .complement()
        })
    }
}
