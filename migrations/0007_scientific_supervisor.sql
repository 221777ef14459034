-- Who is vetenskaplig handledare of a scientific work. The work itself, a record of its training, says the same in its body;
-- here it is found by the person, who may be of another clinic.
CREATE TABLE scientific_supervisor (
    activity TEXT PRIMARY KEY REFERENCES training_record (id),
    training TEXT NOT NULL REFERENCES training (id),
    person TEXT NOT NULL REFERENCES person (id)
);
CREATE INDEX scientific_supervisor_person ON scientific_supervisor (person);
