CREATE INDEX "client_credentials_expiry_idx" ON "client_credentials" USING btree ("expires_at") WHERE expires_at is not null and spent_at is null;--> statement-breakpoint
CREATE INDEX "clients_waiting_idx" ON "clients" USING btree ("submitted_at") WHERE stage = 'collecting' and missing_client > 0;--> statement-breakpoint
CREATE INDEX "machines_hostname_idx" ON "machines" USING btree (lower("hostname") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "machines_name_idx" ON "machines" USING btree ("name" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "placements_validity_idx" ON "placements" USING btree ("valid_until") WHERE valid_until is not null;