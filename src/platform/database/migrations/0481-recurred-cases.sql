-- Of those that are open again it was not kept when they recurred: what was proven until now does not count for them.

update assurance_case set recurred_at = now()
  where state = 'open' and recurred_at is null
    and (reopened_why like 'it happened again%' or reopened_why like 'pattern % came back');
