-- What a person does with the tree, and what is to be sent but was not yet. Times as everywhere, NULL where it is not so.

ALTER TABLE conversation ADD COLUMN pinned INTEGER;
ALTER TABLE conversation ADD COLUMN archived INTEGER;
CREATE INDEX conversation_pinned ON conversation (pinned, id)
    WHERE trashed IS NULL AND archived IS NULL AND pinned IS NOT NULL;
CREATE INDEX conversation_listed ON conversation (updated, id)
    WHERE trashed IS NULL AND archived IS NULL AND pinned IS NULL;
CREATE INDEX conversation_archived ON conversation (updated, id) WHERE trashed IS NULL AND archived IS NOT NULL;
CREATE INDEX conversation_trashed ON conversation (updated, id) WHERE trashed IS NOT NULL;

CREATE INDEX turn_trashed ON turn (conversation_id) WHERE trashed IS NOT NULL;

ALTER TABLE turn ADD COLUMN starred INTEGER;
ALTER TABLE turn ADD COLUMN folded INTEGER;
-- A turn of a duplicate or a fork stands for the turn it was copied from (never itself a copy): attempts, reply and images
-- are that one's, so that nothing is counted, shown or paid twice.
ALTER TABLE turn ADD COLUMN copied_from TEXT REFERENCES turn (id);
CREATE INDEX turn_copies ON turn (copied_from) WHERE copied_from IS NOT NULL;

-- When a person asked again, or let go, after an attempt whose fate is unknown or that never went out. Those of before are not
-- brought up now.
ALTER TABLE attempt ADD COLUMN settled INTEGER;
UPDATE attempt SET settled = ended WHERE state = 'unknown' OR (state = 'failed' AND sent IS NULL);
CREATE INDEX attempt_unsettled ON attempt (id)
    WHERE (state = 'unknown' OR (state = 'failed' AND sent IS NULL)) AND settled IS NULL;

-- When an attempt came in with a file from another library: what it cost was paid there, and is no spending of this one.
ALTER TABLE attempt ADD COLUMN imported INTEGER;

-- Wishes that were sent by a person and wait for their turn; `id` is the one the turn will have, `wish` is JSON. A row goes
-- in the transaction that begins its turn, so that no wish is begun twice and none is lost.
CREATE TABLE queued (
    id            TEXT PRIMARY KEY NOT NULL,
    position      INTEGER NOT NULL,
    created       INTEGER NOT NULL,
    connection_id TEXT,
    connection    TEXT NOT NULL,
    wish          TEXT NOT NULL
) STRICT;
CREATE INDEX queued_in_order ON queued (position, id);
