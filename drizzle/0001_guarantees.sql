-- What the schema alone cannot say: who may do what to which table, and which rows never change again.
-- Runs as the owner, jed_board_owner. The application's role, jed_board_app, is a plain role without DDL rights.

grant usage on schema public to jed_board_app;
--> statement-breakpoint
grant select, insert, update, delete on
  sign_in_throttles,
  client_components,
  client_settings,
  client_credentials,
  client_vault_references,
  machines,
  placements,
  installed_components,
  wizard_drafts,
  wizard_answers
to jed_board_app;
--> statement-breakpoint
grant select, insert, update on users, user_sessions, one_time_links, runbooks, key_usage to jed_board_app;
--> statement-breakpoint
-- Clients that were only drafts may be thrown away; the trigger below keeps every other.
grant select, insert, update, delete on clients to jed_board_app;
--> statement-breakpoint
grant select on
  catalogue_versions,
  components,
  component_settings,
  component_credential_slots,
  component_steps,
  package_tiers,
  tier_components,
  master_keys
to jed_board_app;
--> statement-breakpoint
-- Append-only: no UPDATE, no DELETE, no TRUNCATE.
grant select, insert on audit_events, step_events, runbook_steps, purge_certificates to jed_board_app;
--> statement-breakpoint
grant usage on all sequences in schema public to jed_board_app;
--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger audit_events_no_truncate before truncate on audit_events
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger step_events_append_only before update or delete on step_events
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger step_events_no_truncate before truncate on step_events
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger runbook_steps_append_only before update or delete on runbook_steps
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger runbook_steps_no_truncate before truncate on runbook_steps
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger purge_certificates_append_only before update or delete on purge_certificates
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger purge_certificates_no_truncate before truncate on purge_certificates
  for each statement execute function refuse_change();
--> statement-breakpoint
create function keep_submitted_clients() returns trigger language plpgsql as $$
begin
  if old.submitted_at is not null then
    raise exception 'a client that was created cannot be deleted' using errcode = 'insufficient_privilege';
  end if;
  return old;
end $$;
--> statement-breakpoint
create trigger clients_keep_submitted before delete on clients
  for each row execute function keep_submitted_clients();
--> statement-breakpoint
-- A purged client is over: it takes no value, and it does not come back.
create function keep_purged_clients() returns trigger language plpgsql as $$
begin
  if new.purged_at is null or new.kdf_salt is not null then
    raise exception 'a purged client cannot be restored' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger clients_keep_purged before update on clients
  for each row when (old.purged_at is not null) execute function keep_purged_clients();
--> statement-breakpoint
create function refuse_values_of_purged_clients() returns trigger language plpgsql as $$
begin
  perform 1 from clients where id = new.client_id and purged_at is null and kdf_salt is not null for share;
  if not found then
    raise exception 'this client takes no values' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger client_credentials_living_client before insert or update of envelope on client_credentials
  for each row execute function refuse_values_of_purged_clients();
