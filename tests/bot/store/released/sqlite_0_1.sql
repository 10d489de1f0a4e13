BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE audit_entry (
	guild_id BIGINT NOT NULL, 
	number BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	actor BIGINT, 
	pseudonym VARCHAR, 
	action VARCHAR NOT NULL, 
	seed VARCHAR, 
	"before" VARCHAR, 
	"after" VARCHAR, 
	details JSON NOT NULL, 
	CONSTRAINT pk_audit_entry PRIMARY KEY (guild_id, number)
);
INSERT INTO "audit_entry" VALUES(1234567890123456789,1,'2026-01-02 12:00:00.000000',100,NULL,'add','grusse',NULL,'c95bcd14c334dd35694983506baddb6e40d3719185d8a1360e15f2a429d72cdc+51e76951465c3c3fc16392a514aba7f88ef1297ad496cec3dab87643a06c388e','{}');
INSERT INTO "audit_entry" VALUES(1234567890123456789,2,'2026-01-02 12:00:00.000000',100,NULL,'change','grusse','c95bcd14c334dd35694983506baddb6e40d3719185d8a1360e15f2a429d72cdc+51e76951465c3c3fc16392a514aba7f88ef1297ad496cec3dab87643a06c388e','8cebf4ad5cc380cda2c2b548f8e84f53f5e9d59e8824da250fb2705f0a007545+51e76951465c3c3fc16392a514aba7f88ef1297ad496cec3dab87643a06c388e','{}');
INSERT INTO "audit_entry" VALUES(1234567890123456789,3,'2026-01-02 12:00:00.000000',100,NULL,'add','removed',NULL,'e1f79758cc42e6fe6037941205d1fbc37f5780f13aa077d0ba8287fd93cecd52','{}');
INSERT INTO "audit_entry" VALUES(1234567890123456789,4,'2026-01-02 12:00:00.000000',100,NULL,'remove','removed','e1f79758cc42e6fe6037941205d1fbc37f5780f13aa077d0ba8287fd93cecd52',NULL,'{}');
INSERT INTO "audit_entry" VALUES(1234567890123456789,5,'2026-01-02 12:00:00.000000',100,NULL,'add','blocked',NULL,'6973dddd3ef9cb6a2932702f31777faad9c9bf3124d147a84f31aadb6d139546','{}');
INSERT INTO "audit_entry" VALUES(1234567890123456789,6,'2026-01-02 12:00:00.000000',100,NULL,'block','blocked','6973dddd3ef9cb6a2932702f31777faad9c9bf3124d147a84f31aadb6d139546',NULL,'{}');
INSERT INTO "audit_entry" VALUES(1234567890123456789,7,'2026-01-02 12:00:00.000000',100,NULL,'settings',NULL,NULL,NULL,'{"changed": ["keep_unanswered", "pages_per_answer"]}');
CREATE TABLE blocked_seed (
	guild_id BIGINT NOT NULL, 
	checksum VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_blocked_seed PRIMARY KEY (guild_id, checksum)
);
INSERT INTO "blocked_seed" VALUES(1234567890123456789,'6973dddd3ef9cb6a2932702f31777faad9c9bf3124d147a84f31aadb6d139546','2026-01-02 12:00:00.000000');
INSERT INTO "blocked_seed" VALUES(1234567890123456789,'text','2026-01-02 12:00:00.000000');
CREATE TABLE command_hash (
	application_id BIGINT NOT NULL, 
	hash VARCHAR NOT NULL, 
	CONSTRAINT pk_command_hash PRIMARY KEY (application_id)
);
INSERT INTO "command_hash" VALUES(1,'hash');
CREATE TABLE departure (
	guild_id BIGINT NOT NULL, 
	delete_at DATETIME NOT NULL, 
	CONSTRAINT pk_departure PRIMARY KEY (guild_id)
);
INSERT INTO "departure" VALUES(77,'2026-01-02 12:00:00.000000');
CREATE TABLE feedback (
	passage_key VARCHAR NOT NULL, 
	user_id BIGINT NOT NULL, 
	guild_id BIGINT, 
	generation VARCHAR NOT NULL, 
	verdict SMALLINT NOT NULL CONSTRAINT ck_feedback_verdict CHECK (verdict IN (-1, 1)), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_feedback PRIMARY KEY (passage_key, user_id)
);
INSERT INTO "feedback" VALUES('2b2bzdd67n',100,1234567890123456789,'0123456789ab',1,'2026-01-02 12:00:00.000000');
INSERT INTO "feedback" VALUES('aaaaaaaaaa',101,1234567890123456789,'0123456789ab',-1,'2026-01-02 12:00:00.000000');
CREATE TABLE gap (
	number INTEGER NOT NULL, 
	guild_id BIGINT NOT NULL, 
	day DATE NOT NULL, 
	question VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	CONSTRAINT pk_gap PRIMARY KEY (number), 
	CONSTRAINT ck_gap_reason CHECK (reason IN ('nothing', 'thumbs_down'))
);
INSERT INTO "gap" VALUES(1,1234567890123456789,'2026-01-02','Who cut the marble?','nothing');
CREATE TABLE guild_revision (
	guild_id BIGINT NOT NULL, 
	revision BIGINT NOT NULL, 
	CONSTRAINT pk_guild_revision PRIMARY KEY (guild_id)
);
INSERT INTO "guild_revision" VALUES(1234567890123456789,6);
CREATE TABLE guild_seed (
	guild_id BIGINT NOT NULL, 
	seed VARCHAR NOT NULL, 
	file_name VARCHAR NOT NULL, 
	version BIGINT NOT NULL, 
	checksum VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	added_by BIGINT, 
	changed_by BIGINT, 
	changed_at DATETIME NOT NULL, 
	removed_at DATETIME, 
	CONSTRAINT pk_guild_seed PRIMARY KEY (guild_id, seed)
);
INSERT INTO "guild_seed" VALUES(1234567890123456789,'grusse','Grüße.txt',2,'8cebf4ad5cc380cda2c2b548f8e84f53f5e9d59e8824da250fb2705f0a007545',25,100,100,'2026-01-02 12:00:00.000000',NULL);
INSERT INTO "guild_seed" VALUES(1234567890123456789,'removed','removed.txt',3,'e1f79758cc42e6fe6037941205d1fbc37f5780f13aa077d0ba8287fd93cecd52',7,100,100,'2026-01-02 12:00:00.000000','2026-01-02 12:00:00.000000');
CREATE TABLE guild_settings (
	guild_id BIGINT NOT NULL, 
	settings JSON NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_guild_settings PRIMARY KEY (guild_id)
);
INSERT INTO "guild_settings" VALUES(1234567890123456789,'{"pages_per_answer": 2, "keep_unanswered": true}','2026-01-02 12:00:00.000000');
CREATE TABLE seed_file (
	guild_id BIGINT NOT NULL, 
	checksum VARCHAR NOT NULL, 
	data BLOB NOT NULL, 
	CONSTRAINT pk_seed_file PRIMARY KEY (guild_id, checksum)
);
INSERT INTO "seed_file" VALUES(1234567890123456789,'c95bcd14c334dd35694983506baddb6e40d3719185d8a1360e15f2a429d72cdc',X'446572204772616E69742069737420686172742E');
INSERT INTO "seed_file" VALUES(1234567890123456789,'8cebf4ad5cc380cda2c2b548f8e84f53f5e9d59e8824da250fb2705f0a007545',X'446572204772616E697420697374207365687220686172742E');
INSERT INTO "seed_file" VALUES(1234567890123456789,'e1f79758cc42e6fe6037941205d1fbc37f5780f13aa077d0ba8287fd93cecd52',X'72656D6F766564');
CREATE TABLE seed_version (
	guild_id BIGINT NOT NULL, 
	seed VARCHAR NOT NULL, 
	version BIGINT NOT NULL, 
	checksum VARCHAR NOT NULL, 
	sidecar BLOB, 
	text_checksum VARCHAR, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_seed_version PRIMARY KEY (guild_id, seed, version), 
	CONSTRAINT fk_seed_version_guild_id FOREIGN KEY(guild_id, seed) REFERENCES guild_seed (guild_id, seed) ON DELETE CASCADE, 
	CONSTRAINT fk_seed_version_checksum FOREIGN KEY(guild_id, checksum) REFERENCES seed_file (guild_id, checksum)
);
INSERT INTO "seed_version" VALUES(1234567890123456789,'grusse',1,'c95bcd14c334dd35694983506baddb6e40d3719185d8a1360e15f2a429d72cdc',X'617574686F723A20412E204D61736F6E0A',NULL,'2026-01-02 12:00:00.000000');
INSERT INTO "seed_version" VALUES(1234567890123456789,'grusse',2,'8cebf4ad5cc380cda2c2b548f8e84f53f5e9d59e8824da250fb2705f0a007545',X'617574686F723A20412E204D61736F6E0A',NULL,'2026-01-02 12:00:00.000000');
INSERT INTO "seed_version" VALUES(1234567890123456789,'removed',3,'e1f79758cc42e6fe6037941205d1fbc37f5780f13aa077d0ba8287fd93cecd52',NULL,NULL,'2026-01-02 12:00:00.000000');
CREATE TABLE shard_lease (
	application_id BIGINT NOT NULL, 
	shard_id BIGINT NOT NULL, 
	shard_count BIGINT NOT NULL, 
	owner VARCHAR NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_shard_lease PRIMARY KEY (application_id, shard_id)
);
INSERT INTO "shard_lease" VALUES(1,0,1,'worker','2026-01-02 12:00:30.000000');
CREATE INDEX ix_feedback_user_id ON feedback (user_id);
CREATE INDEX ix_feedback_guild_id ON feedback (guild_id);
CREATE UNIQUE INDEX uq_guild_seed_file_name ON guild_seed (guild_id, file_name);
CREATE INDEX ix_seed_version_checksum ON seed_version (guild_id, checksum);
CREATE INDEX ix_audit_entry_actor ON audit_entry (actor);
CREATE INDEX ix_gap_guild_id ON gap (guild_id, day);
COMMIT;
