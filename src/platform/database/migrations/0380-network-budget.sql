-- A network of 254 hosts is looked at in half a minute; what one host takes stays as it was.
alter table discovery_settings alter column per_network set default 4000;
