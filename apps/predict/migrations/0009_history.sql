CREATE TABLE "predict"."history_layouts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "predict"."history_layouts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"digest" text NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	"content" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "predict"."traffic_history" (
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"upper" double precision NOT NULL,
	"rows" bigint NOT NULL,
	CONSTRAINT "traffic_history_model_version_at_upper_pk" PRIMARY KEY("model","version","at","upper")
);
--> statement-breakpoint
ALTER TABLE "predict"."evaluation_history" ADD COLUMN "severity" real;--> statement-breakpoint
ALTER TABLE "predict"."evaluation_history" ADD COLUMN "layout" integer;--> statement-breakpoint
ALTER TABLE "predict"."evaluation_history" ADD COLUMN "severities" real[];--> statement-breakpoint
ALTER TABLE "predict"."evaluation_history" ADD COLUMN "missing" real[];--> statement-breakpoint
ALTER TABLE "predict"."evaluation_history" ADD COLUMN "shares" real[];--> statement-breakpoint
CREATE UNIQUE INDEX "history_layouts_digest" ON "predict"."history_layouts" USING btree ("model","version","digest");--> statement-breakpoint
CREATE INDEX "traffic_history_at" ON "predict"."traffic_history" USING btree ("at");