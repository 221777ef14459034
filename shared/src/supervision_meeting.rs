//! Handledarsamtal: prepared by both, held, confirmed by both.
