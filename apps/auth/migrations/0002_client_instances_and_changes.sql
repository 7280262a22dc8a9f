ALTER TABLE "auth"."clients" ADD COLUMN "instance" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "auth"."clients" ADD COLUMN "previous_secret_hash" text;--> statement-breakpoint
ALTER TABLE "auth"."clients" ADD COLUMN "previous_secret_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "auth"."users" ADD COLUMN "disabled_at" timestamp (3) with time zone;