-- psql -v owner_password=… -v app_password=… -f deploy/database.sql postgres   (as a superuser, once)
-- Two roles: the owner migrates and restores, the app serves and never owns anything.
CREATE ROLE tenon_owner LOGIN NOSUPERUSER PASSWORD :'owner_password';
CREATE ROLE tenon_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
CREATE DATABASE tenon OWNER tenon_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
-- A restore fills tables before the rows they point at; without this `./tenon restore` is refused.
GRANT SET ON PARAMETER session_replication_role TO tenon_owner;
