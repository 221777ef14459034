-- Who with an account supervises a placement. The placement itself, a record of its training, says the same in its body;
-- here it is found by the person, who may be of another clinic.
CREATE TABLE placement_supervisor (
    placement TEXT PRIMARY KEY REFERENCES training_record (id),
    training TEXT NOT NULL REFERENCES training (id),
    person TEXT NOT NULL REFERENCES person (id)
);
CREATE INDEX placement_supervisor_person ON placement_supervisor (person);

-- Those named before. A body is looked into as a text, since the two databases read documents in different words.
INSERT INTO placement_supervisor (placement, training, person)
SELECT r.id, r.training, p.id
FROM training_record r
JOIN person p ON r.body LIKE '%"supervisor":{"kind":"person","who":{"id":"' || p.id || '"%'
WHERE r.noun = 'placement' AND r.removed = FALSE;
