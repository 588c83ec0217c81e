CREATE TABLE "audit_events" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_events_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"action" text NOT NULL,
	"outcome" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"actor_role" text NOT NULL,
	"via" text NOT NULL,
	"is_agent" boolean NOT NULL,
	"reason" text,
	"client_id" uuid,
	"slot_id" text,
	"value_version" integer,
	"runbook_id" uuid,
	"step_id" text,
	"subject_user_id" uuid,
	"address" text,
	"user_agent" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "catalogue_versions" (
	"version" integer PRIMARY KEY NOT NULL,
	"content_hash" text NOT NULL,
	"loaded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "catalogue_versions_content_hash_unique" UNIQUE("content_hash")
);
--> statement-breakpoint
CREATE TABLE "component_credential_slots" (
	"id" text PRIMARY KEY NOT NULL,
	"component_id" text NOT NULL,
	"slot_key" text NOT NULL,
	"name" text NOT NULL,
	"tag" text NOT NULL,
	"class" text NOT NULL,
	"required" boolean NOT NULL,
	"position" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "component_credential_slots_id_tag_key" UNIQUE("id","tag"),
	CONSTRAINT "component_credential_slots_tag_check" CHECK ("component_credential_slots"."tag" in ('our-managed', 'client-supplied')),
	CONSTRAINT "component_credential_slots_class_check" CHECK (("component_credential_slots"."class" in ('infrastructure', 'per_install_generated') and "component_credential_slots"."tag" = 'our-managed')
        or "component_credential_slots"."class" in ('user_prompt', 'remote_fetch')
        or ("component_credential_slots"."class" = 'device_sign_in' and "component_credential_slots"."tag" = 'client-supplied'))
);
--> statement-breakpoint
CREATE TABLE "component_settings" (
	"key" text PRIMARY KEY NOT NULL,
	"component_id" text NOT NULL,
	"position" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "component_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"component_id" text NOT NULL,
	"position" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "components" (
	"id" text PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"definition" jsonb NOT NULL,
	"catalogue_version" integer NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "package_tiers" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"summary" text NOT NULL,
	"position" integer NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "package_tiers_kind_check" CHECK ("package_tiers"."kind" in ('tier', 'pack', 'add-on'))
);
--> statement-breakpoint
CREATE TABLE "tier_components" (
	"tier_id" text NOT NULL,
	"component_id" text NOT NULL,
	CONSTRAINT "tier_components_tier_id_component_id_pk" PRIMARY KEY("tier_id","component_id")
);
--> statement-breakpoint
CREATE TABLE "client_components" (
	"client_id" uuid NOT NULL,
	"component_id" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "client_components_client_id_component_id_pk" PRIMARY KEY("client_id","component_id")
);
--> statement-breakpoint
CREATE TABLE "client_credentials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"slot_id" text NOT NULL,
	"tag" text DEFAULT 'our-managed' NOT NULL,
	"envelope" "bytea" NOT NULL,
	"key_version" integer NOT NULL,
	"value_version" integer NOT NULL,
	"characters" integer NOT NULL,
	"source" text NOT NULL,
	"stored_by" uuid NOT NULL,
	"stored_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"spent_at" timestamp with time zone,
	CONSTRAINT "client_credentials_client_slot_key" UNIQUE("client_id","slot_id"),
	CONSTRAINT "client_credentials_tag_check" CHECK ("client_credentials"."tag" = 'our-managed'),
	CONSTRAINT "client_credentials_version_check" CHECK ("client_credentials"."value_version" >= 1),
	CONSTRAINT "client_credentials_envelope_check" CHECK (octet_length("client_credentials"."envelope") >= 33)
);
--> statement-breakpoint
CREATE TABLE "client_settings" (
	"client_id" uuid NOT NULL,
	"setting_key" text NOT NULL,
	"value" text NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "client_settings_client_id_setting_key_pk" PRIMARY KEY("client_id","setting_key")
);
--> statement-breakpoint
CREATE TABLE "client_vault_references" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"slot_id" text NOT NULL,
	"tag" text DEFAULT 'client-supplied' NOT NULL,
	"reference" text NOT NULL,
	"label" text DEFAULT '' NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "client_vault_references_client_slot_key" UNIQUE("client_id","slot_id"),
	CONSTRAINT "client_vault_references_tag_check" CHECK ("client_vault_references"."tag" = 'client-supplied')
);
--> statement-breakpoint
CREATE TABLE "clients" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"contact_name" text DEFAULT '' NOT NULL,
	"contact_email" text DEFAULT '' NOT NULL,
	"contact_phone" text DEFAULT '' NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"tier_id" text,
	"pack_ids" text[] DEFAULT '{}'::text[] NOT NULL,
	"submitted_at" timestamp with time zone,
	"missing_ours" integer DEFAULT 0 NOT NULL,
	"missing_client" integer DEFAULT 0 NOT NULL,
	"ready_at" timestamp with time zone,
	"run_started_at" timestamp with time zone,
	"installed_at" timestamp with time zone,
	"offboarded_at" timestamp with time zone,
	"retention_days" integer DEFAULT 30 NOT NULL,
	"purge_after" timestamp with time zone,
	"purged_at" timestamp with time zone,
	"kdf_salt" "bytea",
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"stage" text GENERATED ALWAYS AS (case
          when purged_at is not null then 'purged'
          when offboarded_at is not null then 'offboarding'
          when installed_at is not null then 'installed'
          when submitted_at is null then 'draft'
          when run_started_at is not null then 'installing'
          when missing_ours = 0 and missing_client = 0 then 'ready'
          else 'collecting' end) STORED NOT NULL,
	CONSTRAINT "clients_slug_unique" UNIQUE("slug"),
	CONSTRAINT "clients_slug_check" CHECK ("clients"."slug" ~ '^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$'),
	CONSTRAINT "clients_salt_check" CHECK ("clients"."kdf_salt" is null or octet_length("clients"."kdf_salt") = 32),
	CONSTRAINT "clients_purged_salt_check" CHECK (purged_at is null or kdf_salt is null),
	CONSTRAINT "clients_retention_check" CHECK ("clients"."retention_days" between 0 and 3650),
	CONSTRAINT "clients_offboarding_check" CHECK ((offboarded_at is null) = (purge_after is null))
);
--> statement-breakpoint
CREATE TABLE "installed_components" (
	"machine_id" uuid NOT NULL,
	"component_id" text NOT NULL,
	"client_id" uuid NOT NULL,
	"runbook_id" uuid NOT NULL,
	"version" text NOT NULL,
	"verified_how" text NOT NULL,
	"verified_by" uuid NOT NULL,
	"installed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "installed_components_machine_id_component_id_pk" PRIMARY KEY("machine_id","component_id")
);
--> statement-breakpoint
CREATE TABLE "machines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"name" text NOT NULL,
	"model" text DEFAULT '' NOT NULL,
	"chip" text DEFAULT '' NOT NULL,
	"serial" text DEFAULT '' NOT NULL,
	"macos_build" text DEFAULT '' NOT NULL,
	"mac_address" text DEFAULT '' NOT NULL,
	"hostname" text DEFAULT '' NOT NULL,
	"tailscale_name" text DEFAULT '' NOT NULL,
	"tailscale_ip" text DEFAULT '' NOT NULL,
	"location" text DEFAULT '' NOT NULL,
	"purchased_on" date,
	"warranty_until" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "machines_client_name_key" UNIQUE("client_id","name"),
	CONSTRAINT "machines_name_check" CHECK ("machines"."name" ~ '^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$')
);
--> statement-breakpoint
CREATE TABLE "placements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"machine_id" uuid NOT NULL,
	"slot_id" text NOT NULL,
	"value_version" integer,
	"signed_in_as" text,
	"valid_until" date,
	"placed_by" uuid NOT NULL,
	"placed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "one_time_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"name" text,
	"email" text,
	"role" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "one_time_links_kind_check" CHECK ("one_time_links"."kind" in ('setup', 'invitation')),
	CONSTRAINT "one_time_links_role_check" CHECK ("one_time_links"."role" in ('admin', 'consultant', 'support'))
);
--> statement-breakpoint
CREATE TABLE "sign_in_throttles" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"first_failure_at" timestamp with time zone DEFAULT now() NOT NULL,
	"blocked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "user_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"session_version" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"authenticated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"address" text,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text,
	"session_version" integer DEFAULT 1 NOT NULL,
	"disabled_at" timestamp with time zone,
	"last_sign_in_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_role_check" CHECK ("users"."role" in ('admin', 'consultant', 'support'))
);
--> statement-breakpoint
CREATE TABLE "purge_certificates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"purged_at" timestamp with time zone NOT NULL,
	"destroyed_values" integer NOT NULL,
	"statement" jsonb NOT NULL,
	"signature" "bytea" NOT NULL,
	"public_key" "bytea" NOT NULL,
	"signed_by" text NOT NULL,
	CONSTRAINT "purge_certificates_client_id_unique" UNIQUE("client_id")
);
--> statement-breakpoint
CREATE TABLE "runbook_steps" (
	"runbook_id" uuid NOT NULL,
	"step_id" text NOT NULL,
	"component_id" text NOT NULL,
	"position" integer NOT NULL,
	"phase" text NOT NULL,
	"required" boolean NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "runbook_steps_runbook_id_step_id_pk" PRIMARY KEY("runbook_id","step_id"),
	CONSTRAINT "runbook_steps_position_key" UNIQUE("runbook_id","position")
);
--> statement-breakpoint
CREATE TABLE "runbooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" uuid NOT NULL,
	"machine_id" uuid NOT NULL,
	"kind" text DEFAULT 'install' NOT NULL,
	"number" integer NOT NULL,
	"catalogue_version" integer NOT NULL,
	"scope_hash" text NOT NULL,
	"composed_by" uuid NOT NULL,
	"composed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"superseded_at" timestamp with time zone,
	CONSTRAINT "runbooks_machine_number_key" UNIQUE("machine_id","kind","number"),
	CONSTRAINT "runbooks_kind_check" CHECK ("runbooks"."kind" in ('install', 'hand-over', 'offboarding'))
);
--> statement-breakpoint
CREATE TABLE "step_events" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "step_events_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"runbook_id" uuid NOT NULL,
	"step_id" text,
	"kind" text NOT NULL,
	"revision" integer,
	"act_id" uuid,
	"actor_id" uuid NOT NULL,
	"reason" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "step_events_act_key" UNIQUE("act_id"),
	CONSTRAINT "step_events_revision_key" UNIQUE("runbook_id","step_id","revision"),
	CONSTRAINT "step_events_kind_check" CHECK ("step_events"."kind" in ('started', 'resumed', 'claimed', 'released', 'done', 'failed', 'blocked', 'skipped', 'waived',
        'undone', 'noted', 'checked', 'placed', 'recorded', 'installed')),
	CONSTRAINT "step_events_reason_check" CHECK ("step_events"."kind" not in ('failed', 'blocked', 'skipped', 'waived') or length(trim(coalesce("step_events"."reason", ''))) > 0),
	CONSTRAINT "step_events_step_check" CHECK ("step_events"."step_id" is not null or "step_events"."kind" in ('started', 'resumed', 'installed', 'noted'))
);
--> statement-breakpoint
CREATE TABLE "key_usage" (
	"key_version" integer PRIMARY KEY NOT NULL,
	"encryptions" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "master_keys" (
	"version" integer PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"wrapped_key" "bytea",
	"fingerprint" "bytea" NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "master_keys_version_check" CHECK ("master_keys"."version" between 1 and 4294967295),
	CONSTRAINT "master_keys_state_check" CHECK ("master_keys"."state" in ('active', 'decrypt-only', 'retired'))
);
--> statement-breakpoint
CREATE TABLE "wizard_answers" (
	"draft_id" uuid NOT NULL,
	"field" text NOT NULL,
	"value" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "wizard_answers_draft_id_field_pk" PRIMARY KEY("draft_id","field")
);
--> statement-breakpoint
CREATE TABLE "wizard_drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" uuid,
	"step" text DEFAULT 'client' NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "component_credential_slots" ADD CONSTRAINT "component_credential_slots_component_id_components_id_fk" FOREIGN KEY ("component_id") REFERENCES "public"."components"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "component_settings" ADD CONSTRAINT "component_settings_component_id_components_id_fk" FOREIGN KEY ("component_id") REFERENCES "public"."components"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "component_steps" ADD CONSTRAINT "component_steps_component_id_components_id_fk" FOREIGN KEY ("component_id") REFERENCES "public"."components"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_components" ADD CONSTRAINT "tier_components_tier_id_package_tiers_id_fk" FOREIGN KEY ("tier_id") REFERENCES "public"."package_tiers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_components" ADD CONSTRAINT "tier_components_component_id_components_id_fk" FOREIGN KEY ("component_id") REFERENCES "public"."components"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_components" ADD CONSTRAINT "client_components_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_components" ADD CONSTRAINT "client_components_component_id_components_id_fk" FOREIGN KEY ("component_id") REFERENCES "public"."components"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_credentials" ADD CONSTRAINT "client_credentials_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_credentials" ADD CONSTRAINT "client_credentials_key_version_master_keys_version_fk" FOREIGN KEY ("key_version") REFERENCES "public"."master_keys"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_credentials" ADD CONSTRAINT "client_credentials_slot_tag_fkey" FOREIGN KEY ("slot_id","tag") REFERENCES "public"."component_credential_slots"("id","tag") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_settings" ADD CONSTRAINT "client_settings_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_vault_references" ADD CONSTRAINT "client_vault_references_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_vault_references" ADD CONSTRAINT "client_vault_references_slot_tag_fkey" FOREIGN KEY ("slot_id","tag") REFERENCES "public"."component_credential_slots"("id","tag") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installed_components" ADD CONSTRAINT "installed_components_machine_id_machines_id_fk" FOREIGN KEY ("machine_id") REFERENCES "public"."machines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installed_components" ADD CONSTRAINT "installed_components_component_id_components_id_fk" FOREIGN KEY ("component_id") REFERENCES "public"."components"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installed_components" ADD CONSTRAINT "installed_components_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "machines" ADD CONSTRAINT "machines_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements" ADD CONSTRAINT "placements_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements" ADD CONSTRAINT "placements_machine_id_machines_id_fk" FOREIGN KEY ("machine_id") REFERENCES "public"."machines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements" ADD CONSTRAINT "placements_slot_id_component_credential_slots_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."component_credential_slots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purge_certificates" ADD CONSTRAINT "purge_certificates_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runbook_steps" ADD CONSTRAINT "runbook_steps_runbook_id_runbooks_id_fk" FOREIGN KEY ("runbook_id") REFERENCES "public"."runbooks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runbooks" ADD CONSTRAINT "runbooks_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runbooks" ADD CONSTRAINT "runbooks_machine_id_machines_id_fk" FOREIGN KEY ("machine_id") REFERENCES "public"."machines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_events" ADD CONSTRAINT "step_events_runbook_id_runbooks_id_fk" FOREIGN KEY ("runbook_id") REFERENCES "public"."runbooks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_events" ADD CONSTRAINT "step_events_step_fkey" FOREIGN KEY ("runbook_id","step_id") REFERENCES "public"."runbook_steps"("runbook_id","step_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_usage" ADD CONSTRAINT "key_usage_key_version_master_keys_version_fk" FOREIGN KEY ("key_version") REFERENCES "public"."master_keys"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wizard_answers" ADD CONSTRAINT "wizard_answers_draft_id_wizard_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."wizard_drafts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wizard_drafts" ADD CONSTRAINT "wizard_drafts_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_client_idx" ON "audit_events" USING btree ("client_id","seq" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_events_actor_idx" ON "audit_events" USING btree ("actor_id","seq" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_events_slot_idx" ON "audit_events" USING btree ("client_id","slot_id","seq" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_events_action_idx" ON "audit_events" USING btree ("action","seq" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "component_credential_slots_component_idx" ON "component_credential_slots" USING btree ("component_id");--> statement-breakpoint
CREATE INDEX "component_credential_slots_key_idx" ON "component_credential_slots" USING btree ("slot_key");--> statement-breakpoint
CREATE INDEX "component_settings_component_idx" ON "component_settings" USING btree ("component_id");--> statement-breakpoint
CREATE INDEX "component_steps_component_idx" ON "component_steps" USING btree ("component_id");--> statement-breakpoint
CREATE INDEX "client_components_component_idx" ON "client_components" USING btree ("component_id","client_id");--> statement-breakpoint
CREATE INDEX "client_credentials_key_version_idx" ON "client_credentials" USING btree ("key_version","id");--> statement-breakpoint
CREATE INDEX "clients_stage_idx" ON "clients" USING btree ("stage","updated_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "clients_updated_idx" ON "clients" USING btree ("updated_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "clients_name_idx" ON "clients" USING btree (lower("name"),"id");--> statement-breakpoint
CREATE INDEX "clients_tier_idx" ON "clients" USING btree ("tier_id","updated_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "clients_purge_idx" ON "clients" USING btree ("purge_after") WHERE purged_at is null and purge_after is not null;--> statement-breakpoint
CREATE INDEX "clients_search_idx" ON "clients" USING gin (to_tsvector('simple', "name" || ' ' || replace("slug", '-', ' ') || ' ' || "contact_name" || ' ' || "contact_email"));--> statement-breakpoint
CREATE INDEX "installed_components_client_idx" ON "installed_components" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "machines_serial_idx" ON "machines" USING btree (lower("serial") text_pattern_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "placements_machine_slot_key" ON "placements" USING btree ("machine_id","slot_id");--> statement-breakpoint
CREATE INDEX "placements_client_idx" ON "placements" USING btree ("client_id","slot_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_time_links_token_key" ON "one_time_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "one_time_links_kind_idx" ON "one_time_links" USING btree ("kind","created_at");--> statement-breakpoint
CREATE INDEX "user_sessions_user_idx" ON "user_sessions" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "runbooks_client_idx" ON "runbooks" USING btree ("client_id","composed_at");--> statement-breakpoint
CREATE INDEX "runbooks_active_idx" ON "runbooks" USING btree ("closed_at","superseded_at","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "step_events_run_idx" ON "step_events" USING btree ("runbook_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "master_keys_one_active" ON "master_keys" USING btree ("state") WHERE "master_keys"."state" = 'active';--> statement-breakpoint
CREATE INDEX "wizard_drafts_open_idx" ON "wizard_drafts" USING btree ("completed_at","updated_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "wizard_drafts_client_idx" ON "wizard_drafts" USING btree ("client_id");