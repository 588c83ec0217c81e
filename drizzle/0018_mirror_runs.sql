ALTER TABLE "step_events" DROP CONSTRAINT "step_events_kind_check";--> statement-breakpoint
ALTER TABLE "step_events" DROP CONSTRAINT "step_events_step_check";--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "offboarding_started_at" timestamp with time zone;--> statement-breakpoint
-- PostgreSQL before 17 changes what a column is generated from in no other way. Its indexes go with it.
ALTER TABLE "clients" DROP COLUMN "stage";--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "stage" text GENERATED ALWAYS AS (case
          when purged_at is not null then 'purged'
          when offboarded_at is not null or offboarding_started_at is not null then 'offboarding'
          when installed_at is not null then 'installed'
          when submitted_at is null then 'draft'
          when run_started_at is not null then 'installing'
          when missing_ours = 0 and missing_client = 0 then 'ready'
          else 'collecting' end) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "clients_stage_idx" ON "clients" USING btree ("stage","updated_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "clients_waiting_idx" ON "clients" USING btree ("submitted_at") WHERE stage = 'collecting' and missing_client > 0;--> statement-breakpoint
CREATE UNIQUE INDEX "runbooks_open_mirror_key" ON "runbooks" USING btree ("machine_id","kind") WHERE kind <> 'install' and closed_at is null and superseded_at is null;--> statement-breakpoint
ALTER TABLE "step_events" ADD CONSTRAINT "step_events_kind_check" CHECK ("step_events"."kind" in ('started', 'resumed', 'claimed', 'released', 'done', 'failed', 'blocked', 'skipped', 'waived',
        'undone', 'noted', 'checked', 'placed', 'recorded', 'installed', 'closed', 'upgraded', 'evidence-added',
        'evidence-removed', 'addendum'));--> statement-breakpoint
ALTER TABLE "step_events" ADD CONSTRAINT "step_events_step_check" CHECK ("step_events"."step_id" is not null or "step_events"."kind" in ('started', 'resumed', 'installed', 'closed', 'noted', 'upgraded'));
