-- When what a closed case is of happened once more: what proved its changes before that day did not hold.

alter table assurance_case add column recurred_at timestamptz;
