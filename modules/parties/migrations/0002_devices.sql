-- Devices that are only actors so far: a job for each organisation gives them their records.
INSERT INTO kernel.job (org, id, module, action, input, key)
SELECT d.org, gen_random_uuid(), 'devices', 'devices.device.adopt', '{}', 'devices.device.adopt'
FROM (SELECT DISTINCT org FROM parties.device) d
ON CONFLICT DO NOTHING;
