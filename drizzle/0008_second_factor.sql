CREATE TABLE "board_settings" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"second_factor_roles" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "board_settings_one_row" CHECK ("board_settings"."only"),
	CONSTRAINT "board_settings_roles_check" CHECK ("board_settings"."second_factor_roles" <@ array['admin', 'consultant', 'support'])
);
--> statement-breakpoint
CREATE TABLE "pending_sign_ins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"user_id" uuid NOT NULL,
	"password_digest" "bytea" NOT NULL,
	"session_version" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kdf_salt" "bytea" NOT NULL,
	"envelope" "bytea" NOT NULL,
	"key_version" integer NOT NULL,
	"confirmed_at" timestamp with time zone,
	"last_used_step" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "second_factors_key_version_check" CHECK (substring("second_factors"."envelope" from 2 for 4) = int4send("second_factors"."key_version")),
	CONSTRAINT "second_factors_salt_check" CHECK (octet_length("second_factors"."kdf_salt") = 32)
);
--> statement-breakpoint
ALTER TABLE "pending_sign_ins" ADD CONSTRAINT "pending_sign_ins_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_key_version_master_keys_version_fk" FOREIGN KEY ("key_version") REFERENCES "public"."master_keys"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "pending_sign_ins_token_key" ON "pending_sign_ins" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "pending_sign_ins_user_idx" ON "pending_sign_ins" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_codes_code_key" ON "recovery_codes" USING btree ("user_id","code_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "second_factors_user_key" ON "second_factors" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "second_factors_key_version_idx" ON "second_factors" USING btree ("key_version","id");--> statement-breakpoint
grant select, insert, update, delete on second_factors, recovery_codes, pending_sign_ins to jed_board_app;
--> statement-breakpoint
-- The one row is there from the start, and stays.
insert into board_settings default values;
--> statement-breakpoint
grant select, update on board_settings to jed_board_app;
--> statement-breakpoint
create trigger second_factors_active_key before insert or update of envelope, key_version on second_factors
  for each row execute function refuse_inactive_key();
--> statement-breakpoint
-- As before, and an authenticator's secret is a value too.
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
  ) then
    raise exception 'values need master key %', new.version using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
-- A code that was accepted once stays spent, whatever runs at the same time: the step only ever grows.
create function keep_used_steps() returns trigger language plpgsql as $$
begin
  if old.confirmed_at is not null
    and (new.confirmed_at is null or coalesce(new.last_used_step, 0) < coalesce(old.last_used_step, 0)) then
    raise exception 'a used code cannot be made good again' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger second_factors_keep_used_steps before update on second_factors
  for each row execute function keep_used_steps();
