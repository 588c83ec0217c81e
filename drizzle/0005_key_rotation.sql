ALTER TABLE "client_credentials" ADD CONSTRAINT "client_credentials_key_version_check" CHECK (substring("client_credentials"."envelope" from 2 for 4) = int4send("client_credentials"."key_version"));--> statement-breakpoint
-- Values are encrypted under the active master key and under no other, whatever a process believes that slept through
-- a rotation. The lock makes a rotation wait for values that are being written, and them for it. These functions run
-- with the owner's rights, since locking a row of master_keys takes more than the application may do with it.
create function refuse_inactive_key() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform 1 from public.master_keys where version = new.key_version and state = 'active' for share;
  if not found then
    raise exception 'master key % is not the active one', new.key_version
      using errcode = 'check_violation', constraint = tg_table_name || '_active_key';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger client_credentials_active_key before insert or update of envelope, key_version on client_credentials
  for each row execute function refuse_inactive_key();
--> statement-breakpoint
-- The active version, held active until the transaction ends. Null when a rotation ended while this waited for it.
create function hold_active_master_key() returns integer
language sql security definer set search_path = pg_catalog, public as $$
  select version from public.master_keys where state = 'active' for share
$$;
--> statement-breakpoint
revoke all on function hold_active_master_key() from public;
--> statement-breakpoint
grant execute on function hold_active_master_key() to jed_board_app;
--> statement-breakpoint
-- A version goes from active to decrypt-only to retired and never back; what identifies it never changes; and it is
-- not retired while a value needs it.
create function keep_master_keys() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a master key version is never deleted: retire it' using errcode = 'insufficient_privilege';
  end if;
  if new.version <> old.version or new.fingerprint <> old.fingerprint then
    raise exception 'version and fingerprint of a master key never change' using errcode = 'insufficient_privilege';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('active', 'decrypt-only'), ('decrypt-only', 'retired')) then
    raise exception 'a master key goes from active to decrypt-only to retired' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'retired' and exists (select 1 from client_credentials where key_version = new.version) then
    raise exception 'values need master key %', new.version using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger master_keys_keep before update or delete on master_keys
  for each row execute function keep_master_keys();
