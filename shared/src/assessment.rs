//! Bedömning: asked for, answered, confirmed.
