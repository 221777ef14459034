-- Whom a specialistkollegium concerns: the ST-läkare, those who judge, who leads it and who gives the feedback.
CREATE TABLE panel_member (
    panel TEXT NOT NULL REFERENCES training_record (id),
    person TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (panel, person)
);
CREATE INDEX panel_member_person ON panel_member (person);
