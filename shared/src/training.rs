//! Specialiseringstjänstgöring (ST): a person's way to a specialty, its time and its end.
