ALTER TABLE "step_events" DROP CONSTRAINT "step_events_kind_check";--> statement-breakpoint
ALTER TABLE "step_events" DROP CONSTRAINT "step_events_step_check";--> statement-breakpoint
ALTER TABLE "runbooks" ADD COLUMN "continued_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL;--> statement-breakpoint
CREATE INDEX "runbooks_continued_idx" ON "runbooks" USING gin ("continued_ids");--> statement-breakpoint
ALTER TABLE "step_events" ADD CONSTRAINT "step_events_kind_check" CHECK ("step_events"."kind" in ('started', 'resumed', 'claimed', 'released', 'done', 'failed', 'blocked', 'skipped', 'waived',
        'undone', 'noted', 'checked', 'placed', 'recorded', 'installed', 'upgraded'));--> statement-breakpoint
ALTER TABLE "step_events" ADD CONSTRAINT "step_events_step_check" CHECK ("step_events"."step_id" is not null or "step_events"."kind" in ('started', 'resumed', 'installed', 'noted', 'upgraded'));