-- probe.lua makes a small write, to learn whether writes are possible now.
--
-- KEYS: 1 the probe
-- ARGV: 1 lifetime (ms)
--
-- Returns 1. Errors: those of a write that Redis refuses.

redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
return 1
