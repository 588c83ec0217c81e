CREATE TABLE "audit_heads" (
	"chain" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"key_version" integer NOT NULL,
	"mac" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "chain" text;--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "chain_seq" bigint;--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "key_version" integer;--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "mac" "bytea";--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_chain_key" UNIQUE("chain","chain_seq");--> statement-breakpoint
alter table audit_events add constraint audit_events_chained check (
  chain is not null and chain_seq >= 1 and key_version is not null and octet_length(mac) = 32
) not valid;
--> statement-breakpoint
grant select, insert, update on audit_heads to jed_board_app;
