-- A training is read with what those have who supervise its placements.
CREATE INDEX placement_supervisor_training ON placement_supervisor (training);
