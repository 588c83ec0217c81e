CREATE TABLE "step_evidence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"runbook_id" uuid NOT NULL,
	"step_id" text NOT NULL,
	"addendum" boolean NOT NULL,
	"added_by" uuid NOT NULL,
	"added_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"mime" text NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"sha256" "bytea" NOT NULL,
	"content" "bytea",
	"preview" "bytea",
	"removed_by" uuid,
	"removed_at" timestamp with time zone,
	"removed_reason" text,
	CONSTRAINT "step_evidence_mime_check" CHECK ("step_evidence"."mime" in ('image/jpeg', 'image/png', 'image/webp')),
	CONSTRAINT "step_evidence_bytes_check" CHECK ("step_evidence"."bytes" between 1 and 10485760),
	CONSTRAINT "step_evidence_content_check" CHECK ("step_evidence"."content" is null or octet_length("step_evidence"."content") = "step_evidence"."bytes"),
	CONSTRAINT "step_evidence_preview_check" CHECK (("step_evidence"."preview" is null) = ("step_evidence"."content" is null) and ("step_evidence"."preview" is null or octet_length("step_evidence"."preview") <= 262144)),
	CONSTRAINT "step_evidence_sha256_check" CHECK (octet_length("step_evidence"."sha256") = 32),
	CONSTRAINT "step_evidence_removed_check" CHECK (("step_evidence"."content" is null) = ("step_evidence"."removed_at" is not null) and ("step_evidence"."removed_at" is null) = ("step_evidence"."removed_by" is null)
        and ("step_evidence"."removed_at" is null) = ("step_evidence"."removed_reason" is null) and length(trim(coalesce("step_evidence"."removed_reason", '-'))) > 0)
);
--> statement-breakpoint
ALTER TABLE "step_events" DROP CONSTRAINT "step_events_kind_check";--> statement-breakpoint
ALTER TABLE "step_events" DROP CONSTRAINT "step_events_reason_check";--> statement-breakpoint
ALTER TABLE "step_evidence" ADD CONSTRAINT "step_evidence_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_evidence" ADD CONSTRAINT "step_evidence_step_fkey" FOREIGN KEY ("runbook_id","step_id") REFERENCES "public"."runbook_steps"("runbook_id","step_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "step_evidence_run_idx" ON "step_evidence" USING btree ("runbook_id","id");--> statement-breakpoint
CREATE INDEX "step_evidence_client_idx" ON "step_evidence" USING btree ("client_id");--> statement-breakpoint
ALTER TABLE "step_events" ADD CONSTRAINT "step_events_kind_check" CHECK ("step_events"."kind" in ('started', 'resumed', 'claimed', 'released', 'done', 'failed', 'blocked', 'skipped', 'waived',
        'undone', 'noted', 'checked', 'placed', 'recorded', 'installed', 'upgraded', 'evidence-added', 'evidence-removed',
        'addendum'));--> statement-breakpoint
ALTER TABLE "step_events" ADD CONSTRAINT "step_events_reason_check" CHECK ("step_events"."kind" not in ('failed', 'blocked', 'skipped', 'waived', 'evidence-removed', 'addendum') or length(trim(coalesce("step_events"."reason", ''))) > 0);--> statement-breakpoint
-- Images do not get smaller by compressing them once more.
alter table step_evidence alter column content set storage external;
--> statement-breakpoint
alter table step_evidence alter column preview set storage external;
--> statement-breakpoint
grant select, insert, update on step_evidence to jed_board_app;
--> statement-breakpoint
-- The one thing that ever happens to a row: its bytes go, with who, when and why. It never gets others.
create function keep_step_evidence() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'the record of an image is never deleted: remove its bytes' using errcode = 'insufficient_privilege';
  end if;
  if old.content is null or new.content is not null
    or (new.id, new.client_id, new.runbook_id, new.step_id, new.addendum, new.added_by, new.added_at, new.mime,
        new.bytes, new.width, new.height, new.sha256)
      is distinct from (old.id, old.client_id, old.runbook_id, old.step_id, old.addendum, old.added_by, old.added_at,
        old.mime, old.bytes, old.width, old.height, old.sha256) then
    raise exception 'an image is removed and otherwise never changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger step_evidence_keep before update or delete on step_evidence
  for each row execute function keep_step_evidence();
--> statement-breakpoint
create trigger step_evidence_no_truncate before truncate on step_evidence
  for each statement execute function refuse_change();
--> statement-breakpoint
-- An image belongs to the client whose run it is in, and a purged client takes none.
create function refuse_foreign_evidence() returns trigger language plpgsql as $$
begin
  perform 1 from runbooks where id = new.runbook_id and client_id = new.client_id;
  if not found then
    raise exception 'an image belongs to the client of its run' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger step_evidence_own_client before insert on step_evidence
  for each row execute function refuse_foreign_evidence();
--> statement-breakpoint
create trigger step_evidence_living_client before insert on step_evidence
  for each row execute function refuse_values_of_purged_clients();
