-- Ids are 32 hexadecimal digits, times milliseconds since 1970 in UTC, money micro-dollars, paths relative with "/".
-- `trashed` is the time something was put into the trash, NULL when it was not.

CREATE TABLE conversation (
    id      TEXT PRIMARY KEY NOT NULL,
    title   TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    trashed INTEGER
) STRICT;
CREATE INDEX conversation_newest ON conversation (updated, id) WHERE trashed IS NULL;

-- One intent and its outcome. The content_ columns name the model Content: bytes of the skeleton of one attempt's reply.
CREATE TABLE turn (
    id              TEXT PRIMARY KEY NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    parent_id       TEXT,
    send_id         TEXT NOT NULL,
    origin          TEXT NOT NULL CHECK (origin IN ('new', 'again', 'edit', 'variant', 'continue')),
    created         INTEGER NOT NULL,
    prompt          TEXT NOT NULL,
    settings        TEXT NOT NULL,
    connection      TEXT NOT NULL,
    endpoint        TEXT NOT NULL,
    model           TEXT NOT NULL,
    decisions       TEXT NOT NULL,
    outcome         TEXT CHECK (outcome IN ('images', 'words', 'nothing', 'blocked', 'cut off')),
    words           TEXT,
    content_attempt TEXT REFERENCES attempt (id),
    content_start   INTEGER,
    content_end     INTEGER,
    estimate_micros INTEGER,
    trashed         INTEGER,
    UNIQUE (conversation_id, id),
    FOREIGN KEY (conversation_id, parent_id) REFERENCES turn (conversation_id, id),
    CHECK (parent_id <> id),
    CHECK ((content_attempt IS NULL) = (content_start IS NULL) AND (content_attempt IS NULL) = (content_end IS NULL)),
    CHECK (0 <= content_start AND content_start <= content_end)
) STRICT;
CREATE INDEX turn_continuable ON turn (id) WHERE content_attempt IS NOT NULL AND trashed IS NULL;
CREATE INDEX turn_children ON turn (parent_id, id);
CREATE INDEX turn_content ON turn (content_attempt);

-- One POST for a turn.
CREATE TABLE attempt (
    id            TEXT PRIMARY KEY NOT NULL,
    turn_id       TEXT NOT NULL REFERENCES turn (id),
    number        INTEGER NOT NULL CHECK (number >= 1),
    created       INTEGER NOT NULL,
    sent          INTEGER,
    ended         INTEGER,
    state         TEXT NOT NULL CHECK (state IN ('open', 'done', 'failed', 'cancelled', 'unknown')),
    http_status   INTEGER,
    charge        TEXT CHECK (charge IN ('none', 'maybe', 'yes')),
    failure       TEXT,
    actual_micros INTEGER,
    UNIQUE (turn_id, number),
    CHECK ((state = 'open') = (ended IS NULL) AND (state = 'open') = (charge IS NULL))
) STRICT;
CREATE INDEX attempt_open ON attempt (id) WHERE state = 'open';
CREATE INDEX attempt_charged ON attempt (ended) WHERE charge IN ('maybe', 'yes');

-- Bytes on disk, shared by every image and hole that has them.
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY NOT NULL CHECK (length(sha256) = 64),
    path   TEXT NOT NULL,
    type   TEXT NOT NULL,
    size   INTEGER NOT NULL CHECK (size >= 0)
) STRICT;
CREATE INDEX blob_path ON blob (path);

-- A reply as the bytes received, out of which long strings were cut; each hole says where, and how the string was written.
CREATE TABLE reply (
    attempt_id TEXT PRIMARY KEY NOT NULL REFERENCES attempt (id),
    skeleton   BLOB NOT NULL,
    whole      INTEGER NOT NULL CHECK (whole IN (0, 1)),
    facts      TEXT NOT NULL
) STRICT;

CREATE TABLE hole (
    attempt_id TEXT NOT NULL REFERENCES reply (attempt_id),
    number     INTEGER NOT NULL CHECK (number >= 0),
    "offset"   INTEGER NOT NULL CHECK ("offset" >= 0),
    kind       TEXT NOT NULL CHECK (kind IN ('data', 'text')),
    form       TEXT NOT NULL,
    blob       TEXT NOT NULL REFERENCES blob (sha256),
    raw_blob   TEXT REFERENCES blob (sha256),
    PRIMARY KEY (attempt_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX hole_blob ON hole (blob);
CREATE INDEX hole_raw_blob ON hole (raw_blob) WHERE raw_blob IS NOT NULL;

-- What a person sees. Rating 1 to 5, -1 for a reject.
CREATE TABLE image (
    id      TEXT PRIMARY KEY NOT NULL,
    blob    TEXT NOT NULL REFERENCES blob (sha256),
    turn_id TEXT REFERENCES turn (id),
    attempt_id TEXT REFERENCES attempt (id),
    part    INTEGER,
    origin  TEXT NOT NULL CHECK (origin IN ('generated', 'imported', 'derived')),
    role    TEXT CHECK (role IN ('main', 'draft', 'thought')),
    name    TEXT,
    width   INTEGER CHECK (width > 0),
    height  INTEGER CHECK (height > 0),
    created INTEGER NOT NULL,
    rating  INTEGER CHECK (rating IN (-1, 1, 2, 3, 4, 5)),
    trashed INTEGER,
    CHECK ((origin = 'generated') = (attempt_id IS NOT NULL))
) STRICT;
CREATE INDEX image_newest ON image (created, id) WHERE trashed IS NULL;
CREATE INDEX image_trashed ON image (created, id) WHERE trashed IS NOT NULL;
CREATE INDEX image_of_turn ON image (turn_id, id);
CREATE INDEX image_of_attempt ON image (attempt_id);
CREATE INDEX image_blob ON image (blob);

-- What was sent with a turn, in order.
CREATE TABLE input (
    turn_id  TEXT NOT NULL REFERENCES turn (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    role     TEXT NOT NULL CHECK (role IN ('edit', 'reference', 'carried')),
    image_id TEXT NOT NULL REFERENCES image (id),
    name     TEXT,
    PRIMARY KEY (turn_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX input_image ON input (image_id);
