/// What kind of road a way is, by its `highway` tag; links have speeds of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoadClass {
    /// `motorway`.
    Motorway,
    /// `motorway_link`.
    MotorwayLink,
    /// `trunk`.
    Trunk,
    /// `trunk_link`.
    TrunkLink,
    /// `primary`.
    Primary,
    /// `primary_link`.
    PrimaryLink,
    /// `secondary`.
    Secondary,
    /// `secondary_link`.
    SecondaryLink,
    /// `tertiary`.
    Tertiary,
    /// `tertiary_link`.
    TertiaryLink,
    /// `unclassified` and `road`.
    Unclassified,
    /// `residential`.
    Residential,
    /// `living_street`.
    LivingStreet,
    /// `service`: access roads, alleys, car parks, drives.
    Service,
    /// `track`: of farms and forests.
    Track,
    /// `busway` and `bus_guideway`, only where other vehicles are allowed.
    Busway,
    /// `pedestrian`, `footway`, `cycleway`, `path` and `bridleway`, only where vehicles are allowed.
    Path,
    /// `route=ferry`.
    Ferry,
}

impl RoadClass {
    /// All of them, in the order of importance.
    pub const ALL: [Self; 18] = [
        Self::Motorway,
        Self::MotorwayLink,
        Self::Trunk,
        Self::TrunkLink,
        Self::Primary,
        Self::PrimaryLink,
        Self::Secondary,
        Self::SecondaryLink,
        Self::Tertiary,
        Self::TertiaryLink,
        Self::Unclassified,
        Self::Residential,
        Self::LivingStreet,
        Self::Service,
        Self::Track,
        Self::Busway,
        Self::Path,
        Self::Ferry,
    ];

    /// Its name, as a study and the reports have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Motorway => "motorway",
            Self::MotorwayLink => "motorway_link",
            Self::Trunk => "trunk",
            Self::TrunkLink => "trunk_link",
            Self::Primary => "primary",
            Self::PrimaryLink => "primary_link",
            Self::Secondary => "secondary",
            Self::SecondaryLink => "secondary_link",
            Self::Tertiary => "tertiary",
            Self::TertiaryLink => "tertiary_link",
            Self::Unclassified => "unclassified",
            Self::Residential => "residential",
            Self::LivingStreet => "living_street",
            Self::Service => "service",
            Self::Track => "track",
            Self::Busway => "busway",
            Self::Path => "path",
            Self::Ferry => "ferry",
        }
    }

    /// Where its speed in the built-in profiles is from.
    #[must_use]
    pub const fn speed_source(self) -> &'static str {
        match self {
            Self::Busway => "an assumption: as service roads",
            Self::Path => "an assumption: as living streets",
            Self::Ferry => "an assumption: about 11 knots",
            _ => "OSRM's car profile; for blue-light over 0.8, an assumption",
        }
    }

    /// The class of a `highway` tag; `None` of what is not built, not a road, or not for vehicles.
    pub(super) fn of_highway(value: &str) -> Option<Self> {
        Some(match value {
            "road" => Self::Unclassified,
            "bus_guideway" => Self::Busway,
            "pedestrian" | "footway" | "cycleway" | "bridleway" => Self::Path,
            "ferry" => return None,
            _ => return Self::ALL.into_iter().find(|class| class.name() == value),
        })
    }

    /// Whether vehicles may use it only where a tag allows them.
    pub(super) const fn needs_permission(self) -> bool {
        matches!(self, Self::Busway | Self::Path)
    }

    /// Whether it is one-way where nothing else is said.
    pub(super) const fn is_one_way(self) -> bool {
        matches!(self, Self::Motorway | Self::MotorwayLink)
    }

    /// Whether `maxspeed=none` can be true of it.
    pub(super) const fn may_have_no_limit(self) -> bool {
        matches!(self, Self::Motorway | Self::Trunk)
    }
}
