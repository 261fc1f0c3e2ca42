//! How long people take to reach time-critical care, who is covered, and where centres should be.
