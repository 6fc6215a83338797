-- What the gallery goes through from its newest image to its oldest; with every column that is asked for, so that SQLite
-- never leaves the index.
CREATE INDEX image_shown ON image (created, id, role, trashed)
    WHERE trashed IS NULL AND (role IS NULL OR role = 'main');
CREATE INDEX image_starred ON image (created, id, rating, trashed) WHERE trashed IS NULL AND rating > 0;
