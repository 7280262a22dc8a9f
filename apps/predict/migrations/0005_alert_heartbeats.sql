CREATE TABLE "predict"."alert_heartbeats" (
	"sender" text PRIMARY KEY NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
