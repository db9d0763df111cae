-- claim.lua takes over the entries of workers that are gone: those without a lease. Nothing is taken from a worker that is only slow.
--
-- KEYS: 1 the queue
-- ARGV: 1 the consumer group, 2 who takes over, 3 how many at most, 4 what precedes a worker's name in the key of its lease
--
-- Workers without a lease and without entries are forgotten.
--
-- Returns the entries, each {id, {name, value, ...}}. A queue or group that does not exist has none.
-- Errors: those of a write that Redis refuses.

local call = redis.call
if call('EXISTS', KEYS[1]) == 0 then
  return {}
end
local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if consumers.err then
  return {}
end
local taken = {}
for i = 1, #consumers do
  local name, pending
  for j = 1, #consumers[i], 2 do
    if consumers[i][j] == 'name' then
      name = consumers[i][j + 1]
    elseif consumers[i][j] == 'pending' then
      pending = tonumber(consumers[i][j + 1])
    end
  end
  if name ~= ARGV[2] and call('EXISTS', ARGV[4] .. name) == 0 then
    local room = ARGV[3] - #taken
    if pending == 0 then
      call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], name)
    elseif room > 0 then
      local ids = call('XPENDING', KEYS[1], ARGV[1], '-', '+', string.format('%.0f', room), name)
      for j = 1, #ids do
        local entry = call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ids[j][1])[1]
        if entry and entry[2] then
          taken[#taken + 1] = entry
        else
          call('XACK', KEYS[1], ARGV[1], ids[j][1]) -- deleted before it was acknowledged
        end
      end
    end
  end
end
return taken
