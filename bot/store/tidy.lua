-- tidy.lua takes ids off a list whose documents do not exist any more: their age took them away, which nobody is told of.
--
-- KEYS: 1 the list; then the document of each id
-- ARGV: the ids, in the order of their documents
--
-- Returns how many were taken off. Errors: WRONGTYPE; those of a write that Redis refuses.

local gone = 0
for i = 1, #ARGV do
  if redis.call('EXISTS', KEYS[i + 1]) == 0 then
    gone = gone + redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return gone
