-- One text for SQLite and PostgreSQL: TEXT, BIGINT and BOOLEAN only. Ids are UUIDv7 as TEXT, instants are
-- milliseconds since 1970 as BIGINT, days are TEXT (2026-11-22), structured values are JSON in TEXT.

CREATE TABLE care_provider (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE clinic (
    id TEXT PRIMARY KEY,
    care_provider TEXT NOT NULL REFERENCES care_provider (id),
    name TEXT NOT NULL,
    site TEXT NOT NULL,
    specialties TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (care_provider, site, name)
);

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    created_at BIGINT NOT NULL
);

-- A role at a place. Ended, never deleted: records keep who held it when.
CREATE TABLE membership (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    clinic TEXT REFERENCES clinic (id),
    care_provider TEXT REFERENCES care_provider (id),
    since TEXT NOT NULL,
    ended TEXT
);
CREATE INDEX membership_of_person ON membership (person);
CREATE INDEX membership_at_clinic ON membership (clinic);
CREATE INDEX membership_at_care_provider ON membership (care_provider);
CREATE UNIQUE INDEX membership_held_once
    ON membership (person, role, COALESCE(clinic, ''), COALESCE(care_provider, '')) WHERE ended IS NULL;

-- Only the SHA-256 of the token is kept.
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX session_of_person ON session (person);

-- Links that lead to choosing a password: to a role, or, without one, a new password in place of a forgotten one.
-- Only the SHA-256 of the link's token is kept. Made by nobody: by a command on the server itself.
CREATE TABLE invitation (
    token_hash TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    membership TEXT REFERENCES membership (id),
    created_by TEXT REFERENCES person (id),
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX invitation_of_person ON invitation (person);

-- Failed sign-ins, by account and by address, for throttling across servers.
CREATE TABLE failed_sign_in (
    who TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX failed_sign_in_by ON failed_sign_in (who, at);

CREATE TABLE checklist (
    id TEXT PRIMARY KEY,
    care_provider TEXT REFERENCES care_provider (id),
    version_name TEXT NOT NULL,
    exceptions BIGINT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by TEXT REFERENCES person (id),
    UNIQUE (care_provider, version_name)
);

-- The criteria of each checklist, for joins; the whole checklist stands in its body.
CREATE TABLE criterion (
    checklist TEXT NOT NULL REFERENCES checklist (id),
    code TEXT NOT NULL,
    area TEXT NOT NULL,
    position BIGINT NOT NULL,
    class TEXT NOT NULL,
    PRIMARY KEY (checklist, code)
);

CREATE TABLE self_assessment (
    id TEXT PRIMARY KEY,
    clinic TEXT NOT NULL REFERENCES clinic (id),
    specialty TEXT NOT NULL,
    year BIGINT NOT NULL,
    checklist TEXT NOT NULL REFERENCES checklist (id),
    phase TEXT NOT NULL CHECK (phase IN ('draft', 'signed', 'used')),
    signed_at BIGINT,
    signed_by TEXT REFERENCES person (id),
    inspection TEXT,
    grades TEXT NOT NULL,
    answered BIGINT NOT NULL,
    total BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    UNIQUE (clinic, specialty, year),
    CHECK ((phase = 'draft') = (signed_at IS NULL)),
    CHECK ((signed_at IS NULL) = (signed_by IS NULL)),
    CHECK ((phase = 'used') = (inspection IS NOT NULL))
);

CREATE TABLE answer (
    self_assessment TEXT NOT NULL REFERENCES self_assessment (id),
    criterion TEXT NOT NULL,
    verdict TEXT,
    comment TEXT NOT NULL,
    evidence TEXT NOT NULL,
    to_confirm BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (self_assessment, criterion)
);

CREATE TABLE self_assessment_text (
    record TEXT NOT NULL REFERENCES self_assessment (id),
    field TEXT NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (record, field)
);

CREATE TABLE inspection (
    id TEXT PRIMARY KEY,
    clinic TEXT NOT NULL REFERENCES clinic (id),
    specialty TEXT NOT NULL,
    checklist TEXT NOT NULL REFERENCES checklist (id),
    self_assessment TEXT REFERENCES self_assessment (id),
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    imported BOOLEAN NOT NULL,
    phase TEXT NOT NULL CHECK (phase IN ('planned', 'underway', 'preliminary', 'final', 'cancelled')),
    first_signed_at BIGINT,
    first_signed_by TEXT REFERENCES person (id),
    second_signed_at BIGINT,
    second_signed_by TEXT REFERENCES person (id),
    comment_by TEXT,
    commented_at BIGINT,
    commented_by TEXT REFERENCES person (id),
    finalised_at BIGINT,
    finalised_by TEXT REFERENCES person (id),
    cancelled_at BIGINT,
    cancelled_by TEXT REFERENCES person (id),
    cancelled_reason TEXT,
    revision BIGINT NOT NULL,
    CHECK ((first_signed_at IS NULL) = (first_signed_by IS NULL)),
    CHECK ((second_signed_at IS NULL) = (second_signed_by IS NULL)),
    CHECK ((commented_at IS NULL) = (commented_by IS NULL)),
    CHECK ((finalised_at IS NULL) = (finalised_by IS NULL)),
    CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL)),
    CHECK ((cancelled_at IS NULL) = (cancelled_reason IS NULL)),
    CHECK (phase NOT IN ('planned', 'cancelled') OR first_signed_at IS NULL),
    CHECK (phase <> 'cancelled' OR self_assessment IS NULL),
    CHECK ((phase IN ('preliminary', 'final')) = (second_signed_at IS NOT NULL)),
    CHECK ((phase = 'final') = (finalised_at IS NOT NULL)),
    CHECK ((phase = 'cancelled') = (cancelled_at IS NOT NULL)),
    CHECK (phase <> 'preliminary' OR comment_by IS NOT NULL)
);
CREATE INDEX inspection_of_clinic ON inspection (clinic);

CREATE TABLE inspector (
    inspection TEXT NOT NULL REFERENCES inspection (id),
    person TEXT NOT NULL REFERENCES person (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (inspection, person)
);
CREATE INDEX inspector_person ON inspector (person);

CREATE TABLE observation (
    inspection TEXT NOT NULL REFERENCES inspection (id),
    criterion TEXT NOT NULL,
    judgement TEXT,
    note TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (inspection, criterion)
);

CREATE TABLE area_grading (
    inspection TEXT NOT NULL REFERENCES inspection (id),
    area TEXT NOT NULL,
    grade TEXT,
    motivation TEXT NOT NULL,
    after_grade TEXT,
    after_at BIGINT,
    after_by TEXT REFERENCES person (id),
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (inspection, area),
    CHECK ((after_grade IS NULL) = (after_at IS NULL)),
    CHECK ((after_at IS NULL) = (after_by IS NULL)),
    CHECK (after_grade IS NULL OR (grade = 'D' AND after_grade = 'C'))
);

CREATE TABLE inspection_text (
    record TEXT NOT NULL REFERENCES inspection (id),
    field TEXT NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (record, field)
);

CREATE TABLE factual_comment (
    id TEXT PRIMARY KEY,
    inspection TEXT NOT NULL REFERENCES inspection (id),
    area TEXT,
    body TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    written_by TEXT NOT NULL
);
CREATE INDEX factual_comment_on ON factual_comment (inspection);

CREATE TABLE action_plan (
    id TEXT PRIMARY KEY,
    clinic TEXT NOT NULL REFERENCES clinic (id),
    inspection TEXT UNIQUE REFERENCES inspection (id),
    self_assessment TEXT UNIQUE REFERENCES self_assessment (id),
    due TEXT,
    phase TEXT NOT NULL CHECK (phase IN ('draft', 'submitted', 'in_force')),
    returned_at BIGINT,
    returned_by TEXT REFERENCES person (id),
    returned_comment TEXT,
    approved_at BIGINT,
    approved_by TEXT REFERENCES person (id),
    accepted_at BIGINT,
    accepted_by TEXT REFERENCES person (id),
    revision BIGINT NOT NULL,
    CHECK ((inspection IS NULL) <> (self_assessment IS NULL)),
    CHECK ((phase = 'draft') = (approved_at IS NULL)),
    CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
    CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
    CHECK (accepted_at IS NULL OR phase = 'in_force'),
    CHECK ((returned_at IS NULL) = (returned_by IS NULL)),
    CHECK ((returned_at IS NULL) = (returned_comment IS NULL))
);
CREATE INDEX action_plan_of_clinic ON action_plan (clinic);

CREATE TABLE plan_entry (
    id TEXT PRIMARY KEY,
    action_plan TEXT NOT NULL REFERENCES action_plan (id),
    position BIGINT NOT NULL,
    criteria TEXT NOT NULL,
    actions TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    removed BOOLEAN NOT NULL
);
CREATE INDEX plan_entry_of ON plan_entry (action_plan);

-- A report's text waiting for a person to fill in what the text does not hold.
CREATE TABLE report_import (
    id TEXT PRIMARY KEY,
    clinic TEXT NOT NULL REFERENCES clinic (id),
    checklist TEXT NOT NULL REFERENCES checklist (id),
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT REFERENCES person (id),
    inspection TEXT REFERENCES inspection (id),
    discarded_at BIGINT
);
CREATE INDEX report_import_of ON report_import (clinic);

-- Who changed what in which record, when, from what to what, and why. Only ever added to.
CREATE TABLE history (
    id TEXT PRIMARY KEY,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    was TEXT,
    became TEXT,
    reason TEXT,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL
);
CREATE INDEX history_of ON history (record, changed_at);
