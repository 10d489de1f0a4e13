--
-- PostgreSQL database dump
--

\restrict ra8h4JwBmPfo8Jh2hN8A79dAKUvrRssRBtephAWaqPpDXVjBcSFzvncDK4dssbd

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: audit_entry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_entry (
    guild_id bigint NOT NULL,
    number bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor bigint,
    pseudonym character varying,
    action character varying NOT NULL,
    seed character varying,
    before character varying,
    after character varying,
    details json NOT NULL
);


--
-- Name: blocked_seed; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.blocked_seed (
    guild_id bigint NOT NULL,
    checksum character varying NOT NULL,
    at timestamp with time zone NOT NULL
);


--
-- Name: command_hash; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.command_hash (
    application_id bigint NOT NULL,
    hash character varying NOT NULL
);


--
-- Name: departure; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.departure (
    guild_id bigint NOT NULL,
    delete_at timestamp with time zone NOT NULL
);


--
-- Name: feedback; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.feedback (
    passage_key character varying NOT NULL,
    user_id bigint NOT NULL,
    guild_id bigint,
    generation character varying NOT NULL,
    verdict smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT ck_feedback_verdict CHECK ((verdict = ANY (ARRAY['-1'::integer, 1])))
);


--
-- Name: gap; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.gap (
    number bigint NOT NULL,
    guild_id bigint NOT NULL,
    day date NOT NULL,
    question character varying NOT NULL,
    reason character varying NOT NULL,
    CONSTRAINT ck_gap_reason CHECK (((reason)::text = ANY ((ARRAY['nothing'::character varying, 'thumbs_down'::character varying])::text[])))
);


--
-- Name: gap_number_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.gap_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: gap_number_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.gap_number_seq OWNED BY public.gap.number;


--
-- Name: guild_revision; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.guild_revision (
    guild_id bigint NOT NULL,
    revision bigint NOT NULL
);


--
-- Name: guild_seed; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.guild_seed (
    guild_id bigint NOT NULL,
    seed character varying NOT NULL,
    file_name character varying NOT NULL,
    version bigint NOT NULL,
    checksum character varying NOT NULL,
    size_bytes bigint NOT NULL,
    added_by bigint,
    changed_by bigint,
    changed_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone
);


--
-- Name: guild_settings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.guild_settings (
    guild_id bigint NOT NULL,
    settings json NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: seed_file; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.seed_file (
    guild_id bigint NOT NULL,
    checksum character varying NOT NULL,
    data bytea NOT NULL
);


--
-- Name: seed_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.seed_version (
    guild_id bigint NOT NULL,
    seed character varying NOT NULL,
    version bigint NOT NULL,
    checksum character varying NOT NULL,
    sidecar bytea,
    text_checksum character varying,
    at timestamp with time zone NOT NULL
);


--
-- Name: shard_lease; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.shard_lease (
    application_id bigint NOT NULL,
    shard_id bigint NOT NULL,
    shard_count bigint NOT NULL,
    owner character varying NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


--
-- Name: gap number; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gap ALTER COLUMN number SET DEFAULT nextval('public.gap_number_seq'::regclass);


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.alembic_version VALUES ('0002');


--
-- Data for Name: audit_entry; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit_entry VALUES (1234567890123456789, 1, '2026-01-02 12:00:00+00', 100, NULL, 'add', 'grusse', NULL, 'c95bcd14c334dd35694983506baddb6e40d3719185d8a1360e15f2a429d72cdc+51e76951465c3c3fc16392a514aba7f88ef1297ad496cec3dab87643a06c388e', '{}');
INSERT INTO public.audit_entry VALUES (1234567890123456789, 2, '2026-01-02 12:00:00+00', 100, NULL, 'change', 'grusse', 'c95bcd14c334dd35694983506baddb6e40d3719185d8a1360e15f2a429d72cdc+51e76951465c3c3fc16392a514aba7f88ef1297ad496cec3dab87643a06c388e', '8cebf4ad5cc380cda2c2b548f8e84f53f5e9d59e8824da250fb2705f0a007545+51e76951465c3c3fc16392a514aba7f88ef1297ad496cec3dab87643a06c388e', '{}');
INSERT INTO public.audit_entry VALUES (1234567890123456789, 3, '2026-01-02 12:00:00+00', 100, NULL, 'add', 'removed', NULL, 'e1f79758cc42e6fe6037941205d1fbc37f5780f13aa077d0ba8287fd93cecd52', '{}');
INSERT INTO public.audit_entry VALUES (1234567890123456789, 4, '2026-01-02 12:00:00+00', 100, NULL, 'remove', 'removed', 'e1f79758cc42e6fe6037941205d1fbc37f5780f13aa077d0ba8287fd93cecd52', NULL, '{}');
INSERT INTO public.audit_entry VALUES (1234567890123456789, 5, '2026-01-02 12:00:00+00', 100, NULL, 'add', 'blocked', NULL, '6973dddd3ef9cb6a2932702f31777faad9c9bf3124d147a84f31aadb6d139546', '{}');
INSERT INTO public.audit_entry VALUES (1234567890123456789, 6, '2026-01-02 12:00:00+00', 100, NULL, 'block', 'blocked', '6973dddd3ef9cb6a2932702f31777faad9c9bf3124d147a84f31aadb6d139546', NULL, '{}');
INSERT INTO public.audit_entry VALUES (1234567890123456789, 7, '2026-01-02 12:00:00+00', 100, NULL, 'settings', NULL, NULL, NULL, '{"changed": ["keep_unanswered", "pages_per_answer"]}');


--
-- Data for Name: blocked_seed; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.blocked_seed VALUES (1234567890123456789, '6973dddd3ef9cb6a2932702f31777faad9c9bf3124d147a84f31aadb6d139546', '2026-01-02 12:00:00+00');
INSERT INTO public.blocked_seed VALUES (1234567890123456789, 'text', '2026-01-02 12:00:00+00');


--
-- Data for Name: command_hash; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.command_hash VALUES (1, 'hash');


--
-- Data for Name: departure; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.departure VALUES (77, '2026-01-02 12:00:00+00');


--
-- Data for Name: feedback; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.feedback VALUES ('2b2bzdd67n', 100, 1234567890123456789, '0123456789ab', 1, '2026-01-02 12:00:00+00');
INSERT INTO public.feedback VALUES ('aaaaaaaaaa', 101, 1234567890123456789, '0123456789ab', -1, '2026-01-02 12:00:00+00');


--
-- Data for Name: gap; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.gap VALUES (1, 1234567890123456789, '2026-01-02', 'Who cut the marble?', 'nothing');


--
-- Data for Name: guild_revision; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.guild_revision VALUES (1234567890123456789, 6);


--
-- Data for Name: guild_seed; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.guild_seed VALUES (1234567890123456789, 'grusse', 'Grüße.txt', 2, '8cebf4ad5cc380cda2c2b548f8e84f53f5e9d59e8824da250fb2705f0a007545', 25, 100, 100, '2026-01-02 12:00:00+00', NULL);
INSERT INTO public.guild_seed VALUES (1234567890123456789, 'removed', 'removed.txt', 3, 'e1f79758cc42e6fe6037941205d1fbc37f5780f13aa077d0ba8287fd93cecd52', 7, 100, 100, '2026-01-02 12:00:00+00', '2026-01-02 12:00:00+00');


--
-- Data for Name: guild_settings; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.guild_settings VALUES (1234567890123456789, '{"pages_per_answer": 2, "keep_unanswered": true}', '2026-01-02 12:00:00+00');


--
-- Data for Name: seed_file; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.seed_file VALUES (1234567890123456789, 'c95bcd14c334dd35694983506baddb6e40d3719185d8a1360e15f2a429d72cdc', '\x446572204772616e69742069737420686172742e');
INSERT INTO public.seed_file VALUES (1234567890123456789, '8cebf4ad5cc380cda2c2b548f8e84f53f5e9d59e8824da250fb2705f0a007545', '\x446572204772616e697420697374207365687220686172742e');
INSERT INTO public.seed_file VALUES (1234567890123456789, 'e1f79758cc42e6fe6037941205d1fbc37f5780f13aa077d0ba8287fd93cecd52', '\x72656d6f766564');


--
-- Data for Name: seed_version; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.seed_version VALUES (1234567890123456789, 'grusse', 1, 'c95bcd14c334dd35694983506baddb6e40d3719185d8a1360e15f2a429d72cdc', '\x617574686f723a20412e204d61736f6e0a', NULL, '2026-01-02 12:00:00+00');
INSERT INTO public.seed_version VALUES (1234567890123456789, 'grusse', 2, '8cebf4ad5cc380cda2c2b548f8e84f53f5e9d59e8824da250fb2705f0a007545', '\x617574686f723a20412e204d61736f6e0a', NULL, '2026-01-02 12:00:00+00');
INSERT INTO public.seed_version VALUES (1234567890123456789, 'removed', 3, 'e1f79758cc42e6fe6037941205d1fbc37f5780f13aa077d0ba8287fd93cecd52', NULL, NULL, '2026-01-02 12:00:00+00');


--
-- Data for Name: shard_lease; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.shard_lease VALUES (1, 0, 1, 'worker', '2026-01-02 12:00:30+00');


--
-- Name: gap_number_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.gap_number_seq', 1, true);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: audit_entry pk_audit_entry; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT pk_audit_entry PRIMARY KEY (guild_id, number);


--
-- Name: blocked_seed pk_blocked_seed; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.blocked_seed
    ADD CONSTRAINT pk_blocked_seed PRIMARY KEY (guild_id, checksum);


--
-- Name: command_hash pk_command_hash; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.command_hash
    ADD CONSTRAINT pk_command_hash PRIMARY KEY (application_id);


--
-- Name: departure pk_departure; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.departure
    ADD CONSTRAINT pk_departure PRIMARY KEY (guild_id);


--
-- Name: feedback pk_feedback; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.feedback
    ADD CONSTRAINT pk_feedback PRIMARY KEY (passage_key, user_id);


--
-- Name: gap pk_gap; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gap
    ADD CONSTRAINT pk_gap PRIMARY KEY (number);


--
-- Name: guild_revision pk_guild_revision; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guild_revision
    ADD CONSTRAINT pk_guild_revision PRIMARY KEY (guild_id);


--
-- Name: guild_seed pk_guild_seed; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guild_seed
    ADD CONSTRAINT pk_guild_seed PRIMARY KEY (guild_id, seed);


--
-- Name: guild_settings pk_guild_settings; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guild_settings
    ADD CONSTRAINT pk_guild_settings PRIMARY KEY (guild_id);


--
-- Name: seed_file pk_seed_file; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.seed_file
    ADD CONSTRAINT pk_seed_file PRIMARY KEY (guild_id, checksum);


--
-- Name: seed_version pk_seed_version; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.seed_version
    ADD CONSTRAINT pk_seed_version PRIMARY KEY (guild_id, seed, version);


--
-- Name: shard_lease pk_shard_lease; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.shard_lease
    ADD CONSTRAINT pk_shard_lease PRIMARY KEY (application_id, shard_id);


--
-- Name: ix_audit_entry_actor; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_entry_actor ON public.audit_entry USING btree (actor);


--
-- Name: ix_feedback_guild_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_feedback_guild_id ON public.feedback USING btree (guild_id);


--
-- Name: ix_feedback_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_feedback_user_id ON public.feedback USING btree (user_id);


--
-- Name: ix_gap_guild_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_gap_guild_id ON public.gap USING btree (guild_id, day);


--
-- Name: ix_seed_version_checksum; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_seed_version_checksum ON public.seed_version USING btree (guild_id, checksum);


--
-- Name: uq_guild_seed_file_name; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_guild_seed_file_name ON public.guild_seed USING btree (guild_id, file_name);


--
-- Name: seed_version fk_seed_version_checksum; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.seed_version
    ADD CONSTRAINT fk_seed_version_checksum FOREIGN KEY (guild_id, checksum) REFERENCES public.seed_file(guild_id, checksum);


--
-- Name: seed_version fk_seed_version_guild_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.seed_version
    ADD CONSTRAINT fk_seed_version_guild_id FOREIGN KEY (guild_id, seed) REFERENCES public.guild_seed(guild_id, seed) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--

\unrestrict ra8h4JwBmPfo8Jh2hN8A79dAKUvrRssRBtephAWaqPpDXVjBcSFzvncDK4dssbd

