//! Individuellt utbildningsprogram (IUP): its parts, versions, signatures, and what changed between two.
