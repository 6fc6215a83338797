-- What is searched: one document for each turn, each conversation (its title) and each image that no turn made (its name).
-- Triggers keep it, so that nobody can forget to.

-- `number` is what the index calls a document: the day in UTC, then 24 bits that count within it. So the newest come first
-- without sorting, and a span of days is a span of numbers. Conversations begin at 1 << 40, images at 2 << 40. A table holds
-- the numbers because rowids of other tables may change when a file is compacted.
CREATE TABLE searched (
    number          INTEGER PRIMARY KEY,
    turn_id         TEXT,
    conversation_id TEXT,
    image_id        TEXT,
    CHECK ((turn_id IS NOT NULL) + (conversation_id IS NOT NULL) + (image_id IS NOT NULL) = 1)
) STRICT;
CREATE UNIQUE INDEX searched_turn ON searched (turn_id) WHERE turn_id IS NOT NULL;
CREATE UNIQUE INDEX searched_conversation ON searched (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE UNIQUE INDEX searched_image ON searched (image_id) WHERE image_id IS NOT NULL;

-- The words of a document as they stand in the record. `said` is what was asked, answered and attached; `marks` are star1 up
-- to the most stars that its images have, star1 for a starred turn.
CREATE VIEW search_words (number, said, title, model, marks) AS
    SELECT number, prompt || ' ' || coalesce(words, '') || ' ' || coalesce((
        SELECT group_concat(coalesce(input.name, '') || ' ' || coalesce(image.name, ''), ' ')
        FROM input JOIN image ON image.id = input.image_id WHERE input.turn_id = turn.id
    ), '') || ' ' || coalesce((
        SELECT group_concat(name, ' ') FROM image WHERE image.turn_id = turn.id AND image.trashed IS NULL
    ), ''), title, model, substr('star1 star2 star3 star4 star5', 1, max(0, 6 * max(starred IS NOT NULL, coalesce((
        SELECT max(rating) FROM image WHERE image.turn_id = coalesce(turn.copied_from, turn.id) AND image.trashed IS NULL
    ), 0)) - 1))
    FROM searched CROSS JOIN turn ON turn.id = searched.turn_id
        CROSS JOIN conversation ON conversation.id = turn.conversation_id
    UNION ALL SELECT number, NULL, title, NULL, NULL
    FROM searched CROSS JOIN conversation ON conversation.id = searched.conversation_id
    UNION ALL SELECT number, name, NULL, NULL, NULL
    FROM searched CROSS JOIN image ON image.id = searched.image_id;

-- Scripts written without spaces have each character stand alone, as it does in a question (library/question.py).
CREATE VIEW searchable (number, said, title, model, marks) AS
    SELECT number, CASE WHEN said GLOB '*[฀-໿က-႟ក-៿⺀-鿿豈-﫿ｦ-ﾝ𠀀-𿿿]*' THEN (
        WITH RECURSIVE place (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM place WHERE at < min(length(said), 2000))
        SELECT group_concat(CASE WHEN substr(said, at, 1) GLOB '[฀-໿က-႟ក-៿⺀-鿿豈-﫿ｦ-ﾝ𠀀-𿿿]'
            THEN ' ' || substr(said, at, 1) || ' ' ELSE substr(said, at, 1) END, '') FROM place
    ) || substr(said, 2001) ELSE said END,
    CASE WHEN title GLOB '*[฀-໿က-႟ក-៿⺀-鿿豈-﫿ｦ-ﾝ𠀀-𿿿]*' THEN (
        WITH RECURSIVE place (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM place WHERE at < min(length(title), 2000))
        SELECT group_concat(CASE WHEN substr(title, at, 1) GLOB '[฀-໿က-႟ក-៿⺀-鿿豈-﫿ｦ-ﾝ𠀀-𿿿]'
            THEN ' ' || substr(title, at, 1) || ' ' ELSE substr(title, at, 1) END, '') FROM place
    ) || substr(title, 2001) ELSE title END, model, marks
    FROM search_words;

CREATE VIRTUAL TABLE search USING fts5 (
    said, title, model, marks,
    content = 'searchable', content_rowid = 'number', prefix = '1 2 3 4 5', tokenize = 'unicode61 remove_diacritics 2'
);

-- A document is taken out before its words change, because the index must be told the old ones, and put in again after.
CREATE VIEW search_out (number) AS SELECT number FROM searched;
CREATE TRIGGER search_take_out INSTEAD OF INSERT ON search_out BEGIN
    INSERT INTO search (search, rowid, said, title, model, marks)
        SELECT 'delete', number, said, title, model, marks FROM searchable WHERE number = new.number;
END;
CREATE VIEW search_in (number) AS SELECT number FROM searched;
CREATE TRIGGER search_put_in INSTEAD OF INSERT ON search_in BEGIN
    INSERT INTO search (rowid, said, title, model, marks)
        SELECT number, said, title, model, marks FROM searchable WHERE number = new.number;
END;

-- `first` is the first number of its day.
CREATE VIEW search_new (first, turn_id, conversation_id, image_id) AS
    SELECT number, turn_id, conversation_id, image_id FROM searched;
CREATE TRIGGER search_take_up INSTEAD OF INSERT ON search_new BEGIN
    INSERT INTO searched (number, turn_id, conversation_id, image_id)
        SELECT coalesce(max(number) + 1, new.first), new.turn_id, new.conversation_id, new.image_id
        FROM searched WHERE number >= new.first AND number < new.first + (1 << 24);
    INSERT INTO search_in (number) SELECT number FROM searched
        WHERE turn_id = new.turn_id OR conversation_id = new.conversation_id OR image_id = new.image_id;
END;
CREATE VIEW search_gone (number) AS SELECT number FROM searched;
CREATE TRIGGER search_let_go INSTEAD OF INSERT ON search_gone BEGIN
    INSERT INTO search_out (number) VALUES (new.number);
    DELETE FROM searched WHERE number = new.number;
END;

CREATE TRIGGER search_turn_new AFTER INSERT ON turn BEGIN
    INSERT INTO search_new (first, turn_id) VALUES (min(max(new.created / 86400000, 0), 65535) << 24, new.id);
END;
CREATE TRIGGER search_turn_gone BEFORE DELETE ON turn BEGIN
    INSERT INTO search_gone (number) SELECT number FROM searched WHERE turn_id = old.id;
END;
CREATE TRIGGER search_conversation_new AFTER INSERT ON conversation BEGIN
    INSERT INTO search_new (first, conversation_id) VALUES ((min(max(new.created / 86400000, 0), 65535) << 24) + (1 << 40), new.id);
END;
CREATE TRIGGER search_conversation_gone BEFORE DELETE ON conversation BEGIN
    INSERT INTO search_gone (number) SELECT number FROM searched WHERE conversation_id = old.id;
END;
CREATE TRIGGER search_image_new AFTER INSERT ON image WHEN new.turn_id IS NULL BEGIN
    INSERT INTO search_new (first, image_id) VALUES ((min(max(new.created / 86400000, 0), 65535) << 24) + (2 << 40), new.id);
END;
CREATE TRIGGER search_image_gone BEFORE DELETE ON image BEGIN
    INSERT INTO search_gone (number) SELECT number FROM searched WHERE image_id = old.id;
END;

CREATE TRIGGER search_turn_before BEFORE UPDATE OF prompt, words, model, starred, conversation_id, copied_from ON turn
WHEN old.prompt IS NOT new.prompt OR old.words IS NOT new.words OR old.model IS NOT new.model
    OR old.starred IS NOT new.starred OR old.conversation_id IS NOT new.conversation_id
    OR old.copied_from IS NOT new.copied_from BEGIN
    INSERT INTO search_out (number) SELECT number FROM searched WHERE turn_id = old.id;
END;
CREATE TRIGGER search_turn AFTER UPDATE OF prompt, words, model, starred, conversation_id, copied_from ON turn
WHEN old.prompt IS NOT new.prompt OR old.words IS NOT new.words OR old.model IS NOT new.model
    OR old.starred IS NOT new.starred OR old.conversation_id IS NOT new.conversation_id
    OR old.copied_from IS NOT new.copied_from BEGIN
    INSERT INTO search_in (number) SELECT number FROM searched WHERE turn_id = old.id;
END;
CREATE TRIGGER search_conversation_before BEFORE UPDATE OF title ON conversation WHEN old.title IS NOT new.title BEGIN
    INSERT INTO search_out (number) SELECT number FROM searched WHERE conversation_id = old.id
        UNION ALL SELECT number FROM turn JOIN searched ON searched.turn_id = turn.id WHERE turn.conversation_id = old.id;
END;
CREATE TRIGGER search_conversation AFTER UPDATE OF title ON conversation WHEN old.title IS NOT new.title BEGIN
    INSERT INTO search_in (number) SELECT number FROM searched WHERE conversation_id = old.id
        UNION ALL SELECT number FROM turn JOIN searched ON searched.turn_id = turn.id WHERE turn.conversation_id = old.id;
END;
CREATE TRIGGER search_image_before BEFORE UPDATE OF name, rating, trashed ON image
WHEN old.name IS NOT new.name OR old.rating IS NOT new.rating
    OR (old.trashed IS NOT new.trashed AND (new.rating > 0 OR new.name IS NOT NULL)) BEGIN
    INSERT INTO search_out (number) SELECT number FROM searched WHERE image_id = old.id
        UNION SELECT number FROM turn JOIN searched ON searched.turn_id = turn.id
            WHERE turn.id = old.turn_id OR turn.copied_from = old.turn_id
        UNION SELECT number FROM input JOIN searched ON searched.turn_id = input.turn_id WHERE input.image_id = old.id;
END;
CREATE TRIGGER search_image AFTER UPDATE OF name, rating, trashed ON image
WHEN old.name IS NOT new.name OR old.rating IS NOT new.rating
    OR (old.trashed IS NOT new.trashed AND (new.rating > 0 OR new.name IS NOT NULL)) BEGIN
    INSERT INTO search_in (number) SELECT number FROM searched WHERE image_id = old.id
        UNION SELECT number FROM turn JOIN searched ON searched.turn_id = turn.id
            WHERE turn.id = old.turn_id OR turn.copied_from = old.turn_id
        UNION SELECT number FROM input JOIN searched ON searched.turn_id = input.turn_id WHERE input.image_id = old.id;
END;
CREATE TRIGGER search_image_added_before BEFORE INSERT ON image
WHEN new.turn_id IS NOT NULL AND (new.rating > 0 OR new.name IS NOT NULL) BEGIN
    INSERT INTO search_out (number) SELECT number FROM turn JOIN searched ON searched.turn_id = turn.id
        WHERE turn.id = new.turn_id OR turn.copied_from = new.turn_id;
END;
CREATE TRIGGER search_image_added AFTER INSERT ON image
WHEN new.turn_id IS NOT NULL AND (new.rating > 0 OR new.name IS NOT NULL) BEGIN
    INSERT INTO search_in (number) SELECT number FROM turn JOIN searched ON searched.turn_id = turn.id
        WHERE turn.id = new.turn_id OR turn.copied_from = new.turn_id;
END;
CREATE TRIGGER search_input_added_before BEFORE INSERT ON input
WHEN new.name IS NOT NULL OR EXISTS (SELECT 1 FROM image WHERE id = new.image_id AND name IS NOT NULL) BEGIN
    INSERT INTO search_out (number) SELECT number FROM searched WHERE turn_id = new.turn_id;
END;
CREATE TRIGGER search_input_added AFTER INSERT ON input
WHEN new.name IS NOT NULL OR EXISTS (SELECT 1 FROM image WHERE id = new.image_id AND name IS NOT NULL) BEGIN
    INSERT INTO search_in (number) SELECT number FROM searched WHERE turn_id = new.turn_id;
END;
CREATE TRIGGER search_input_removed_before BEFORE DELETE ON input BEGIN
    INSERT INTO search_out (number) SELECT number FROM searched WHERE turn_id = old.turn_id;
END;
CREATE TRIGGER search_input_removed AFTER DELETE ON input BEGIN
    INSERT INTO search_in (number) SELECT number FROM searched WHERE turn_id = old.turn_id;
END;
CREATE TRIGGER search_input_changed_before BEFORE UPDATE OF name, image_id ON input
WHEN old.name IS NOT new.name OR old.image_id IS NOT new.image_id BEGIN
    INSERT INTO search_out (number) SELECT number FROM searched WHERE turn_id = old.turn_id;
END;
CREATE TRIGGER search_input_changed AFTER UPDATE OF name, image_id ON input
WHEN old.name IS NOT new.name OR old.image_id IS NOT new.image_id BEGIN
    INSERT INTO search_in (number) SELECT number FROM searched WHERE turn_id = old.turn_id;
END;

-- What older libraries have.
INSERT INTO searched (number, turn_id)
    SELECT base + row_number() OVER (PARTITION BY base ORDER BY id) - 1, id
    FROM (SELECT id, min(max(created / 86400000, 0), 65535) << 24 AS base FROM turn);
INSERT INTO searched (number, conversation_id)
    SELECT base + row_number() OVER (PARTITION BY base ORDER BY id) - 1, id
    FROM (SELECT id, (min(max(created / 86400000, 0), 65535) << 24) + (1 << 40) AS base FROM conversation);
INSERT INTO searched (number, image_id)
    SELECT base + row_number() OVER (PARTITION BY base ORDER BY id) - 1, id
    FROM (SELECT id, (min(max(created / 86400000, 0), 65535) << 24) + (2 << 40) AS base FROM image WHERE turn_id IS NULL);
INSERT INTO search (search) VALUES ('rebuild');
-- Pieces of the index are merged when there are sixteen alike. As it comes, four are enough, and one commit in a hundred waits
-- fifty times as long.
INSERT INTO search (search, rank) VALUES ('automerge', 0);
