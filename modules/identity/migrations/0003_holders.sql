-- Everything under which this person holds rights: himself, his departments with those above them, his
-- groups and posts. A scope may name such holders itself, beside the roles that are granted.
CREATE OR REPLACE FUNCTION identity.rights_of(organisation uuid, who uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (
    WITH own AS (
      SELECT p.department FROM directory.person p WHERE p.org = organisation AND p.id = who AND p.department IS NOT NULL
      UNION SELECT a.department FROM directory.assignment a WHERE a.org = organisation AND a.person = who
      UNION SELECT d.id FROM directory.department d WHERE d.org = organisation AND d.leader = who
    ), groups AS (
      SELECT m."group" AS id FROM directory.group_member m WHERE m.org = organisation AND m.person = who
    ), holders AS (
      SELECT 'person' AS kind, who AS id
      UNION ALL SELECT 'group', g.id FROM groups g
      UNION ALL SELECT 'post', a.post FROM directory.assignment a WHERE a.org = organisation AND a.person = who AND a.post IS NOT NULL
      UNION ALL SELECT 'department', c.ancestor FROM own JOIN directory.department_closure c ON c.org = organisation AND c.descendant = own.department
    )
    SELECT jsonb_build_object(
      'org', organisation, 'id', who, 'name', p.name, 'account', p.account,
      'departments', (SELECT coalesce(jsonb_agg(o.department), '[]') FROM own o),
      'subtree', (SELECT coalesce(jsonb_agg(DISTINCT c.descendant), '[]') FROM own o JOIN directory.department_closure c ON c.org = organisation AND c.ancestor = o.department),
      'groups', (SELECT coalesce(jsonb_agg(g.id), '[]') FROM groups g),
      'holders', (SELECT jsonb_agg(DISTINCT h.kind || ':' || h.id) FROM holders h),
      'roles', (
        SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('role', g.role, 'scopes', r.scopes, 'range', r.range)), '[]')
        FROM identity."grant" g JOIN holders h ON h.kind = g.kind AND h.id = g.holder
        LEFT JOIN identity.role r ON r.org = organisation AND r.id::text = g.role
        WHERE g.org = organisation))
    FROM directory.person p
    JOIN parties.organisation o ON o.org = '00000000-0000-7000-8000-000000000001' AND o.id = organisation AND o.status = 'active'
    WHERE p.org = organisation AND p.id = who AND p.status = 'active'
      AND NOT EXISTS (SELECT 1 FROM identity.account a WHERE a.org = '00000000-0000-7000-8000-000000000001' AND a.id = p.account AND a.status <> 'active')
  );
END $$;
