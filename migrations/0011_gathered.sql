-- What is gathered of a training's records after each change of them: what the rules need to know (`facts`), and the records as they
-- go out, so that a page is one text and not each of its records. Assessments stand apart, since not all who read the others read them
-- whole. What another version of the program gathered is gathered anew when the program starts.
CREATE TABLE gathered (
    training TEXT PRIMARY KEY REFERENCES training (id),
    version BIGINT NOT NULL,
    facts TEXT NOT NULL,
    records TEXT NOT NULL,
    sent TEXT NOT NULL,
    unsent TEXT NOT NULL
);
INSERT INTO gathered (training, version, facts, records, sent, unsent)
    SELECT id, 0, '{}', '{}', '[]', '[]' FROM training;
ALTER TABLE training DROP COLUMN facts;
ALTER TABLE training DROP COLUMN facts_version;

-- What said where a record stands among its kind and how it may go out.
ALTER TABLE training_record DROP COLUMN place;
ALTER TABLE training_record DROP COLUMN settled;
