-- Requests that were open before there was one list of to-dos: a job for each organisation puts them there.
INSERT INTO kernel.job (org, id, module, action, input, key)
SELECT r.org, gen_random_uuid(), 'approval', 'approval.request.feed', '{}', 'approval.request.feed'
FROM (SELECT DISTINCT org FROM approval.request WHERE status = 'open') r
ON CONFLICT DO NOTHING;
