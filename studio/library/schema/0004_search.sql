-- What is searched: one document for each turn, each conversation (its title) and each image that no turn made (its name).
-- Triggers keep it, so that nobody can forget to.

-- A document and its words: `said` is what was asked, answered and attached, or the title, or the name; `marks` are star1 up
-- to the most stars that its images have, star1 for a starred turn. `number` is the day in UTC, then 24 bits that count within
-- it: so the newest come first without sorting, and a span of days is a span of numbers. Conversations begin at 1 << 40,
-- images at 2 << 40.
CREATE TABLE searched (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('turn', 'conversation', 'image')),
    said   TEXT,
    title  TEXT,
    model  TEXT,
    marks  TEXT,
    UNIQUE (id, kind)
) STRICT;

-- The documents as the record has them now; `first` is the first number of the day.
CREATE VIEW search_words (id, kind, first, said, title, model, marks) AS
    SELECT turn.id, 'turn', min(max(turn.created / 86400000, 0), 65535) << 24,
        prompt || ' ' || coalesce(words, '') || ' ' || coalesce((
            SELECT group_concat(coalesce(input.name, '') || ' ' || coalesce(image.name, ''), ' ')
            FROM input JOIN image ON image.id = input.image_id WHERE input.turn_id = turn.id
        ), '') || ' ' || coalesce((
            SELECT group_concat(name, ' ') FROM image WHERE image.turn_id = turn.id AND image.trashed IS NULL
        ), ''), title, model,
        substr('star1 star2 star3 star4 star5', 1, max(0, 6 * max(starred IS NOT NULL, coalesce((
            SELECT max(rating) FROM image
            WHERE image.turn_id = coalesce(turn.copied_from, turn.id) AND image.trashed IS NULL
        ), 0)) - 1))
    FROM turn LEFT JOIN conversation ON conversation.id = turn.conversation_id
    UNION ALL SELECT id, 'conversation', (min(max(created / 86400000, 0), 65535) << 24) + (1 << 40),
        title, NULL, NULL, NULL FROM conversation
    UNION ALL SELECT id, 'image', (min(max(created / 86400000, 0), 65535) << 24) + (2 << 40),
        name, NULL, NULL, NULL FROM image WHERE turn_id IS NULL;

-- Scripts written without spaces have each character stand alone, as it does in a question (library/snippets.py).
CREATE VIEW searchable (id, kind, first, said, title, model, marks) AS
    SELECT id, kind, first, CASE WHEN said GLOB '*[฀-໿က-႟ក-៿⺀-鿿豈-﫿ｦ-ﾝ𠀀-𿿿]*' THEN (
        WITH RECURSIVE letters (letter, rest) AS (
            SELECT '', substr(said, 1, 2000)
            UNION ALL SELECT substr(rest, 1, 1), substr(rest, 2) FROM letters WHERE rest <> ''
        )
        SELECT group_concat(CASE WHEN letter GLOB '[฀-໿က-႟ក-៿⺀-鿿豈-﫿ｦ-ﾝ𠀀-𿿿]' THEN ' ' || letter || ' ' ELSE letter END, '')
        FROM letters
    ) || substr(said, 2001) ELSE said END,
    CASE WHEN title GLOB '*[฀-໿က-႟ក-៿⺀-鿿豈-﫿ｦ-ﾝ𠀀-𿿿]*' THEN (
        WITH RECURSIVE letters (letter, rest) AS (
            SELECT '', substr(title, 1, 2000)
            UNION ALL SELECT substr(rest, 1, 1), substr(rest, 2) FROM letters WHERE rest <> ''
        )
        SELECT group_concat(CASE WHEN letter GLOB '[฀-໿က-႟ក-៿⺀-鿿豈-﫿ｦ-ﾝ𠀀-𿿿]' THEN ' ' || letter || ' ' ELSE letter END, '')
        FROM letters
    ) || substr(title, 2001) ELSE title END, model, marks
    FROM search_words;

-- What older libraries have.
INSERT INTO searched (number, id, kind, said, title, model, marks)
    SELECT first + row_number() OVER (PARTITION BY first ORDER BY id) - 1, id, kind, said, title, model, marks
    FROM searchable;

-- Two indexes: titles and names are few, and would be looked for among all that was ever said. As they come, pieces of an index
-- are merged when there are four alike, and one commit in a hundred waits fifty times as long; here it is sixteen.
CREATE VIEW searched_turn AS SELECT number, said, title, model, marks FROM searched WHERE kind = 'turn';
CREATE VIRTUAL TABLE search USING fts5 (
    said, title, model, marks,
    content = 'searched_turn', content_rowid = 'number', prefix = '1 2 3 4 5', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (search) VALUES ('rebuild');
INSERT INTO search (search, rank) VALUES ('automerge', 0);
CREATE VIRTUAL TABLE search_term USING fts5vocab (search, instance);

CREATE VIEW searched_name AS SELECT number, said FROM searched WHERE kind <> 'turn';
CREATE VIRTUAL TABLE search_name USING fts5 (
    said,
    content = 'searched_name', content_rowid = 'number', prefix = '1 2 3 4 5', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search_name (search_name) VALUES ('rebuild');
INSERT INTO search_name (search_name, rank) VALUES ('automerge', 0);

-- An index follows the documents. It must be told the old words too, which is why the documents keep them.
CREATE TRIGGER searched_turn_new AFTER INSERT ON searched WHEN new.kind = 'turn' BEGIN
    INSERT INTO search (rowid, said, title, model, marks)
        VALUES (new.number, new.said, new.title, new.model, new.marks);
END;
CREATE TRIGGER searched_turn_gone AFTER DELETE ON searched WHEN old.kind = 'turn' BEGIN
    INSERT INTO search (search, rowid, said, title, model, marks)
        VALUES ('delete', old.number, old.said, old.title, old.model, old.marks);
END;
CREATE TRIGGER searched_turn_changed AFTER UPDATE OF said, title, model, marks ON searched
WHEN new.kind = 'turn' AND (old.said IS NOT new.said OR old.title IS NOT new.title OR old.model IS NOT new.model
    OR old.marks IS NOT new.marks) BEGIN
    INSERT INTO search (search, rowid, said, title, model, marks)
        VALUES ('delete', old.number, old.said, old.title, old.model, old.marks);
    INSERT INTO search (rowid, said, title, model, marks)
        VALUES (new.number, new.said, new.title, new.model, new.marks);
END;
CREATE TRIGGER searched_name_new AFTER INSERT ON searched WHEN new.kind <> 'turn' BEGIN
    INSERT INTO search_name (rowid, said) VALUES (new.number, new.said);
END;
CREATE TRIGGER searched_name_gone AFTER DELETE ON searched WHEN old.kind <> 'turn' BEGIN
    INSERT INTO search_name (search_name, rowid, said) VALUES ('delete', old.number, old.said);
END;
CREATE TRIGGER searched_name_changed AFTER UPDATE OF said ON searched
WHEN new.kind <> 'turn' AND old.said IS NOT new.said BEGIN
    INSERT INTO search_name (search_name, rowid, said) VALUES ('delete', old.number, old.said);
    INSERT INTO search_name (rowid, said) VALUES (new.number, new.said);
END;

-- The documents follow the record. Two ways to tell them: that there is a new one, and that one has other words. Both name it by
-- a value: by a column, SQLite would go through the whole record for it.
CREATE VIEW search_new (id, kind) AS SELECT id, kind FROM searched;
CREATE TRIGGER search_take_up INSTEAD OF INSERT ON search_new BEGIN
    INSERT INTO searched (number, id, kind, said, title, model, marks)
        SELECT coalesce((
            SELECT max(number) + 1 FROM searched WHERE number >= first AND number < first + (1 << 24)
        ), first), id, kind, said, title, model, marks
        FROM searchable WHERE id = new.id AND kind = new.kind;
END;
CREATE VIEW search_changed (id, kind) AS SELECT id, kind FROM searched;
CREATE TRIGGER search_change INSTEAD OF INSERT ON search_changed BEGIN
    UPDATE searched SET (said, title, model, marks) = (
        SELECT said, title, model, marks FROM searchable WHERE id = new.id AND kind = new.kind
    ) WHERE id = new.id AND kind = new.kind;
END;

CREATE TRIGGER search_turn_new AFTER INSERT ON turn BEGIN
    INSERT INTO search_new (id, kind) VALUES (new.id, 'turn');
END;
CREATE TRIGGER search_turn_changed AFTER UPDATE OF prompt, words, model, starred, conversation_id, copied_from ON turn BEGIN
    INSERT INTO search_changed (id, kind) VALUES (new.id, 'turn');
END;
CREATE TRIGGER search_turn_gone AFTER DELETE ON turn BEGIN
    DELETE FROM searched WHERE id = old.id AND kind = 'turn';
END;

CREATE TRIGGER search_conversation_new AFTER INSERT ON conversation BEGIN
    INSERT INTO search_new (id, kind) VALUES (new.id, 'conversation');
    INSERT INTO search_changed (id, kind) SELECT id, 'turn' FROM turn WHERE conversation_id = new.id;
END;
CREATE TRIGGER search_conversation_changed AFTER UPDATE OF title ON conversation WHEN old.title IS NOT new.title BEGIN
    INSERT INTO search_changed (id, kind) VALUES (new.id, 'conversation');
    INSERT INTO search_changed (id, kind) SELECT id, 'turn' FROM turn WHERE conversation_id = new.id;
END;
CREATE TRIGGER search_conversation_gone AFTER DELETE ON conversation BEGIN
    DELETE FROM searched WHERE id = old.id AND kind = 'conversation';
END;

-- The name and the stars of an image are words of the turn it came from, of copies of that, and of turns it was sent with.
CREATE VIEW search_image (image_id, turn_id) AS SELECT id, turn_id FROM image;
CREATE TRIGGER search_image_tell INSTEAD OF INSERT ON search_image BEGIN
    INSERT INTO search_changed (id, kind) VALUES (new.image_id, 'image');
    INSERT INTO search_changed (id, kind)
        SELECT id, 'turn' FROM turn WHERE id = new.turn_id OR copied_from = new.turn_id
        UNION SELECT turn_id, 'turn' FROM input WHERE image_id = new.image_id;
END;
CREATE TRIGGER search_image_new AFTER INSERT ON image WHEN new.turn_id IS NULL BEGIN
    INSERT INTO search_new (id, kind) VALUES (new.id, 'image');
END;
CREATE TRIGGER search_image_named AFTER INSERT ON image WHEN new.name IS NOT NULL OR new.rating > 0 BEGIN
    INSERT INTO search_image (image_id, turn_id) VALUES (new.id, new.turn_id);
END;
CREATE TRIGGER search_image_changed AFTER UPDATE OF name, rating, trashed ON image
WHEN old.name IS NOT new.name OR old.rating IS NOT new.rating
    OR (old.trashed IS NOT new.trashed AND (new.name IS NOT NULL OR new.rating > 0)) BEGIN
    INSERT INTO search_image (image_id, turn_id) VALUES (new.id, new.turn_id);
END;
CREATE TRIGGER search_image_gone AFTER DELETE ON image BEGIN
    DELETE FROM searched WHERE id = old.id AND kind = 'image';
    INSERT INTO search_image (image_id, turn_id) VALUES (old.id, old.turn_id);
END;

CREATE TRIGGER search_input_new AFTER INSERT ON input BEGIN
    INSERT INTO search_changed (id, kind) VALUES (new.turn_id, 'turn');
END;
CREATE TRIGGER search_input_changed AFTER UPDATE OF name, image_id ON input BEGIN
    INSERT INTO search_changed (id, kind) VALUES (new.turn_id, 'turn');
END;
CREATE TRIGGER search_input_gone AFTER DELETE ON input BEGIN
    INSERT INTO search_changed (id, kind) VALUES (old.turn_id, 'turn');
END;
