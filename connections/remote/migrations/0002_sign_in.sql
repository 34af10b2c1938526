-- As which a vendor's pages sign people in; none when they sign nobody in.
ALTER TABLE remote.link ADD COLUMN client uuid;
