//! Specialistkollegium: each specialist's own judgement beside the ST-läkare's self-rating.
