//! Åtgärdsplan when a ST-läkare's goals are at risk.
