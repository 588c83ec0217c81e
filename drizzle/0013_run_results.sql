CREATE TABLE "component_results" (
	"runbook_id" uuid NOT NULL,
	"component_id" text NOT NULL,
	"kind" text NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	"minutes" real NOT NULL,
	"estimate_minutes" real NOT NULL,
	"smooth" boolean NOT NULL,
	CONSTRAINT "component_results_runbook_id_component_id_pk" PRIMARY KEY("runbook_id","component_id")
);
--> statement-breakpoint
CREATE TABLE "step_results" (
	"runbook_id" uuid NOT NULL,
	"step_id" text NOT NULL,
	"component_id" text NOT NULL,
	"kind" text NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	"minutes" real NOT NULL,
	"estimate_minutes" real NOT NULL,
	"done" boolean NOT NULL,
	"failed" smallint NOT NULL,
	"blocked" smallint NOT NULL,
	"undone" smallint NOT NULL,
	"overran" boolean NOT NULL,
	CONSTRAINT "step_results_runbook_id_step_id_pk" PRIMARY KEY("runbook_id","step_id")
);
--> statement-breakpoint
CREATE TABLE "step_suggestions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"runbook_id" uuid NOT NULL,
	"step_id" text NOT NULL,
	"component_id" text NOT NULL,
	"wrong" text NOT NULL,
	"better" text NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "step_suggestions_text_check" CHECK (length(trim("step_suggestions"."wrong")) > 0 and length(trim("step_suggestions"."better")) > 0)
);
--> statement-breakpoint
CREATE TABLE "suggestion_answers" (
	"suggestion_id" uuid PRIMARY KEY NOT NULL,
	"verdict" text NOT NULL,
	"words" text NOT NULL,
	"answered_by" uuid NOT NULL,
	"answered_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "suggestion_answers_verdict_check" CHECK ("suggestion_answers"."verdict" in ('taken', 'declined')),
	CONSTRAINT "suggestion_answers_words_check" CHECK ("suggestion_answers"."verdict" <> 'declined' or length(trim("suggestion_answers"."words")) > 0)
);
--> statement-breakpoint
ALTER TABLE "component_results" ADD CONSTRAINT "component_results_runbook_id_runbooks_id_fk" FOREIGN KEY ("runbook_id") REFERENCES "public"."runbooks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_results" ADD CONSTRAINT "step_results_runbook_id_runbooks_id_fk" FOREIGN KEY ("runbook_id") REFERENCES "public"."runbooks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_suggestions" ADD CONSTRAINT "step_suggestions_made_by_users_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_suggestions" ADD CONSTRAINT "step_suggestions_step_fkey" FOREIGN KEY ("runbook_id","step_id") REFERENCES "public"."runbook_steps"("runbook_id","step_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion_answers" ADD CONSTRAINT "suggestion_answers_suggestion_id_step_suggestions_id_fk" FOREIGN KEY ("suggestion_id") REFERENCES "public"."step_suggestions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion_answers" ADD CONSTRAINT "suggestion_answers_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "component_results_closed_idx" ON "component_results" USING btree ("kind","closed_at");--> statement-breakpoint
CREATE INDEX "step_results_closed_idx" ON "step_results" USING btree ("kind","closed_at");--> statement-breakpoint
CREATE INDEX "step_suggestions_component_idx" ON "step_suggestions" USING btree ("component_id","id" DESC NULLS LAST);--> statement-breakpoint
grant select, insert on component_results, step_results, step_suggestions, suggestion_answers to jed_board_app;
--> statement-breakpoint
create trigger component_results_append_only before update or delete on component_results
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger component_results_no_truncate before truncate on component_results
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger step_results_append_only before update or delete on step_results
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger step_results_no_truncate before truncate on step_results
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger step_suggestions_append_only before update or delete on step_suggestions
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger step_suggestions_no_truncate before truncate on step_suggestions
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger suggestion_answers_append_only before update or delete on suggestion_answers
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger suggestion_answers_no_truncate before truncate on suggestion_answers
  for each statement execute function refuse_change();
--> statement-breakpoint
-- What became of each step and component in closed runs, from their logs. Minutes are those of the run's report: the
-- time before an act belongs to its step, and half an hour without an act is nobody's. An upgraded run counts with what
-- happened before, unless that was closed, and so counted, itself. Runs that were written already stay as they are.
create function record_run_results(run_ids uuid[]) returns void language sql as $$
  with part as (
    select r.id as run_id, r.kind as run_kind, r.closed_at, part.id as part_id
    from runbooks r cross join lateral unnest(r.continued_ids || r.id) with ordinality as part(id, nth)
    where r.id = any(run_ids) and r.closed_at is not null
      and not exists (select from unnest(r.continued_ids) with ordinality as earlier(id, nth)
        join runbooks c on c.id = earlier.id where c.closed_at is not null and earlier.nth >= part.nth)
      and not exists (select from component_results written where written.runbook_id = r.id)
  ), act as (
    select p.run_id, p.run_kind, p.closed_at, e.seq, e.step_id, e.kind, e.revision, e.reason,
      e.kind = 'checked' and e.detail->>'matched' = 'false' as mismatched,
      e.at - lag(e.at) over (partition by p.run_id order by e.seq) as since_last,
      lag(e.kind) over (partition by p.run_id, e.step_id, e.revision is null order by e.seq) as kind_before
    from part p join step_events e on e.runbook_id = p.part_id
  ), outcome as (
    select run_id, run_kind, closed_at, step_id,
      coalesce(sum(extract(epoch from since_last)) filter (where since_last > interval '0'
        and since_last < interval '30 minutes'), 0) / 60 as minutes,
      coalesce((array_agg(kind order by seq desc) filter (where revision is not null))[1] = 'done', false) as done,
      count(*) filter (where kind = 'failed' or mismatched) as failed,
      count(*) filter (where kind = 'blocked') as blocked,
      -- With a reason it was not somebody who opened the step again, but an upgrade that changed it.
      count(*) filter (where kind = 'undone' and reason is null and kind_before in ('done', 'skipped', 'waived')) as undone
    from act where step_id is not null group by run_id, run_kind, closed_at, step_id
  ), known as (
    select o.*, s.component_id, coalesce((s.content->>'estimateMinutes')::real, 0) as estimate
    from outcome o join runbook_steps s on s.runbook_id = o.run_id and s.step_id = o.step_id
    where o.done or o.failed > 0 or o.blocked > 0
  ), written as (
    insert into step_results (runbook_id, step_id, component_id, kind, closed_at, minutes, estimate_minutes, done,
      failed, blocked, undone, overran)
    select run_id, step_id, component_id, run_kind, closed_at, minutes, estimate, done, failed, blocked, undone,
      minutes > 1.5 * estimate
    from known
    on conflict do nothing
  )
  insert into component_results (runbook_id, component_id, kind, closed_at, minutes, estimate_minutes, smooth)
  select run_id, component_id, run_kind, closed_at, sum(minutes), sum(estimate), bool_and(failed = 0 and blocked = 0)
  from known group by run_id, component_id, run_kind, closed_at having bool_or(done)
  on conflict do nothing;
$$;
--> statement-breakpoint
select record_run_results((select coalesce(array_agg(id), '{}') from runbooks where closed_at is not null));
