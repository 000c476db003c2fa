-- What the intake's roles may do. Run by intake_owner after every `db upgrade`; it can be run again at any time:
--   psql --set ON_ERROR_STOP=1 --username intake_owner --dbname intake --file intake-grants.sql
-- A table that a later version adds is closed to all until it stands here.

BEGIN;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, intake_web, intake_courier, intake_close, intake_retention, intake_backup;

GRANT SELECT ON alembic_version TO intake_web, intake_courier, intake_close, intake_retention, intake_backup;

-- The public app. It changes pages of the open epoch and nothing else; what is closed is closed to it.
GRANT SELECT ON open_epoch, key_epoch, board, directory TO intake_web;
GRANT SELECT, INSERT, UPDATE (mark, value) ON page TO intake_web;

-- The courier's socket. It holds no key, sees nothing of what comes, and never changes a batch.
GRANT SELECT (epoch, state) ON open_epoch TO intake_courier;
GRANT SELECT ON batch TO intake_courier;
GRANT SELECT, INSERT, DELETE ON board, directory TO intake_courier;
GRANT SELECT, INSERT ON standing_order TO intake_courier; -- what was ordered stays

-- `close`. A batch is written once: it can neither be changed nor removed.
GRANT SELECT, INSERT, TRUNCATE ON open_epoch, key_epoch, page TO intake_close;
GRANT SELECT, INSERT ON batch TO intake_close;

-- `retention`. It sees which epochs there are and reads no batch; the function keeps those from an epoch on.
GRANT SELECT (epoch, state) ON open_epoch TO intake_retention;
GRANT SELECT (epoch, number) ON batch TO intake_retention;
GRANT SELECT ON board, directory, standing_order TO intake_retention;
REVOKE ALL ON FUNCTION keep_batches_from(bigint) FROM PUBLIC, intake_web, intake_courier, intake_close, intake_backup;
GRANT EXECUTE ON FUNCTION keep_batches_from(bigint) TO intake_retention;

-- `backup`. Whatever a later version adds, but nothing of the open epoch; it changes nothing.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO intake_backup;
REVOKE ALL ON open_epoch, key_epoch, page FROM intake_backup;

COMMIT;
