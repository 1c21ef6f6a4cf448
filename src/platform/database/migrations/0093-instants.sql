-- Moments as the API and what goes out write them: UTC, with milliseconds and Z.
create function instant_text(at timestamptz) returns text language sql stable as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

create or replace function told_of_finding(f finding, asset_name text) returns jsonb language sql stable as $$
  select jsonb_build_object('id', f.id, 'vulnerability', f.vulnerability_id, 'rule', f.rule_id, 'title', f.title,
    'component', f.component_name, 'version', f.component_version, 'fixedVersion', f.fixed_version,
    'asset', jsonb_build_object('id', f.asset_id, 'name', asset_name), 'state', f.state, 'resolution', f.resolution,
    'urgency', f.urgency, 'outcome', f.outcome_label, 'why', f.why, 'kev', f.kev, 'epss', f.epss, 'cvss', f.cvss,
    'dueAt', instant_text(f.due_at))
$$;
