/// What areas are filled with that have no colour: grey with lines across.
pub(super) const DEFINITION: &str = "<defs><pattern id=\"hatched\" width=\"70\" \
    height=\"70\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
    <rect width=\"70\" height=\"70\" fill=\"#d9d9d9\"/>\
    <rect width=\"25\" height=\"70\" fill=\"#8c8c8c\"/></pattern></defs>";
