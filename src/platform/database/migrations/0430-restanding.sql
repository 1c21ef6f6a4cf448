-- What discovery made of an asset before people said otherwise: when they take their word back, it holds again.
alter table surface_asset add column unruled jsonb;
