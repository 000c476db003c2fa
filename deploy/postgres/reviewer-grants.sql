-- What the reviewer's roles may do. Run by reviewer_owner after every `db upgrade`; it can be run again at any time:
--   psql --set ON_ERROR_STOP=1 --username reviewer_owner --dbname reviewer --file reviewer-grants.sql
-- A table that a later version adds is closed to all until it stands here.

BEGIN;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, reviewer_web, reviewer_courier, reviewer_record, reviewer_digest, reviewer_retention, reviewer_backup;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, reviewer_web, reviewer_courier, reviewer_record, reviewer_digest, reviewer_retention, reviewer_backup;

GRANT SELECT ON alembic_version TO reviewer_web, reviewer_courier, reviewer_record, reviewer_digest, reviewer_retention, reviewer_backup;

-- The members' pages. Who is enrolled stays who he is: only what a sign-in, a founding, a recovery or a new version of
-- the directory renews changes.
GRANT SELECT, INSERT, UPDATE (totp, totp_step, keys_signature, verifier_hash, wrapped, proof_hash, resting, state, role, x25519, mlkem) ON member TO reviewer_web;
GRANT SELECT, INSERT, UPDATE (value, x25519, mlkem, since, keys_signature) ON ring TO reviewer_web;
GRANT SELECT, INSERT, DELETE, UPDATE (member_id, totp) ON invitation TO reviewer_web;
GRANT SELECT, INSERT, DELETE, UPDATE (seen, confirmed) ON session TO reviewer_web;
GRANT SELECT, INSERT, DELETE ON directory_draft, draft_signature TO reviewer_web;
GRANT SELECT, INSERT, DELETE ON directory_proposal, proposal_signature TO reviewer_web;
GRANT SELECT, INSERT, UPDATE (epoch, day) ON member_scan TO reviewer_web;
GRANT SELECT, INSERT, UPDATE (value) ON marks TO reviewer_web;
GRANT SELECT, INSERT ON directory TO reviewer_web; -- a version is never changed
GRANT SELECT ON batch, batch_state, board TO reviewer_web;
GRANT SELECT (id, slot, kind, value), INSERT ON outbox TO reviewer_web;
GRANT USAGE ON SEQUENCE outbox_id_seq TO reviewer_web;
GRANT SELECT, INSERT, DELETE, UPDATE (sign_count) ON passkey TO reviewer_web;
GRANT SELECT, INSERT, DELETE ON duty TO reviewer_web;
GRANT SELECT, INSERT ON auditor_confirmation TO reviewer_web; -- what was confirmed stays
GRANT SELECT, INSERT, UPDATE (value) ON index_blob TO reviewer_web;
-- Cases. How one stands is rewritten with each entry; entries, contents, grants and items are only ever added.
GRANT SELECT, INSERT, UPDATE (state, hold, review, key, entries, last) ON case_ TO reviewer_web;
GRANT SELECT, INSERT, DELETE ON case_due TO reviewer_web;
GRANT SELECT, INSERT ON entry, entry_content, case_grant, item TO reviewer_web;
GRANT SELECT ON leaf, filler, checkpoint TO reviewer_web;
-- Standing orders are only ever added; certificates are others' to write.
GRANT SELECT, INSERT ON standing_order TO reviewer_web;
GRANT SELECT, INSERT, DELETE ON order_proposal, order_proposal_signature TO reviewer_web;
GRANT SELECT ON certificate TO reviewer_web;

-- `audit`: adds leaves and checkpoints, and reads what is signed or sealed. It knows no member and no session.
GRANT SELECT ON directory, case_, case_due, entry, entry_content, case_grant, item TO reviewer_record;
GRANT SELECT ON standing_order, certificate TO reviewer_record;
GRANT SELECT, INSERT ON leaf, filler, checkpoint TO reviewer_record;

-- `digest`: to whom, and who scanned on which day. Nothing of any case.
GRANT SELECT (id, standing, state, slot, role, sign_key) ON member TO reviewer_digest;
GRANT SELECT (member_id, day) ON member_scan TO reviewer_digest;
GRANT SELECT ON directory, mailbox, duty TO reviewer_digest;

-- The courier. Batches are written once: it can neither change nor remove one, nor read it again.
GRANT SELECT ON directory, standing_order TO reviewer_courier;
GRANT SELECT, INSERT ON batch_state TO reviewer_courier;
GRANT INSERT ON batch TO reviewer_courier;
GRANT SELECT, INSERT, DELETE ON board, board_entry TO reviewer_courier;
GRANT SELECT, DELETE ON outbox TO reviewer_courier;

-- `retention`. It deletes what is sealed, which the tables' own triggers let go of destroyed cases alone, and reads a
-- sealed value only of those, and of batches whose destruction it has noted: through views. Tables are made anew, and
-- secrets of the retired forgotten, by functions of the owner's.
GRANT SELECT ON directory, standing_order, case_, entry TO reviewer_retention;
GRANT SELECT ("case", sequence), DELETE ON entry_content, case_grant, item TO reviewer_retention;
GRANT SELECT ON destroyed_value, destroyed_batch, left_secret TO reviewer_retention;
GRANT SELECT, INSERT, DELETE ON destruction TO reviewer_retention;
GRANT SELECT, INSERT ON certificate TO reviewer_retention;
GRANT SELECT ON batch_state TO reviewer_retention;
GRANT SELECT (epoch, number) ON batch TO reviewer_retention;
GRANT DELETE ON batch, batch_state TO reviewer_retention;
GRANT SELECT, DELETE ON board, board_entry TO reviewer_retention;
GRANT SELECT (member_id, opened, seen), DELETE ON session TO reviewer_retention;
GRANT SELECT (member_id, last_day), DELETE ON invitation TO reviewer_retention;
GRANT SELECT (id, standing, state, sign_key) ON member TO reviewer_retention;
GRANT SELECT (member_id, epoch) ON member_scan TO reviewer_retention;
GRANT EXECUTE ON FUNCTION make_anew(text), forget_secrets(text) TO reviewer_retention;

-- `backup`. Whatever a later version adds, but not who is signed in; it changes nothing.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO reviewer_backup;
REVOKE ALL ON session, destroyed_value, destroyed_batch, left_secret FROM reviewer_backup;

COMMIT;
