-- What was signed, each time, as it goes out: the JSON object of a self-assessment's answers and texts. The rows of answers and texts
-- stay what everything else reads. What isn't here (signed before) is read from those too, so a change of what an answer's
-- JSON looks like empties this table.
CREATE TABLE signed_content (
    self_assessment TEXT NOT NULL REFERENCES self_assessment (id),
    signed_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (self_assessment, signed_at)
);
