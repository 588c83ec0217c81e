DROP INDEX "step_results_closed_idx";--> statement-breakpoint
-- The ranking reads the index alone: few steps make trouble, and what is counted of them is in it.
CREATE INDEX "step_results_trouble_idx" ON "step_results" USING btree ("kind","closed_at")
  INCLUDE ("step_id", "component_id", "failed", "blocked", "undone", "overran")
  WHERE failed > 0 or blocked > 0 or undone > 0 or overran;
--> statement-breakpoint
-- What became of each step and component in closed runs, from their logs. Minutes are those of the run's report: the
-- time before an act belongs to its step, and half an hour without an act is nobody's. An upgraded run counts with what
-- happened before, unless that was closed, and so counted, itself. Runs that were written already stay as they are.
create or replace function record_run_results(run_ids uuid[]) returns void language sql as $$
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
      estimate > 0 and minutes > 1.5 * estimate and minutes >= estimate + 2
    from known
    on conflict do nothing
  )
  insert into component_results (runbook_id, component_id, kind, closed_at, minutes, estimate_minutes, smooth)
  select run_id, component_id, run_kind, closed_at, sum(minutes), sum(estimate), bool_and(failed = 0 and blocked = 0)
  from known group by run_id, component_id, run_kind, closed_at having bool_or(done)
  on conflict do nothing;
$$;
--> statement-breakpoint
-- Steps of a minute or two ran over by seconds: what was written is made again from the logs, which have not changed.
alter table step_results disable trigger user;
--> statement-breakpoint
alter table component_results disable trigger user;
--> statement-breakpoint
delete from step_results;
--> statement-breakpoint
delete from component_results;
--> statement-breakpoint
alter table step_results enable trigger user;
--> statement-breakpoint
alter table component_results enable trigger user;
--> statement-breakpoint
select record_run_results((select coalesce(array_agg(id), '{}') from runbooks where closed_at is not null));
