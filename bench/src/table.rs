//! Markdown tables.

use std::fmt::Display;

/// A table that is printed when it is whole.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub fn new(headings: &[&str]) -> Self {
        Self {
            rows: vec![
                headings.iter().map(ToString::to_string).collect(),
                vec!["---".to_owned(); headings.len()],
            ],
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) {
        self.rows.push(cells.to_vec());
    }

    /// Prints it.
    pub fn print(&self) {
        for row in &self.rows {
            println!("| {} |", row.join(" | "));
        }
    }
}

/// A number without decimals.
pub fn whole(number: impl Display) -> String {
    format!("{number:.0}")
}
