-- What came of an import: components that came and went, findings that it opened, brought back and closed. Null where it
-- was not counted: imports of earlier versions.
alter table import add column effects jsonb;
