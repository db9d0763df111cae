-- later.lua puts tickets whose time has come back into their queues.
--
-- KEYS: 1 the tickets for later, scored in milliseconds of TIME
-- ARGV: 1 how many at most, 2 what precedes a queue's name in the key of its stream
--
-- A ticket is "queue:message:tries" (keys.go). The key of its queue is put together here; it carries the hash tag of KEYS by its
-- prefix.
--
-- Returns how many were moved. Errors: those of a write that Redis refuses.

local call = redis.call
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[1])
for i = 1, #due do
  local queue, message, tries = string.match(due[i], '^([^:]+):([^:]+):(%d+)$')
  if queue then
    call('XADD', ARGV[2] .. queue, '*', 'm', message, 'n', tries)
  end
  call('ZREM', KEYS[1], due[i])
end
return #due
