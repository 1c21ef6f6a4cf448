-- Which runs have cases of a control: asked for its newest runs, where most runs have none.
create index evaluation_case_by_control on evaluation_case (workspace_id, control_id, run_id) where control_id is not null;
