-- What a risk's owner can live with is one of its terms: a risk moves against it when it is said anew. What it was before
-- was not kept; that it is as it is now makes no movement up that nobody saw.
update risk_terms t set terms = jsonb_set(t.terms::jsonb, '{appetite}', coalesce(to_jsonb(s.appetite), 'null'::jsonb))::json
from scenario s where s.workspace_id = t.workspace_id and s.id = t.scenario_id;
