-- due.lua hands out timers whose time has come and hides each until its lease is over.
--
-- KEYS: 1 the timers, scored in milliseconds of TIME
-- ARGV: 1 how many at most, 2 lease (ms, at least 1)
--
-- A timer leaves the set only when a commit clears it: whoever takes it and dies loses nothing.
--
-- Returns the members handed out, earliest first. Errors: those of a write that Redis refuses.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[1])
local hidden = string.format('%.0f', now + ARGV[2])
for i = 1, #due do
  redis.call('ZADD', KEYS[1], hidden, due[i])
end
return due
