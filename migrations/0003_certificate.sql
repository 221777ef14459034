-- Who may certify beside those whose role or tie gives it.

-- Who has been asked to certify a certificate. The certificate itself, a record of its training, says the same in its body;
-- here it is found by the person.
CREATE TABLE certifier (
    certificate TEXT NOT NULL REFERENCES training_record (id),
    person TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (certificate, person)
);
CREATE INDEX certifier_person ON certifier (person);

-- A head of unit lets a specialist certify. Kept when it is over; ended early with a reason. `kinds` is a JSON list.
CREATE TABLE delegation (
    id TEXT PRIMARY KEY,
    clinic TEXT NOT NULL REFERENCES clinic (id),
    given_by TEXT NOT NULL REFERENCES person (id),
    given_to TEXT NOT NULL REFERENCES person (id),
    kinds TEXT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT,
    given_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT REFERENCES person (id),
    ended_reason TEXT,
    CHECK (given_by <> given_to),
    CHECK (ends IS NULL OR ends >= starts),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CHECK ((ended_at IS NULL) = (ended_reason IS NULL))
);
CREATE INDEX delegation_at_clinic ON delegation (clinic);
