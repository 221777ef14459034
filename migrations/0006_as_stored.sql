-- What is stored of a training goes out as it is, unless somebody has to look into it first.

-- Where a record stands among its kind, and whether all who read the training's records may read it as it stands. Records
-- kept since before say neither, and are looked into until they are changed.
ALTER TABLE training_record ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE training_record ADD COLUMN settled BOOLEAN NOT NULL DEFAULT FALSE;

-- The version of the program's facts, so that it is known without reading them; 0 until they are gathered anew.
ALTER TABLE training ADD COLUMN facts_version BIGINT NOT NULL DEFAULT 0;
