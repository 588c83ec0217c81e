CREATE TABLE "catalogue_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"component_id" text NOT NULL,
	"state" text NOT NULL,
	"definition" jsonb,
	"base_hash" text NOT NULL,
	"shipped_hash" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"started_by" uuid NOT NULL,
	"started_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"changed_by" uuid NOT NULL,
	"changed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"note" text DEFAULT '' NOT NULL,
	"catalogue_version" integer,
	CONSTRAINT "catalogue_changes_state_check" CHECK ("catalogue_changes"."state" in ('draft', 'published', 'withdrawn')),
	CONSTRAINT "catalogue_changes_published_check" CHECK (("catalogue_changes"."state" = 'published') = ("catalogue_changes"."catalogue_version" is not null)
        and ("catalogue_changes"."state" <> 'published' or length(trim("catalogue_changes"."note")) > 0)),
	CONSTRAINT "catalogue_changes_decided_check" CHECK (("catalogue_changes"."state" = 'draft') = ("catalogue_changes"."decided_by" is null) and ("catalogue_changes"."decided_by" is null) = ("catalogue_changes"."decided_at" is null)),
	CONSTRAINT "catalogue_changes_definition_check" CHECK ("catalogue_changes"."definition" is not null or "catalogue_changes"."state" = 'published'),
	CONSTRAINT "catalogue_changes_revision_check" CHECK ("catalogue_changes"."revision" >= 1)
);
--> statement-breakpoint
ALTER TABLE "catalogue_changes" ADD CONSTRAINT "catalogue_changes_component_id_components_id_fk" FOREIGN KEY ("component_id") REFERENCES "public"."components"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_changes" ADD CONSTRAINT "catalogue_changes_started_by_users_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_changes" ADD CONSTRAINT "catalogue_changes_changed_by_users_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_changes" ADD CONSTRAINT "catalogue_changes_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_changes" ADD CONSTRAINT "catalogue_changes_version_fkey" FOREIGN KEY ("catalogue_version") REFERENCES "public"."catalogue_versions"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "catalogue_changes_draft_key" ON "catalogue_changes" USING btree ("component_id") WHERE state = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "catalogue_changes_version_key" ON "catalogue_changes" USING btree ("catalogue_version");--> statement-breakpoint
CREATE INDEX "catalogue_changes_component_idx" ON "catalogue_changes" USING btree ("component_id","catalogue_version" DESC NULLS LAST);--> statement-breakpoint
grant select, insert, update on catalogue_changes to jed_board_app;
--> statement-breakpoint
-- Enough to publish: nothing of the catalogue is ever deleted, and tiers and packs come from releases only.
grant insert on catalogue_versions to jed_board_app;
--> statement-breakpoint
grant insert, update on components, component_settings, component_credential_slots, component_steps to jed_board_app;
--> statement-breakpoint
-- A draft may change; what was published or withdrawn stays, save for the note which shipped text it was compared with.
create function keep_catalogue_changes() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' then
    raise exception 'catalogue_changes: % refused', lower(tg_op) using errcode = 'insufficient_privilege';
  end if;
  if (new.id, new.component_id, new.base_hash, new.started_by, new.started_at)
      is distinct from (old.id, old.component_id, old.base_hash, old.started_by, old.started_at)
    or (old.state <> 'draft'
      and (new.state, new.definition, new.revision, new.changed_by, new.changed_at, new.decided_by, new.decided_at,
          new.note, new.catalogue_version)
        is distinct from (old.state, old.definition, old.revision, old.changed_by, old.changed_at, old.decided_by,
          old.decided_at, old.note, old.catalogue_version)) then
    raise exception 'a decided change of the catalogue stays as it is' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger catalogue_changes_keep before update or delete on catalogue_changes
  for each row execute function keep_catalogue_changes();
--> statement-breakpoint
create trigger catalogue_changes_no_truncate before truncate on catalogue_changes
  for each statement execute function keep_catalogue_changes();
--> statement-breakpoint
-- The application writes the catalogue only in the transaction that publishes a change, under who published it.
create function refuse_unpublished_catalogue() returns trigger language plpgsql as $$
begin
  if current_user = 'jed_board_app' and not exists (
    select from catalogue_changes change
    join catalogue_versions version on version.version = change.catalogue_version
    where change.xmin = pg_current_xact_id()::xid and version.xmin = pg_current_xact_id()::xid
  ) then
    raise exception '% changes by a published change of the catalogue only', tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger components_published before insert or update on components
  for each statement execute function refuse_unpublished_catalogue();
--> statement-breakpoint
create trigger component_settings_published before insert or update on component_settings
  for each statement execute function refuse_unpublished_catalogue();
--> statement-breakpoint
create trigger component_credential_slots_published before insert or update on component_credential_slots
  for each statement execute function refuse_unpublished_catalogue();
--> statement-breakpoint
create trigger component_steps_published before insert or update on component_steps
  for each statement execute function refuse_unpublished_catalogue();
--> statement-breakpoint
-- Nor does it take a version number for anything else. Asked at the commit: the change refers to the version.
create constraint trigger catalogue_versions_published after insert on catalogue_versions
  deferrable initially deferred for each row execute function refuse_unpublished_catalogue();
