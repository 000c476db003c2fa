-- The reviewer's seven roles. Run once by a superuser of the server, in the reviewer's own empty database:
--   psql --set ON_ERROR_STOP=1 --dbname reviewer --file reviewer.sql
-- then, as reviewer_owner: `db upgrade`, and reviewer-grants.sql after each upgrade.
--
-- reviewer_owner    the operator's commands: `db`, `members`
-- reviewer_web      `serve`
-- reviewer_courier  `courier`: knows no member, no session, no mark
-- reviewer_record   `audit`: the record and its tree
-- reviewer_digest   `digest`: where mail goes, and who scanned when
-- reviewer_backup   `backup`: all but the sessions, and changes nothing
-- reviewer_retention `retention`, `destruction`: deletes, and reads nothing that is sealed and lives
--
-- They sign in by the server's own means (peer, a certificate, or a password that the superuser sets): see pg_hba.conf.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['reviewer_owner', 'reviewer_web', 'reviewer_courier', 'reviewer_record', 'reviewer_digest', 'reviewer_retention', 'reviewer_backup'] LOOP
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
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO reviewer_owner, reviewer_web, reviewer_courier, reviewer_record, reviewer_digest, reviewer_retention, reviewer_backup', current_database());
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO reviewer_owner;
GRANT USAGE ON SCHEMA public TO reviewer_web, reviewer_courier, reviewer_record, reviewer_digest, reviewer_retention, reviewer_backup;

-- How many rows a table has, and when it was last touched, says when somebody was busy.
REVOKE ALL ON FUNCTION
    pg_relation_size(regclass), pg_relation_size(regclass, text), pg_table_size(regclass), pg_indexes_size(regclass),
    pg_total_relation_size(regclass), pg_database_size(name), pg_database_size(oid)
    FROM PUBLIC;
REVOKE ALL ON pg_stat_all_tables, pg_stat_user_tables, pg_stat_xact_all_tables, pg_stat_xact_user_tables,
    pg_statio_all_tables, pg_statio_user_tables, pg_stat_all_indexes, pg_stat_user_indexes, pg_statio_all_indexes,
    pg_statio_user_indexes, pg_statio_all_sequences, pg_statio_user_sequences, pg_stat_database, pg_stat_activity
    FROM PUBLIC;

-- What a scrub needs of the server: to see whether somebody still sees what was deleted (of other roles' transactions it
-- sees that they are there; their text is not kept), to switch the log, to make a checkpoint, and to see which parts of
-- the log are left. It inherits nothing of these: it takes each role for the one statement that needs it.
GRANT pg_read_all_stats, pg_checkpoint TO reviewer_retention;
GRANT EXECUTE ON FUNCTION pg_switch_wal(), pg_ls_waldir() TO reviewer_retention;
GRANT SELECT ON pg_stat_activity TO pg_read_all_stats;
