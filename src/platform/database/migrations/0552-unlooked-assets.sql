-- Since when an asset is no longer looked at because it was excluded, as the feed of changes told it.
alter table surface_asset add column unlooked_at timestamptz;
