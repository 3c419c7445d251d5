-- An event is at most 64 KiB (docs/events.md): core/event.h refuses what would be more, and so does this. What was recorded before
-- stays, whatever its size: nothing is looked at again.
ALTER TABLE event ADD CONSTRAINT event_bytes_max CHECK (octet_length(bytes) <= 65536) NOT VALID;
