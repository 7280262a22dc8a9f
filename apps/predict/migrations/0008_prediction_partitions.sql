ALTER TABLE "predict"."predictions" RENAME TO "predictions_unpartitioned";--> statement-breakpoint
ALTER INDEX "predict"."predictions_pkey" RENAME TO "predictions_unpartitioned_pkey";--> statement-breakpoint
ALTER INDEX "predict"."predictions_window" RENAME TO "predictions_unpartitioned_window";--> statement-breakpoint
CREATE TABLE "predict"."predictions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"subject" text NOT NULL,
	"features" jsonb NOT NULL,
	"prediction" text NOT NULL,
	"probabilities" double precision[],
	"embedding" real[]
) PARTITION BY RANGE ("id");
--> statement-breakpoint
CREATE INDEX "predictions_window" ON "predict"."predictions" USING btree ("model","version","at");--> statement-breakpoint
-- The existing table becomes the partition of everything up to the end of today (UTC), without copying a row. Rows with
-- later ids, of a clock that was ahead, move to the partitions of their days. A table without rows is dropped.
DO $$
DECLARE
	today bigint := floor(extract(epoch FROM now()) / 86400);
	tomorrow uuid := rpad(lpad(to_hex((today + 1) * 86400000), 12, '0'), 32, '0')::uuid;
	later record;
BEGIN
	IF NOT EXISTS (SELECT FROM "predict"."predictions_unpartitioned") THEN
		DROP TABLE "predict"."predictions_unpartitioned";
		RETURN;
	END IF;
	FOR later IN
		SELECT to_char(to_timestamp(day * 86400) AT TIME ZONE 'UTC', 'YYYYMMDD') AS name,
			rpad(lpad(to_hex(day * 86400000), 12, '0'), 32, '0')::uuid AS first,
			rpad(lpad(to_hex((day + 1) * 86400000), 12, '0'), 32, '0')::uuid AS next
		FROM (
			SELECT DISTINCT ('x' || substr(replace("id"::text, '-', ''), 1, 12))::bit(48)::bigint / 86400000 AS day
			FROM "predict"."predictions_unpartitioned" WHERE "id" >= tomorrow
		) AS days
	LOOP
		EXECUTE format(
			'CREATE TABLE "predict".%I PARTITION OF "predict"."predictions" FOR VALUES FROM (%L) TO (%L)',
			'predictions_' || later.name, later.first, later.next
		);
	END LOOP;
	WITH moved AS (DELETE FROM "predict"."predictions_unpartitioned" WHERE "id" >= tomorrow RETURNING *)
	INSERT INTO "predict"."predictions" SELECT * FROM moved;
	EXECUTE format(
		'ALTER TABLE "predict"."predictions" ATTACH PARTITION "predict"."predictions_unpartitioned"
			FOR VALUES FROM (MINVALUE) TO (%L)',
		tomorrow
	);
END $$;
