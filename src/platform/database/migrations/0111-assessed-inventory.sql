-- What was assessed: a digest of the asset's imports and facts. An assessment of another inventory is made again.
alter table assessment add column inventory text not null default '';
