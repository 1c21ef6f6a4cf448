-- A finding is of a component at a place, in whatever versions it is there; so is a ruling on "this version".

-- Versions that match beside component_version, in their order; null: none. An empty one is a version nobody stated.
alter table finding add column other_versions text[];

-- Of a ruling on a component: versions beside component_version; it reaches what is in just these.
alter table disposition add column other_versions text[];

create or replace function told_of_finding(f finding, asset_name text) returns jsonb language sql stable as $$
  select jsonb_build_object('id', f.id, 'vulnerability', f.vulnerability_id, 'rule', f.rule_id, 'title', f.title,
    'component', f.component_name,
    'version', case when f.other_versions is null then f.component_version
      else concat_ws(', ', f.component_version, nullif(array_to_string(f.other_versions, ', '), '')) end,
    'fixedVersion', f.fixed_version,
    'asset', jsonb_build_object('id', f.asset_id, 'name', asset_name), 'state', f.state, 'resolution', f.resolution,
    'urgency', f.urgency, 'outcome', f.outcome_label, 'why', f.why, 'kev', f.kev, 'epss', f.epss, 'cvss', f.cvss,
    'dueAt', instant_text(f.due_at))
$$;
