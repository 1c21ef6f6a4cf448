-- What another tool's report says is wrong with the asset itself, beside vulnerabilities of components: rules that
-- configuration, secrets, code or reachable services fail. Null: the file was no report.
alter table import add column stated jsonb;

-- The tool's own word, where a finding rests on one. Such a finding has no component and, but for vulnerabilities seen at
-- an address, no vulnerability; its rule carries the tool's name. Rulings name the rule where others name a vulnerability.
alter table finding add column severity text;
create index finding_by_rule on finding (workspace_id, rule_id) where rule_id is not null;
