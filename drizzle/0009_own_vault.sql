CREATE TABLE "team_members" (
	"team_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "team_members_team_id_user_id_pk" PRIMARY KEY("team_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vault_secrets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"scope" text NOT NULL,
	"team_id" uuid,
	"user_id" uuid,
	"path" text NOT NULL,
	"kdf_salt" "bytea" NOT NULL,
	"envelope" "bytea" NOT NULL,
	"key_version" integer NOT NULL,
	"value_version" integer NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"category" text NOT NULL,
	"expires_at" timestamp with time zone,
	"rotation_required" boolean DEFAULT false NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_accessed_at" timestamp with time zone,
	"access_count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "vault_secrets_place_key" UNIQUE NULLS NOT DISTINCT("scope","team_id","user_id","path"),
	CONSTRAINT "vault_secrets_owner_check" CHECK (("vault_secrets"."scope" = 'team') = ("vault_secrets"."team_id" is not null) and ("vault_secrets"."scope" = 'user') = ("vault_secrets"."user_id" is not null)),
	CONSTRAINT "vault_secrets_path_check" CHECK (case "vault_secrets"."scope"
        when 'org' then "vault_secrets"."path" ~ '^(meta|project|service)/[a-z0-9][a-z0-9_-]{0,62}/[a-z0-9][a-z0-9_-]{0,62}$'
        when 'team' then "vault_secrets"."path" ~ '^team/[A-Z][A-Z0-9_]{0,62}$'
        when 'user' then "vault_secrets"."path" ~ '^user/[A-Z][A-Z0-9_]{0,62}$'
        else false end),
	CONSTRAINT "vault_secrets_category_check" CHECK ("vault_secrets"."category" in ('LLM', 'Infrastructure', 'Hosting', 'Email', 'General')),
	CONSTRAINT "vault_secrets_version_check" CHECK ("vault_secrets"."value_version" >= 1),
	CONSTRAINT "vault_secrets_salt_check" CHECK (octet_length("vault_secrets"."kdf_salt") = 32),
	CONSTRAINT "vault_secrets_envelope_check" CHECK (octet_length("vault_secrets"."envelope") >= 33),
	CONSTRAINT "vault_secrets_key_version_check" CHECK (substring("vault_secrets"."envelope" from 2 for 4) = int4send("vault_secrets"."key_version"))
);
--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vault_secrets" ADD CONSTRAINT "vault_secrets_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vault_secrets" ADD CONSTRAINT "vault_secrets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vault_secrets" ADD CONSTRAINT "vault_secrets_key_version_master_keys_version_fk" FOREIGN KEY ("key_version") REFERENCES "public"."master_keys"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "team_members_user_idx" ON "team_members" USING btree ("user_id","team_id");--> statement-breakpoint
CREATE UNIQUE INDEX "teams_name_key" ON "teams" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "vault_secrets_team_idx" ON "vault_secrets" USING btree ("team_id","path") WHERE team_id is not null;--> statement-breakpoint
CREATE INDEX "vault_secrets_user_idx" ON "vault_secrets" USING btree ("user_id","path") WHERE user_id is not null;--> statement-breakpoint
CREATE INDEX "vault_secrets_key_version_idx" ON "vault_secrets" USING btree ("key_version","id");--> statement-breakpoint
-- Who is in a team is not for the application to change: nobody adds themselves by way of a page.
grant select on teams, team_members to jed_board_app;
--> statement-breakpoint
-- A value keeps its place and who made it: those columns cannot be updated. Moving a value is storing it again.
grant select, insert, delete on vault_secrets to jed_board_app;
--> statement-breakpoint
grant update (
  kdf_salt, envelope, key_version, value_version, description, category, expires_at, rotation_required,
  updated_by, updated_at, last_accessed_at, access_count
) on vault_secrets to jed_board_app;
--> statement-breakpoint
alter table vault_secrets enable row level security;
--> statement-breakpoint
alter table vault_secrets force row level security;
--> statement-breakpoint
-- Who asks is set for one transaction (lib/secrets/own-vault.ts). A setting of a former transaction reads as '', one
-- that was never made as null; either way nothing is equal to it, and there are no rows.
create policy vault_secrets_reach on vault_secrets to jed_board_app using (
  current_setting('jed.role', true) in ('admin', 'consultant')
  and case scope
    when 'user' then user_id = nullif(current_setting('jed.user_id', true), '')::uuid
    when 'team' then exists (
      select 1 from team_members m
      where m.team_id = vault_secrets.team_id
        and m.user_id = nullif(current_setting('jed.user_id', true), '')::uuid
    )
    when 'org' then current_setting('jed.role', true) = 'admin'
      and nullif(current_setting('jed.user_id', true), '') is not null
    else false
  end
);
--> statement-breakpoint
-- Nobody stores a value in another's name.
create policy vault_secrets_maker on vault_secrets as restrictive for insert to jed_board_app with check (
  created_by = nullif(current_setting('jed.user_id', true), '')::uuid and updated_by = created_by
);
--> statement-breakpoint
-- A change of the master key opens and encrypts every row; it runs as the owner, which needs to be let through too.
create policy vault_secrets_key_change_reads on vault_secrets for select to jed_board_owner using (true);
--> statement-breakpoint
create policy vault_secrets_key_change_writes on vault_secrets for update to jed_board_owner using (true);
--> statement-breakpoint
create trigger vault_secrets_active_key before insert or update of envelope, key_version on vault_secrets
  for each row execute function refuse_inactive_key();
--> statement-breakpoint
-- As before, and our own values are values too.
create or replace function keep_master_keys() returns trigger language plpgsql as $$
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
  if new.state = 'retired' and (
    exists (select 1 from client_credentials where key_version = new.version)
    or exists (select 1 from second_factors where key_version = new.version)
    or exists (select 1 from vault_secrets where key_version = new.version)
  ) then
    raise exception 'values need master key %', new.version using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
