-- What another tool's report says is wrong with the components it names. Null: the file was no report.
alter table import add column reported jsonb;
