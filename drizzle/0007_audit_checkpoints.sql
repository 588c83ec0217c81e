CREATE TABLE "audit_checkpoints" (
	"number" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"events" bigint NOT NULL,
	"chains" integer NOT NULL,
	"hash" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL,
	"public_key" "bytea" NOT NULL,
	CONSTRAINT "audit_checkpoints_lengths_check" CHECK (octet_length("audit_checkpoints"."hash") = 32 and octet_length("audit_checkpoints"."signature") = 64)
);
--> statement-breakpoint
CREATE INDEX "audit_events_reveals_at_idx" ON "audit_events" USING btree ("at") WHERE action = 'credential.revealed';--> statement-breakpoint
CREATE INDEX "audit_events_reveals_actor_idx" ON "audit_events" USING btree ("actor_id","seq" DESC NULLS LAST) WHERE action = 'credential.revealed';--> statement-breakpoint
CREATE INDEX "audit_events_reveals_slot_idx" ON "audit_events" USING btree ("client_id","slot_id","seq" DESC NULLS LAST) WHERE action = 'credential.revealed';--> statement-breakpoint
alter table audit_checkpoints add constraint audit_checkpoints_number_check check (number >= 1 and octet_length(public_key) = 44);
--> statement-breakpoint
grant select, insert on audit_checkpoints to jed_board_app;
--> statement-breakpoint
create trigger audit_checkpoints_append_only before update or delete on audit_checkpoints
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger audit_checkpoints_no_truncate before truncate on audit_checkpoints
  for each statement execute function refuse_change();
