-- Tasks that were open before there was one list of to-dos: a job for each organisation puts them there.
INSERT INTO kernel.job (org, id, module, action, input, key)
SELECT t.org, gen_random_uuid(), 'projects', 'projects.task.feed', '{}', 'projects.task.feed'
FROM (SELECT DISTINCT org FROM projects.task WHERE assignee IS NOT NULL AND category <> 'done') t
ON CONFLICT DO NOTHING;
