//! Kurser, kvalitetsarbete and vetenskapligt arbete.
