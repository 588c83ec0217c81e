DROP INDEX "clients_search_idx";--> statement-breakpoint
DROP INDEX "runbooks_continued_idx";--> statement-breakpoint
CREATE INDEX "clients_search_idx" ON "clients" USING gin (to_tsvector('simple', "name" || ' ' || replace("slug", '-', ' ') || ' ' || "contact_name" || ' ' || "contact_email")) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "runbooks_continued_idx" ON "runbooks" USING gin ("continued_ids") WITH (fastupdate=false);