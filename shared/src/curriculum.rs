//! Målbeskrivning: delmål by regulation and specialty, as versioned data.
