-- The numbers of the rules, as a care provider has chosen them; what it leaves out is as in the guideline.
ALTER TABLE care_provider ADD COLUMN thresholds TEXT NOT NULL DEFAULT '{}';
ALTER TABLE care_provider ADD COLUMN thresholds_version BIGINT NOT NULL DEFAULT 0;
