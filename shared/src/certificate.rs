//! Intyg: who certifies what.
