//! Avstämningar: the yearly formal reviews of a ST-läkare's progress.
