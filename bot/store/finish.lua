-- finish.lua removes entries of a lane that have been dealt with, so that the lane holds only what is left to do.
--
-- KEYS: 1 the lane
-- ARGV: 1 the consumer group, then the ids of the entries
--
-- Entries that are gone already, and a lane or group that does not exist, are no error.
--
-- Returns the number of entries removed. Errors: those of a write that Redis refuses.

redis.call('XACK', KEYS[1], unpack(ARGV))
return redis.call('XDEL', KEYS[1], unpack(ARGV, 2))
