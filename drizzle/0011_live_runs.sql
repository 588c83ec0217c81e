CREATE TABLE "run_viewers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"runbook_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"since" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "run_viewers_run_idx" ON "run_viewers" USING btree ("runbook_id","user_id");--> statement-breakpoint
CREATE INDEX "run_viewers_expires_idx" ON "run_viewers" USING btree ("expires_at");--> statement-breakpoint
grant select, insert, update, delete on run_viewers to jed_board_app;
--> statement-breakpoint
-- Every open page of a run hears of what happens in it. The database itself says so, in the transaction of the deed, so
-- that no way of writing can forget to. Only the run's id travels; whoever hears it reads what they may read.
create function tell_run_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('run_changes', new.runbook_id::text);
  return null;
end $$;
--> statement-breakpoint
create trigger step_events_tell after insert on step_events
  for each row execute function tell_run_change();
--> statement-breakpoint
create trigger audit_events_tell_run after insert on audit_events
  for each row when (new.runbook_id is not null and new.action in ('credential.revealed', 'credential.stored'))
  execute function tell_run_change();
--> statement-breakpoint
create function tell_run_viewers() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform pg_notify('run_viewers', old.runbook_id::text);
  else
    perform pg_notify('run_viewers', new.runbook_id::text);
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger run_viewers_tell after insert or delete on run_viewers
  for each row execute function tell_run_viewers();
