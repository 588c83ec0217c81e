CREATE TABLE "new_password_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "client_vault_references" ADD COLUMN "pasted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "new_password_links" ADD CONSTRAINT "new_password_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "new_password_links_token_key" ON "new_password_links" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "new_password_links_open_key" ON "new_password_links" USING btree ("user_id") WHERE used_at is null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "client_vault_references_unpasted_idx" ON "client_vault_references" USING btree ("client_id") WHERE pasted_at is null;--> statement-breakpoint
CREATE INDEX "step_events_blocked_idx" ON "step_events" USING btree ("at") WHERE kind = 'blocked';--> statement-breakpoint
grant select, insert, update on new_password_links to jed_board_app;
--> statement-breakpoint
-- A link stands for a password that was forgotten. Once there is another password, by whichever way, or the account is
-- disabled, it is worthless; the database sees to it, so that no way of changing a password can forget to.
create function withdraw_new_password_links() returns trigger language plpgsql as $$
begin
  update new_password_links set withdrawn_at = now()
    where user_id = new.id and used_at is null and withdrawn_at is null;
  return null;
end $$;
--> statement-breakpoint
create trigger users_withdraw_new_password_links after update of password_hash, disabled_at on users
  for each row when (new.password_hash is distinct from old.password_hash or new.disabled_at is not null)
  execute function withdraw_new_password_links();
--> statement-breakpoint
update client_vault_references as kept set pasted_at = (
  select max(placed_at) from placements
  where placements.client_id = kept.client_id and placements.slot_id = kept.slot_id and placed_at >= kept.updated_at
);
