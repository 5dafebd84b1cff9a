-- What alerts remember, in <home>/alerts.sqlite. Times are ISO 8601 in UTC.
create table if not exists alerts (
    key text primary key,
    check_code text not null,
    subject text not null,
    agency_code text not null,
    period_code text not null,
    source text not null,
    agency_name text not null,
    period_label text not null,
    label text not null,
    severity integer not null,
    observed text not null,
    expected text not null,
    count integer not null,
    todo text not null,
    status text not null check (status in ('open', 'acknowledged', 'silenced', 'resolved')),
    episode integer not null,
    level integer not null,
    opened_at text not null,
    last_seen_at text not null,
    acknowledged_at text,
    acknowledged_by text not null,
    resolved_at text,
    resolution text not null
) strict;
create table if not exists silences (
    silence_id text primary key,
    check_code text not null,
    agency_code text not null,
    until text not null,
    reason text not null,
    created_at text not null
) strict;
create table if not exists outbox (
    message_id text primary key,
    mailbox text not null,
    agency_code text not null,
    audience text not null,
    subject text not null,
    text text not null,
    html text not null,
    created_at text not null,
    state text not null
    check (state in ('queued', 'sending', 'sent', 'filed', 'refused', 'dropped', 'uncertain')),
    attempts integer not null,
    next_attempt_at text,
    why text not null,
    follows text not null
) strict;
-- What each letter said of which alert: written with the letter, gone when the letter is withdrawn.
create table if not exists told (
    message_id text not null references outbox (message_id),
    alert_key text not null references alerts (key),
    episode integer not null,
    mailbox text not null,
    what text not null,
    severity integer not null,
    told_at text not null,
    primary key (message_id, alert_key)
) strict;
create index if not exists told_by_mailbox on told (mailbox, alert_key);
create index if not exists outbox_by_state on outbox (state, mailbox);
