//! Bedömningsinstrument as data: items, scale, texts.
