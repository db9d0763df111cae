-- slow.lua holds a sender back after the provider refused something.
--
-- KEYS: 1 the sender's bucket
-- ARGV: 1 how long nothing may leave (microseconds), 2 "1" if the sender was too fast: everything costs more for a while,
--       3 how long no broadcast may leave (microseconds)
--
-- Returns 1. Errors: those of a write that Redis refuses.

local now = microseconds()
local bucket = readBucket(KEYS[1])
bucket.hold = math.max(bucket.hold, now + ARGV[1])
if ARGV[2] == '1' and now - bucket.since > 1000000 then -- many refusals of one moment count once
  bucket.slow = math.min(15000, math.max(1000, 2 * 1000 * slowness(bucket, now)))
  bucket.since = now
end
if tonumber(ARGV[3]) > 0 then
  bucket.still = math.max(bucket.still, now + ARGV[3])
end
writeBucket(KEYS[1], bucket)
return 1
