ALTER TABLE "catalogue_versions" ADD COLUMN "counted_at" timestamp with time zone;--> statement-breakpoint
update catalogue_versions set counted_at = loaded_at;
--> statement-breakpoint
grant update (counted_at) on catalogue_versions to jed_board_app;
