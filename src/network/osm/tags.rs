//! The tags of a way or node that matter for driving.

macro_rules! keys {
    ($($name:ident = $text:literal),+ $(,)?) => {
        /// A key that matters.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Key { $($name),+ }

        impl Key {
            const COUNT: usize = [$(Self::$name),+].len();

            pub(super) fn from_text(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

keys! {
    Highway = "highway",
    Route = "route",
    Name = "name",
    Area = "area",
    Junction = "junction",
    Service = "service",
    Oneway = "oneway",
    OnewayEmergency = "oneway:emergency",
    Impassable = "impassable",
    Smoothness = "smoothness",
    Maxspeed = "maxspeed",
    MaxspeedForward = "maxspeed:forward",
    MaxspeedBackward = "maxspeed:backward",
    MaxspeedType = "maxspeed:type",
    SourceMaxspeed = "source:maxspeed",
    ZoneMaxspeed = "zone:maxspeed",
    ZoneTraffic = "zone:traffic",
    Duration = "duration",
    Barrier = "barrier",
    Bollard = "bollard",
    Access = "access",
    Vehicle = "vehicle",
    MotorVehicle = "motor_vehicle",
    Motorcar = "motorcar",
    Emergency = "emergency",
    Bus = "bus",
    Psv = "psv",
    AccessForward = "access:forward",
    AccessBackward = "access:backward",
    VehicleForward = "vehicle:forward",
    VehicleBackward = "vehicle:backward",
    MotorVehicleForward = "motor_vehicle:forward",
    MotorVehicleBackward = "motor_vehicle:backward",
}

/// The tags of one object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tags<'a>([Option<&'a str>; Key::COUNT]);

impl<'a> Tags<'a> {
    pub(super) const fn none() -> Self {
        Self([None; Key::COUNT])
    }

    /// Adds a tag, if it matters.
    pub(super) fn add(&mut self, key: &str, value: &'a str) {
        if let Some(key) = Key::from_text(key) {
            self.0[key as usize] = Some(value);
        }
    }

    pub(super) const fn get(&self, key: Key) -> Option<&'a str> {
        self.0[key as usize]
    }

    /// The first of these keys that the object has.
    pub(super) fn first(&self, keys: &[Key]) -> Option<&'a str> {
        keys.iter().find_map(|&key| self.get(key))
    }

    #[cfg(test)]
    pub(super) fn of(pairs: &[(&str, &'a str)]) -> Self {
        let mut tags = Self::none();
        for (key, value) in pairs {
            assert!(Key::from_text(key).is_some(), "{key}");
            tags.add(key, value);
        }
        tags
    }
}
