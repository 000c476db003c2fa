-- The intake's six roles. Run by a superuser of the server, in the intake's own database; it can be run again at any time:
--   psql --set ON_ERROR_STOP=1 --dbname intake --file intake.sql
-- then, as intake_owner: `db upgrade`, and intake-grants.sql after each upgrade; then, as intake_close: `close`, which
-- opens the first epoch.
--
-- intake_owner      `db upgrade`, `publish`
-- intake_web        `serve`: cannot read a closed batch
-- intake_courier    `serve --courier`: cannot read the open epoch
-- intake_close      `close`, `reopen`
-- intake_retention  `retention`: destroys batches, and cannot read one
-- intake_backup     `backup`: closed batches and what is published, and nothing of the open epoch
--
-- They sign in by the server's own means (peer, or a certificate): see pg_hba.conf.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['intake_owner', 'intake_web', 'intake_courier', 'intake_close', 'intake_retention', 'intake_backup'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I', role);
        END IF;
        EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS', role);
        -- Also where somebody forgot to include private.conf.
        EXECUTE format('ALTER ROLE %I SET log_min_messages = log', role);
        EXECUTE format('ALTER ROLE %I SET log_error_verbosity = terse', role);
        EXECUTE format('ALTER ROLE %I SET log_min_error_statement = panic', role);
        EXECUTE format('ALTER ROLE %I SET log_statement = none', role);
        EXECUTE format('ALTER ROLE %I SET log_min_duration_statement = -1', role);
        EXECUTE format('ALTER ROLE %I SET log_parameter_max_length = 0', role);
        EXECUTE format('ALTER ROLE %I SET search_path = public', role);
    END LOOP;
    -- What nobody was given, nobody has.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO intake_owner, intake_web, intake_courier, intake_close, intake_retention, intake_backup', current_database());
END
$$;

-- `retention`: after a destruction the server's log begins a new part, and it looks that the old ones are gone. It
-- inherits nothing: it takes the role for the one statement that needs it.
GRANT pg_checkpoint TO intake_retention;
GRANT EXECUTE ON FUNCTION pg_switch_wal(), pg_ls_waldir() TO intake_retention;
-- Where the owner's function keeps batches while their table gets a new file.
DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO intake_owner', current_database()); END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO intake_owner;
GRANT USAGE ON SCHEMA public TO intake_web, intake_courier, intake_close, intake_retention, intake_backup;

-- How large a table is, and when it was last touched, says when somebody sent something.
REVOKE ALL ON FUNCTION
    pg_relation_size(regclass), pg_relation_size(regclass, text), pg_table_size(regclass), pg_indexes_size(regclass),
    pg_total_relation_size(regclass), pg_database_size(name), pg_database_size(oid)
    FROM PUBLIC;
REVOKE ALL ON pg_stat_all_tables, pg_stat_user_tables, pg_stat_xact_all_tables, pg_stat_xact_user_tables,
    pg_statio_all_tables, pg_statio_user_tables, pg_stat_all_indexes, pg_stat_user_indexes, pg_statio_all_indexes,
    pg_statio_user_indexes, pg_statio_all_sequences, pg_statio_user_sequences, pg_stat_database, pg_stat_activity
    FROM PUBLIC;

-- And what those views are made of, and how far the journal is. Numbers of transactions stay visible to whoever connects.
DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN
        SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND (proname LIKE 'pg\_stat\_get\_%' OR proname LIKE 'pg\_current\_wal\_%')
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
    END LOOP;
END
$$;
