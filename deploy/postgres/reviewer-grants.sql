-- What the reviewer's roles may do. Run by reviewer_owner after every `db upgrade`; it can be run again at any time:
--   psql --set ON_ERROR_STOP=1 --username reviewer_owner --dbname reviewer --file reviewer-grants.sql
-- A table that a later version adds is closed to both until it stands here.

BEGIN;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, reviewer_web, reviewer_courier;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, reviewer_web, reviewer_courier;

GRANT SELECT ON alembic_version TO reviewer_web, reviewer_courier;

-- The members' pages. Who is enrolled stays who he is: only what a sign-in, a founding or a recovery renews changes.
GRANT SELECT, INSERT, UPDATE (totp_step, keys_signature, verifier_hash, wrapped) ON member TO reviewer_web;
GRANT SELECT, INSERT, DELETE, UPDATE (member_id, totp) ON invitation TO reviewer_web;
GRANT SELECT, INSERT, DELETE, UPDATE (seen) ON session TO reviewer_web;
GRANT SELECT, INSERT, DELETE ON directory_draft, draft_signature TO reviewer_web;
GRANT SELECT, INSERT, UPDATE (epoch) ON member_scan TO reviewer_web;
GRANT SELECT, INSERT, UPDATE (value) ON marks TO reviewer_web;
GRANT SELECT, INSERT ON directory TO reviewer_web; -- a version is never changed
GRANT SELECT ON batch, batch_state, board TO reviewer_web;
GRANT SELECT (id, slot, kind, value), INSERT ON outbox TO reviewer_web;
GRANT USAGE ON SEQUENCE outbox_id_seq TO reviewer_web;

-- The courier. Batches are written once: it can neither change nor remove one, nor read it again.
GRANT SELECT ON directory TO reviewer_courier;
GRANT SELECT, INSERT ON batch_state TO reviewer_courier;
GRANT INSERT ON batch TO reviewer_courier;
GRANT SELECT, INSERT, DELETE ON board, board_entry TO reviewer_courier;
GRANT SELECT, DELETE ON outbox TO reviewer_courier;

COMMIT;
