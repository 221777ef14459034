-- What a person has as handledare: specialties and handledarutbildning, of the person and not of a role, so that it is the same
-- at every clinic.
CREATE TABLE supervisor (
    person TEXT PRIMARY KEY REFERENCES person (id),
    body TEXT NOT NULL,
    version BIGINT NOT NULL
);
