-- A name that a person gave: imports leave it alone, and what they call the asset is kept beside it. Null: not renamed.
alter table asset add column renamed_from text;
