//! Placements, sidotjänstgöring, leave and credits: what service time is made of.
