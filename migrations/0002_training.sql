-- The ST-läkare's own way. A training's records are documents of the domain, read whole and never searched in:
-- the rules look at them together, so a row of columns for each kind would only be joined again.

-- Published målbeskrivningar. Never changed; a training keeps the one it began with until it is moved to another.
CREATE TABLE curriculum (
    id TEXT PRIMARY KEY,
    regulation TEXT NOT NULL CHECK (regulation IN ('sosfs2015', 'hslf2021')),
    specialty TEXT NOT NULL,
    version_name TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by TEXT REFERENCES person (id),
    care_provider TEXT REFERENCES care_provider (id)
);
CREATE UNIQUE INDEX curriculum_published_once
    ON curriculum (regulation, specialty, version_name, COALESCE(care_provider, ''));

-- One person's way to one specialty. `facts` is what the rules need of its records, so that lists need not read them.
CREATE TABLE training (
    id TEXT PRIMARY KEY,
    trainee TEXT NOT NULL REFERENCES person (id),
    clinic TEXT NOT NULL REFERENCES clinic (id),
    specialty TEXT NOT NULL,
    curriculum TEXT NOT NULL REFERENCES curriculum (id),
    regulation TEXT NOT NULL CHECK (regulation IN ('sosfs2015', 'hslf2021')),
    licensed_on TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    principal_supervisor TEXT REFERENCES person (id),
    phase TEXT NOT NULL CHECK (phase IN ('underway', 'interrupted', 'completed')),
    phase_since TEXT,
    phase_reason TEXT,
    facts TEXT NOT NULL,
    revision BIGINT NOT NULL,
    CHECK (starts_on >= licensed_on),
    CHECK (principal_supervisor IS NULL OR principal_supervisor <> trainee),
    CHECK ((phase = 'underway') = (phase_since IS NULL)),
    CHECK ((phase = 'interrupted') = (phase_reason IS NOT NULL))
);
CREATE INDEX training_of_trainee ON training (trainee);
CREATE INDEX training_at_clinic ON training (clinic);
CREATE INDEX training_supervised_by ON training (principal_supervisor);
CREATE UNIQUE INDEX training_underway_once ON training (trainee, specialty) WHERE phase <> 'completed';

-- All that is kept within a training, by noun.
CREATE TABLE training_record (
    id TEXT PRIMARY KEY,
    training TEXT NOT NULL REFERENCES training (id),
    noun TEXT NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    removed BOOLEAN NOT NULL
);
CREATE INDEX training_record_of ON training_record (training);

-- Of whom an assessment is asked: somebody with an account, or whoever has a one-time link, of which only the SHA-256 is kept.
CREATE TABLE assessor (
    assessment TEXT PRIMARY KEY REFERENCES training_record (id),
    training TEXT NOT NULL REFERENCES training (id),
    person TEXT REFERENCES person (id),
    token_hash TEXT UNIQUE,
    expires_at BIGINT,
    CHECK ((person IS NULL) = (token_hash IS NOT NULL)),
    CHECK ((token_hash IS NULL) = (expires_at IS NULL))
);
CREATE INDEX assessor_person ON assessor (person);
